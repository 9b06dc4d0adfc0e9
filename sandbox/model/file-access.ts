import { createHash } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { judgeLink } from './judge-link.ts';
import { findLink } from './links.ts';
import type { File, FileVersion } from './records.ts';
import { subjectType } from './records.ts';
import { type Entry, lineage } from './sections.ts';

/** What a pre-signed address carries: good for this version of this file, for whoever has it. */
export function signFile({ id, created }: File, { version, content }: FileVersion): string {
  return createHash('sha256').update(`${id}:${version}:${created}:${content}`).digest('hex').slice(0, 32);
}

/** Whether the key of an external link opens an entry for a download: the link is on it or above it, lives and allows it. */
export function isOpenedBy(portal: Portal, token: string, entry: Entry): boolean {
  const row = findLink(portal.state, (link) => link.token === token);
  if (!row?.link || row.subjectType === subjectType.invitationLink || row.link.denyDownload) return false;
  return judgeLink(portal, row) === 'open' && lineage(portal.state, entry).some(({ id }) => id === row.entryId);
}
