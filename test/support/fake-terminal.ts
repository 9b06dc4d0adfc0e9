import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from '../../src/cli/parts.ts';
import { waitFor } from './wait-for.ts';

/** What the keys send. */
const keys = { enter: '\r', space: ' ', down: '\u001b[B', tab: '\t', ctrlC: '\u0003' } as const;

/** A terminal as programs see one, with somebody at it who reads before they type. */
export function createFakeTerminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => input });
  const seen = { text: '', from: 0 };
  const output = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        seen.text += stripVTControlCharacters(chunk.toString());
        done();
      },
    }),
    { isTTY: true, columns: 100, rows: 40 },
  );
  return {
    terminal: { input, output } satisfies Terminal,
    screen: () => seen.text,
    /** Waits until this is on the screen that was not there at the last call, then types. */
    answer: async (question: string, ...typed: readonly (keyof typeof keys | { readonly text: string })[]) => {
      await waitFor(`"${question}" on the terminal`, () => seen.text.includes(question, seen.from), {
        withinMs: 20_000,
        instead: () => seen.text.slice(seen.from),
      });
      seen.from = seen.text.length;
      for (const key of typed) {
        input.write(typeof key === 'string' ? keys[key] : key.text);
        // Keys come one by one, as from a hand.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
