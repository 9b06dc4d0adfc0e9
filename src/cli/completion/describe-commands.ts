import type { Command, Option } from 'commander';

/** What may stand in a place of a command line, as far as a shell can offer it. */
export type Offer =
  { readonly kind: 'blueprint' | 'file' | 'nothing' } | { readonly kind: 'words'; readonly words: readonly string[] };

export interface DescribedOption {
  /** `--blueprint`. */
  readonly flag: string;
  readonly about: string;
  /** Missing for an option that takes no value. */
  readonly value?: Offer;
}

/** A command, or a group of them, by the words that name it: `` for the program itself, `webhook`, `webhook status`. */
export interface DescribedCommand {
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly DescribedOption[];
  readonly argument: Offer;
}

/** Every command of the program, as its own help knows them; the program itself comes first. */
export function describeCommands(program: Command): readonly DescribedCommand[] {
  const options = program.options.filter(({ long }) => long !== '--version');
  const everywhere = [...options.map(describeOption), { flag: '--help', about: 'show help' }];
  return listCommands(program, '').map(({ command, path }) => ({
    path,
    commands: command.commands.map((one) => ({ name: one.name(), about: one.description() })),
    options: [...(command === program ? [] : command.options.map(describeOption)), ...everywhere],
    argument: argumentOf(command),
  }));
}

function listCommands(command: Command, path: string): readonly { command: Command; path: string }[] {
  const below = command.commands.flatMap((one) => listCommands(one, `${path} ${one.name()}`.trim()));
  return [{ command, path }, ...below];
}

function describeOption(option: Option): DescribedOption {
  const flag = option.long ?? option.flags;
  const takesValue = option.required || option.optional;
  return { flag, about: option.description, ...(takesValue ? { value: valueOf(option) } : {}) };
}

function valueOf({ argChoices, long, flags }: Option): Offer {
  if (argChoices) return { kind: 'words', words: argChoices };
  if (long === '--blueprint') return { kind: 'blueprint' };
  return offerFor(/<(.+)>/.exec(flags)?.[1] ?? '');
}

function argumentOf(command: Command): Offer {
  const [argument] = command.registeredArguments;
  return argument?.argChoices ? { kind: 'words', words: argument.argChoices } : offerFor(argument?.name() ?? '');
}

/** What a place is called says what belongs there. */
function offerFor(name: string): Offer {
  if (name === 'blueprint') return { kind: 'blueprint' };
  return { kind: name === 'file' || name === 'files' ? 'file' : 'nothing' };
}
