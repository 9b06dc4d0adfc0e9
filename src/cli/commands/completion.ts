import { Argument, type Command } from 'commander';
import { describeCommands } from '../completion/describe-commands.ts';
import { renderBash } from '../completion/render-bash.ts';
import { renderZsh } from '../completion/render-zsh.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';

const shells = { bash: renderBash, zsh: renderZsh } as const;
const names = ['bash', 'zsh'] as const;

export function addCompletionCommand(program: Command, { output }: CommandContext): void {
  program
    .command('completion')
    .description('print what makes your shell complete commands, options and names of blueprints')
    .addArgument(new Argument('<shell>', 'bash or zsh').choices(names))
    .addHelpText('after', formatExamples('completion bash', 'completion zsh'))
    .addHelpText(
      'after',
      'Load it in each shell, by a line of ~/.bashrc or ~/.zshrc: source <(concierge completion bash)\n',
    )
    .action((shell: (typeof names)[number]) => output.text(shells[shell](describeCommands(program))));
}
