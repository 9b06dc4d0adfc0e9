import { expect } from 'vitest';

/** Stands for any text in what a test expects. */
export const anyText: unknown = expect.any(String);

/** Stands for any number in what a test expects. */
export const anyNumber: unknown = expect.any(Number);

/** Stands for a text with this in it. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part);
}

/** Stands for a text of this form. */
export function textLike(form: RegExp): unknown {
  return expect.stringMatching(form);
}
