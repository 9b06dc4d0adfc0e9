import { z } from 'zod';
import type { Blueprint } from './blueprint.ts';
import { CloseOutDocument } from './close-out-schema.ts';
import { headKeys } from './head.ts';
import { type Issue, issueAt, sortIssues } from './issue.ts';
import { readCloseOutBlueprint } from './read-close-out.ts';
import { readRoomBlueprint, RoomDocument } from './room-schema.ts';
import { explainIssues } from './yaml/explain-issues.ts';
import { readYaml, type Source } from './yaml/read-yaml.ts';

export type ParseResult =
  { readonly ok: true; readonly blueprint: Blueprint } | { readonly ok: false; readonly issues: readonly Issue[] };

/** The kinds of document that there are. */
const kinds = ['Room', 'CloseOut'] as const;

/** What must be right before a kind's own schema can say anything useful. */
const Head = z.looseObject({
  apiVersion: headKeys.apiVersion,
  kind: z.enum(kinds).describe('What the document describes: Room or CloseOut.'),
});

/**
 * Reads a document of the blueprint language. Never throws: all mistakes come back together, each with its line and column. What the
 * schema cannot say is left to `checkBlueprint`.
 */
export function parseBlueprint({ file, text }: Source): ParseResult {
  const yaml = readYaml({ file, text });
  if (!yaml.ok) return yaml;
  const { data } = yaml;
  const head = Head.safeParse(data);
  if (!head.success) return { ok: false, issues: explainIssues(head.error.issues, { schema: Head, yaml }) };
  return head.data.kind === 'Room' ? parseRoom(yaml) : parseCloseOut(yaml);
}

type Yaml = Extract<ReturnType<typeof readYaml>, { ok: true }>;

function parseRoom(yaml: Yaml): ParseResult {
  const document = RoomDocument.safeParse(yaml.data);
  if (!document.success) return refuse(document.error, RoomDocument, yaml);
  const { blueprint, issues } = readRoomBlueprint(document.data, yaml.locate);
  return issues.length > 0 ? { ok: false, issues: sortIssues(issues) } : { ok: true, blueprint };
}

function parseCloseOut(yaml: Yaml): ParseResult {
  const document = CloseOutDocument.safeParse(yaml.data);
  if (!document.success) return refuse(document.error, CloseOutDocument, yaml);
  const { blueprint, issues } = readCloseOutBlueprint(document.data, yaml.locate);
  return issues.length > 0 ? { ok: false, issues: sortIssues(issues) } : { ok: true, blueprint };
}

function refuse({ issues }: z.ZodError, schema: z.ZodType, yaml: Yaml): ParseResult {
  return { ok: false, issues: sortIssues(explainIssues(issues, { schema, yaml })) };
}

/** The issue of a file whose bytes are not a document at all. */
export function fileIssue(file: string, message: string, hint: string): Issue {
  return issueAt({ file, line: 1, column: 1, path: '' }, message, hint);
}
