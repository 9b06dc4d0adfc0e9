import type { z } from 'zod';
import { findMixed } from './close-out-mix.ts';
import type { CloseOutBlueprint, CloseOutDocument } from './close-out-schema.ts';
import { createBlueprintReader } from './expression.ts';
import type { Issue } from './issue.ts';
import { readFollowUps } from './room/follow-ups.ts';
import { readTriggers } from './room/triggers.ts';
import type { Locate } from './yaml/read-yaml.ts';

/** The blueprint that a valid document describes, and what in it is for the other subject. */
export function readCloseOutBlueprint(
  document: z.infer<typeof CloseOutDocument>,
  locate: Locate,
): { readonly blueprint: CloseOutBlueprint; readonly issues: readonly Issue[] } {
  const reader = createBlueprintReader(locate);
  const { name, description, rooms, remove, ownership, report, when = '' } = document;
  const common = {
    kind: 'CloseOut' as const,
    ...{ name, rooms },
    ...(description === undefined ? {} : { description }),
    on: readTriggers(document.on, reader),
    then: readFollowUps(document.then, ['then'], reader),
    expressions: reader.expressions,
    at: { document: reader.at([]), name: reader.at(['name']) },
  };
  const issues = findMixed(document, reader);
  if (document.for === 'person') {
    if (when !== '') reader.condition(['when'], when);
    return { blueprint: { ...common, for: 'person', when }, issues };
  }
  const removed = [...new Set(remove)].filter((what) => what !== 'memberships');
  const reported = report ? { report: { folder: reader.text(['report', 'folder'], report.folder) } } : {};
  return { blueprint: { ...common, for: 'room', remove: removed, ownership, ...reported }, issues };
}
