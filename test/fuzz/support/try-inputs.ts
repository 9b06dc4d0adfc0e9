import fc from 'fast-check';

/** Enough to see that nothing broke; `npm run fuzz` sets more. */
const usualRuns = 150;
const usualSeed = 20_260_701;

/** Tries inputs; the first that fails is made as small as possible and shown, with the seed. `npm run fuzz` prints how many were tried. */
export async function tryInputs<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  check: (input: Input) => Promise<void> | void,
): Promise<void> {
  const asked = process.env['FUZZ_RUNS'];
  const numRuns = asked === undefined ? usualRuns : Number(asked);
  const seed = Number(process.env['FUZZ_SEED'] ?? usualSeed);
  let tried = 0;
  const property = fc.asyncProperty(inputs, async (input) => {
    tried += 1;
    await check(input);
  });
  await fc.assert(property, { numRuns, seed });
  if (asked !== undefined) process.stdout.write(`fuzz: ${name}: ${String(tried)} inputs, seed ${String(seed)}\n`);
}

const evilTexts = [
  ...[
    '',
    ' ',
    '\u0000',
    '\r\nBcc: x@evil.example\r\n',
    '{{ env.PATH }}',
    '{% raw %}',
    '<script>alert(1)</script>',
    '=1+1',
  ],
  ...[
    '../../etc/passwd',
    '__proto__',
    'constructor',
    '&a',
    '*a',
    '!!js/function',
    '\t',
    '"',
    "'",
    ',',
    ';',
    '[[[[[[[[',
    '\uFEFF',
  ],
  ...['\uD800', 'x'.repeat(5_000), '9'.repeat(40), '-1', '1e309', 'null', '%00', '%2e%2e', '\u202E', '"}'],
];

/** A text that a stranger may have chosen. */
export const strangersText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...evilTexts),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);

const evilValues = [
  null,
  '',
  -1,
  0,
  1.5,
  1e30,
  4_000_000_000,
  true,
  [],
  {},
  [[]],
  'x'.repeat(10_000),
  '\u0000',
  { $ne: 1 },
];
const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...evilValues),
  fc.jsonValue({ maxDepth: 3 }),
  strangersText,
);

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly how: 'insert' | 'delete' | 'repeat' | 'replace' | 'cut';
}

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
  text: strangersText,
  how: fc.constantFrom('insert' as const, 'delete' as const, 'repeat' as const, 'replace' as const, 'cut' as const),
});

function applyEdit(text: string, { at, length, text: other, how }: Edit): string {
  const place = Math.floor(at * text.length);
  const [before, part, after] = [text.slice(0, place), text.slice(place, place + length), text.slice(place + length)];
  const changed = { insert: other + part, delete: '', repeat: part.repeat(20), replace: other, cut: '' }[how];
  return before + changed + (how === 'cut' ? '' : after);
}

/** One of the samples with some of it changed, as text. */
export function mutatedText(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([sample, edits]) => edits.reduce(applyEdit, sample));
}

/** One of the samples with some of its values replaced, as a value. */
export function mutatedValue(samples: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.tuple(fc.nat(), anyValue);
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([sample, changes]) =>
      changes.reduce<unknown>((value, [at, other]) => replaceNth(value, at % countNodes(value), other), sample),
    );
}

function countNodes(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const children: readonly unknown[] = Object.values(value);
  return children.reduce<number>((sum, child) => sum + countNodes(child), 1);
}

function replaceNth(value: unknown, at: number, other: unknown): unknown {
  if (at === 0) return other;
  if (typeof value !== 'object' || value === null) return value;
  let left = at - 1;
  const children: readonly [string, unknown][] = Object.entries(value);
  const entries = children.map(([key, child]): [string, unknown] => {
    const count = countNodes(child);
    const changed = left >= 0 && left < count ? replaceNth(child, left, other) : child;
    left -= count;
    return [key, changed];
  });
  return Array.isArray(value) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}
