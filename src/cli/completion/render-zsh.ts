import type { DescribedCommand, DescribedOption, Offer } from './describe-commands.ts';
import { blueprintNames, quote } from './shell-words.ts';

/** A script that completes the command line in zsh, with what each word is for. It starts no program of ours. */
export function renderZsh(commands: readonly DescribedCommand[]): string {
  return `#compdef concierge
# Completion of concierge for zsh. Load it with: source <(concierge completion zsh), or keep it as a file _concierge in a folder of fpath.
${blueprintNames}
_concierge() {
  local cur=\${words[CURRENT]} prev=\${words[CURRENT-1]} path_='' word i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case "\${path_:+$path_ }$word" in
      ${commands.flatMap(({ path }) => (path === '' ? [] : [quote(path)])).join('|')}) path_="\${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_ $prev" in
${commands.flatMap(renderValues).join('\n')}
  esac
  case "$path_" in
${commands.map(renderCommand).join('\n')}
  esac
}
# As a file named _concierge in fpath it is read when it is first asked: then it has to answer, too.
if [[ \${funcstack[1]} == _concierge ]]; then
  _concierge "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _concierge concierge
fi
`;
}

function renderValues({ path, options }: DescribedCommand): readonly string[] {
  return options.flatMap(({ flag, value }) =>
    value === undefined ? [] : [`    ${quote(`${path} ${flag}`)}) ${offer(value)}; return ;;`],
  );
}

function renderCommand({ path, commands, options, argument }: DescribedCommand): string {
  const flags = describe('option', options.map(describeFlag));
  const rest =
    commands.length === 0
      ? offer(argument)
      : describe(
          'command',
          commands.map(({ name, about }) => `${name}:${about}`),
        );
  return `    ${quote(path)}) if [[ $cur == -* ]]; then ${flags}; else ${rest}; fi ;;`;
}

function describeFlag({ flag, about }: DescribedOption): string {
  return `${flag}:${about}`;
}

function describe(what: string, lines: readonly string[]): string {
  return `offered=(${lines.map(quote).join(' ')}); _describe ${what} offered`;
}

function offer(what: Offer): string {
  if (what.kind === 'words') return `compadd -- ${what.words.map(quote).join(' ')}`;
  if (what.kind === 'file') return '_files';
  return what.kind === 'blueprint' ? 'compadd -- ${(f)"$(_concierge_blueprints)"}' : ':';
}
