import type { Position } from './desired-room.ts';

/** Where something stands, of all documents. `path` is written like `room.access[0].level`; empty for the document itself. */
export interface Place extends Position {
  readonly file: string;
  readonly path: string;
}

/** A mistake in a document: where, what is wrong, and what would work. */
export interface Issue extends Place {
  readonly message: string;
  /** A sentence that an author can follow. */
  readonly hint: string;
}

export type PathKey = string | number;

/** The issue at a place. */
export function issueAt(place: Place, message: string, hint: string): Issue {
  const { file, line, column, path } = place;
  return { file, line, column, path, message, hint };
}

/** A path as authors read it: `room.access[0].level`. */
export function formatPath(path: readonly PathKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** Issues in the order in which an author meets them. */
export function sortIssues(issues: readonly Issue[]): Issue[] {
  return issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** `file:line:column`, as editors and terminals know how to open. */
export function formatPlace({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
