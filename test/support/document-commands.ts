/** A block of commands of a document. */
export interface CommandBlock {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** What a shell is given. */
  readonly script: string;
  /** Lines that the commands print, where the document shows them. */
  readonly expected: readonly string[];
  /** Why no test runs it: `<!-- norun: reason -->` before the block. */
  readonly reason?: string;
  /** Whether it is meant for an empty folder: `<!-- empty folder -->` before the block. */
  readonly inEmptyFolder: boolean;
  /** Files that the document shows before the block: the name in backticks, then their text. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

const fence = /(?<before>(?:^<!--.*-->\n+)*)^```(?<language>\w+)\n(?<text>[\s\S]*?)^```/gm;

/** Every `sh` and `console` block of a document, in its order. */
export function readCommandBlocks(document: string): readonly CommandBlock[] {
  const files: { name: string; text: string }[] = [];
  return [...document.matchAll(fence)].flatMap((match) => {
    const { before = '', language = '', text = '' } = match.groups ?? {};
    const above = document.slice(0, match.index);
    const name = /`([\w.-]+\.csv)`:?$/.exec(above.trimEnd())?.[1];
    if (language === 'csv' && name !== undefined) files.push({ name, text });
    if (language !== 'sh' && language !== 'console') return [];
    const line = `${above}${before}`.split('\n').length;
    return { line, ...readLines(text, language), ...readMarks(before), files: [...files] };
  });
}

function readMarks(comments: string) {
  const reason = /<!-- norun: (.+?) -->/.exec(comments)?.[1];
  return {
    ...(reason === undefined ? {} : { reason }),
    inEmptyFolder: comments.includes('<!-- empty folder -->'),
  };
}

function readLines(text: string, language: string) {
  // In a clone the command has a longer name.
  const plain = text.replaceAll('npm run -s concierge --', 'concierge');
  if (language === 'sh') return { script: plain, expected: [] };
  const lines = plain.split('\n');
  return {
    script: lines.flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : [])).join('\n'),
    expected: lines.filter((line) => line.trim() !== '' && !line.startsWith('$ ')).map((line) => line.trim()),
  };
}

/** Command lines in the running text: what stands in backticks and begins with the program's name. */
export function readInlineCommands(document: string): readonly string[] {
  const text = document.replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/`(?:npm run -s concierge --|npx docspace-concierge|concierge) ([^`\n]+)`/g)].map(
    ([, words = '']) => words,
  );
}
