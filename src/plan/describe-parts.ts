import type { PlannedLink, UpdateRoom } from './plan.ts';

/** What a link is called in sentences: `external link "Press": viewer`. */
export function describeLink({ kind, name, level }: Pick<PlannedLink, 'kind' | 'name' | 'level'>): string {
  const title = name === 'primary' || name === 'invitation' ? '' : ` "${name}"`;
  return `${kind} link${title}: ${level}`;
}

/** A room's settings in words: `quota 2048 bytes, downloads denied`. */
export function describeSettings({
  quotaBytes,
  denyDownload,
}: Pick<UpdateRoom, 'quotaBytes' | 'denyDownload'>): string {
  const quota = quotaBytes === undefined ? [] : [`quota ${quotaBytes} bytes`];
  const downloads = denyDownload === undefined ? [] : [denyDownload ? 'downloads denied' : 'downloads allowed'];
  return [...quota, ...downloads].join(', ');
}
