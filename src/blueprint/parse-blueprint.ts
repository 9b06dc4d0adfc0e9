import { z } from 'zod';
import { type Issue, issueAt, sortIssues } from './issue.ts';
import { apiVersions, readRoomBlueprint, type RoomBlueprint, RoomDocument } from './room-schema.ts';
import { explainIssues } from './yaml/explain-issues.ts';
import { readYaml, type Source } from './yaml/read-yaml.ts';

export type ParseResult =
  { readonly ok: true; readonly blueprint: RoomBlueprint } | { readonly ok: false; readonly issues: readonly Issue[] };

/** The kinds of document that there are. */
const kinds = ['Room'] as const;

/** What must be right before a kind's own schema can say anything useful. */
const Head = z.looseObject({
  apiVersion: z.enum(apiVersions).describe('The version of the language: concierge/v1.'),
  kind: z.enum(kinds).describe('What the document describes: Room.'),
});

/**
 * Reads a document of the blueprint language. Never throws: all mistakes come back together, each with its line and column. What the
 * schema cannot say is left to `checkBlueprint`.
 */
export function parseBlueprint({ file, text }: Source): ParseResult {
  const yaml = readYaml({ file, text });
  if (!yaml.ok) return yaml;
  const { data, locate } = yaml;
  const head = Head.safeParse(data);
  if (!head.success) return { ok: false, issues: explainIssues(head.error.issues, { schema: Head, yaml }) };
  const document = RoomDocument.safeParse(data);
  if (document.success) return { ok: true, blueprint: readRoomBlueprint(document.data, locate) };
  return { ok: false, issues: sortIssues(explainIssues(document.error.issues, { schema: RoomDocument, yaml })) };
}

/** The issue of a file whose bytes are not a document at all. */
export function fileIssue(file: string, message: string, hint: string): Issue {
  return issueAt({ file, line: 1, column: 1, path: '' }, message, hint);
}
