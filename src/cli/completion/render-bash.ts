import type { DescribedCommand, Offer } from './describe-commands.ts';
import { blueprintNames, quote } from './shell-words.ts';

/** A script that completes the command line in bash. It starts no program of ours, so that an answer comes at once. */
export function renderBash(commands: readonly DescribedCommand[]): string {
  return `# Completion of concierge for bash. Load it with: source <(concierge completion bash)
${blueprintNames}
_concierge_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
# The shell itself knows best how names with spaces are written; bash 3 (macOS) cannot be asked to.
_concierge_files() { compopt -o default 2>/dev/null || { local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); }; }
_concierge() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case "\${path:+$path }$word" in
      ${commands.flatMap(({ path }) => (path === '' ? [] : [quote(path)])).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path $prev" in
${commands.flatMap(renderValues).join('\n')}
  esac
  case "$path" in
${commands.map(renderCommand).join('\n')}
  esac
}
complete -o filenames -o bashdefault -F _concierge concierge
`;
}

function renderValues({ path, options }: DescribedCommand): readonly string[] {
  return options.flatMap(({ flag, value }) =>
    value === undefined ? [] : [`    ${quote(`${path} ${flag}`)}) ${offer(value)}; return ;;`],
  );
}

function renderCommand({ path, commands, options, argument }: DescribedCommand): string {
  const flags = options.map(({ flag }) => flag).join(' ');
  const names = commands.map(({ name }) => name).join(' ');
  const rest = names === '' ? offer(argument) : words(names);
  return `    ${quote(path)}) if [[ $cur == -* ]]; then ${words(flags)}; else ${rest}; fi ;;`;
}

function offer(what: Offer): string {
  if (what.kind === 'words') return words(what.words.join(' '));
  if (what.kind === 'file') return '_concierge_files';
  return what.kind === 'blueprint' ? '_concierge_words "$(_concierge_blueprints)"' : ':';
}

function words(list: string): string {
  return `_concierge_words ${quote(list)}`;
}
