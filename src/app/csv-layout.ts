import { open } from 'node:fs/promises';

/** How a CSV file is written. */
export interface CsvLayout {
  readonly delimiter: ',' | ';' | '\t';
  /** Whether it begins with a byte order mark, by which spreadsheet programs know UTF-8. */
  readonly hasBom: boolean;
  readonly newline: '\n' | '\r\n';
}

const delimiters = [',', ';', '\t'] as const;

/** A heading is never longer; only this much is looked at. */
const headingBytes = 65_536;

/** How a file is written, by its first line: the delimiter is the one that stands there most often outside of quotes. */
export async function findLayout(path: string): Promise<CsvLayout> {
  const bytes = await readBeginning(path);
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const { counts, newline } = scanHeading(new TextDecoder().decode(bytes));
  const [delimiter] = delimiters.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return { delimiter: delimiter ?? ',', hasBom, newline };
}

async function readBeginning(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headingBytes), 0, headingBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Counts the letters of the first line; a line break within quotes does not end it. */
function scanHeading(text: string): { counts: ReadonlyMap<string, number>; newline: CsvLayout['newline'] } {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text.charAt(index);
    if (letter === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (letter === '\n' || letter === '\r') {
      return { counts, newline: text.startsWith('\r\n', index) ? '\r\n' : '\n' };
    }
    counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  return { counts, newline: '\n' };
}
