import { expect, it } from 'vitest';
import { formatLine } from './csv-line.ts';

it('quotes what must be quoted, and nothing else', () => {
  const layout = { delimiter: ';', hasBom: false, newline: '\r\n' } as const;
  expect(formatLine(['plain', 'a;b', 'a,b', 'say "hi"', 'two\nlines', ' space', ''], layout)).toBe(
    'plain;"a;b";a,b;"say ""hi""";"two\nlines";" space";\r\n',
  );
});
