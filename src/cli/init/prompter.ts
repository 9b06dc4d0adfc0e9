import * as clack from '@clack/prompts';
import { AppError } from '../../base/errors.ts';
import type { Terminal } from '../parts.ts';
import type { Choice, Choices } from './init-parts.ts';

interface Question {
  readonly ask: string;
}

/** Asks a person on a terminal. Each question throws `invalid-input` when they press Ctrl-C or Escape. */
export interface Prompter {
  begin(title: string): void;
  end(text: string): void;
  say(how: 'good' | 'attention' | 'bad' | 'plain', text: string): void;
  /** Shows that something is under way. */
  during<T>(text: string, work: () => Promise<T>): Promise<T>;
  text(question: Question & { readonly initial?: string; readonly example: string }): Promise<string>;
  /** What is typed is not shown. Empty where `mayBeEmpty`. */
  secret(question: Question & { readonly mayBeEmpty: boolean }): Promise<string>;
  confirm(question: Question): Promise<boolean>;
  /** Several of a few. */
  some(question: Question & { readonly choices: readonly Choice[] }): Promise<readonly Choice[]>;
  /** One or none of what is found by its name. */
  one(question: Question & { readonly find: (text: string) => Promise<Choices> }): Promise<Choice | undefined>;
  /** Any number of what can be listed. */
  several(question: Question & { readonly choices: readonly Choice[] }): Promise<readonly Choice[]>;
}

/** Prompts drawn by clack on this terminal. */
export function createPrompter({ input, output }: Terminal): Prompter {
  const on = { input, output };
  const say = { good: clack.log.success, attention: clack.log.warn, bad: clack.log.error, plain: clack.log.step };
  return {
    begin: (title) => clack.intro(title, on),
    end: (text) => clack.outro(text, on),
    say: (how, text) => say[how](wrap(text, output), on),
    during: (text, work) => during(text, work, output),
    text: async ({ ask, initial, example }) =>
      given(
        await clack.text({
          ...{ ...on, message: ask, placeholder: example },
          ...(initial === undefined ? {} : { initialValue: initial }),
          validate: (value) => ((value ?? '').trim() === '' ? 'Please give one.' : undefined),
        }),
      ),
    secret: async ({ ask, mayBeEmpty }) =>
      // An empty answer comes as undefined.
      (await clack
        .password({
          ...{ ...on, message: ask, mask: '•' },
          validate: (value) => (mayBeEmpty || (value ?? '') !== '' ? undefined : 'Please give one.'),
        })
        .then((answer) => given<string | undefined>(answer))) ?? '',
    confirm: async ({ ask }) => given(await clack.confirm({ ...on, message: ask })),
    some: async ({ ask, choices }) =>
      given(await clack.multiselect({ ...on, message: ask, options: choices.map(toOption), required: true })),
    one: (question) => pickOne(question, on),
    several: async ({ ask, choices }) =>
      given(
        await clack.autocompleteMultiselect({
          ...{ ...on, message: ask, options: choices.map(toOption), maxItems: shown, filter: isLike },
          placeholder: 'type to search, Tab to mark, Enter to go on',
        }),
      ),
  };
}

const shown = 8;
const none: Choice = { id: '', name: 'None of them' };
const again: Choice = { id: '', name: 'Search again' };

type Streams = Terminal;

/** What is found without a text is listed where that is all; else a part of the name is asked for first. */
async function pickOne(
  { ask, find }: { readonly ask: string; readonly find: (text: string) => Promise<Choices> },
  on: Streams,
): Promise<Choice | undefined> {
  const first = await during('Looking', () => find(''), on.output);
  if (first.isAll && first.choices.length === 0) return undefined;
  for (let found = first; ;) {
    if (!found.isAll) {
      const text = given(await clack.text({ ...on, message: `${ask} There are many: type a part of the name.` }));
      found = await during('Looking', () => find(text), on.output);
    }
    const options = [none, ...(first.isAll ? [] : [again]), ...found.choices].map(toOption);
    const chosen = given<Choice | undefined>(
      await clack.autocomplete<Choice>({
        ...{ ...on, message: ask, options, maxItems: shown, filter: isLike },
        placeholder: 'type to search',
      }),
    );
    if (chosen === none) return undefined;
    // Nothing is chosen where nothing is like what was typed.
    if (chosen !== undefined && chosen !== again) return chosen;
    found = first;
  }
}

function toOption(choice: Choice) {
  const { name, about } = choice;
  return { value: choice, label: disarm(name), ...(about === undefined ? {} : { hint: disarm(about) }) };
}

/** Names come from the portal: no control character of theirs may reach the terminal. */
function disarm(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

/** Breaks lines between words, so that the bar at their left stays whole. */
function wrap(text: string, output: Terminal['output']): string {
  const width = ('columns' in output && typeof output.columns === 'number' ? output.columns : 80) - 4;
  const lines = text.split('\n').flatMap((line) => breakLine(disarm(line), width));
  return lines.join('\n');
}

function breakLine(line: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of line.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Whoever types looks for something of the portal: what else may be chosen is offered before. */
function isLike(text: string, { value: { id, name, about = '' } }: { readonly value: Choice }): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted === '' || (id !== '' && `${name} ${about}`.toLowerCase().includes(wanted));
}

async function during<T>(text: string, work: () => Promise<T>, output: Terminal['output']): Promise<T> {
  const spinner = clack.spinner({ output });
  spinner.start(text);
  try {
    return await work();
  } finally {
    spinner.clear();
  }
}

function given<T>(answer: T | typeof clack.CANCEL_SYMBOL): T {
  if (!clack.isCancel(answer)) return answer;
  throw new AppError('invalid-input', 'Stopped. Nothing was written.', { hint: 'Run it again whenever you like.' });
}
