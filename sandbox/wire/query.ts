import { ValidationProblem } from './portal-error.ts';

const maxCount = 100;
const mostInteger = 2 ** 31 - 1;

/** Reads `count` (1..100, default 100) and `startIndex`. Throws the vendor's validation problem. */
export function readPaging(query: URLSearchParams): { count: number; startIndex: number } {
  const count = readInteger(query, 'count') ?? maxCount;
  const startIndex = readInteger(query, 'startIndex') ?? 0;
  if (count < 1 || count > maxCount) {
    throw new ValidationProblem({ Count: [`The field Count must be between 1 and ${maxCount}.`] });
  }
  if (startIndex > mostInteger) throw notValid('startIndex', String(startIndex));
  if (startIndex < 0) throw new ValidationProblem({ StartIndex: ['The field StartIndex must not be negative.'] });
  return { count, startIndex };
}

/** An integer of the query, absent when empty. */
export function readInteger(query: URLSearchParams, name: string): number | undefined {
  const value = readText(query, name);
  if (value === undefined) return undefined;
  if (!/^-?\d+$/.test(value)) throw notValid(name, value);
  return Number(value);
}

/** A boolean of the query in any case. */
export function readFlag(query: URLSearchParams, name: string): boolean | undefined {
  const value = readText(query, name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false') throw notValid(name, value);
  return value === 'true';
}

/** An enum of the query, by number or by name in any case. */
export function readChoice(query: URLSearchParams, name: string, values: Record<string, number>): number | undefined {
  return readChoices(query, name, values)[0];
}

/** A repeatable enum of the query. */
export function readChoices(query: URLSearchParams, name: string, values: Record<string, number>): number[] {
  return allTexts(query, name).map((value) => {
    if (/^\d+$/.test(value)) return Number(value);
    const found = Object.entries(values).find(([key]) => key.toLowerCase() === value.toLowerCase());
    if (!found) throw notValid(name, value);
    return found[1];
  });
}

/** A text of the query, absent when empty. Names are matched in any case, as ASP.NET does. */
export function readText(query: URLSearchParams, name: string): string | undefined {
  return allTexts(query, name)[0];
}

/** Ids of entries: a repeated name, one with brackets, or a list with commas. What is no number is left out. */
export function readIds(query: URLSearchParams, name: string): number[] {
  const values = [...allTexts(query, name), ...allTexts(query, `${name}[]`)].flatMap((value) => value.split(','));
  return values.filter((value) => /^\s*\d+\s*$/.test(value)).map(Number);
}

/** A repeatable text of the query. */
export function readTexts(query: URLSearchParams, name: string): string[] {
  return [...allTexts(query, name), ...allTexts(query, `${name}[]`)].flatMap((value) => value.split(','));
}

/** `sortOrder`: whether the order is descending. */
export function isDescending(query: URLSearchParams): boolean {
  const order = readText(query, 'sortOrder')?.toLowerCase();
  return order === 'descending' || order === '1';
}

function allTexts(query: URLSearchParams, name: string): string[] {
  const wanted = name.toLowerCase();
  return [...query].filter(([key, value]) => key.toLowerCase() === wanted && value !== '').map(([, value]) => value);
}

function notValid(name: string, value: string): ValidationProblem {
  const field = name.charAt(0).toUpperCase() + name.slice(1);
  return new ValidationProblem({ [field]: [`The value '${value}' is not valid for ${field}.`] });
}
