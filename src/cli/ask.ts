import type { Io } from './parts.ts';

/** Asks on the terminal. Only `y` and `yes` are a yes; the end of the input is a no. */
export async function ask(question: string, { stdin, stderr }: Io): Promise<boolean> {
  stderr.write(`${question} [y/N] `);
  const decoder = new TextDecoder();
  let answer = '';
  for await (const piece of stdin.read()) {
    answer += decoder.decode(piece, { stream: true });
    if (answer.includes('\n')) break;
  }
  return /^\s*y(?:es)?\s*$/i.test(answer.split('\n', 1)[0] ?? '');
}
