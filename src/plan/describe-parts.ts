import type { PlannedLink, UpdateRoom } from './plan.ts';

/** What a link is called in sentences: `external link "Press": viewer`. */
export function describeLink({ kind, name, level }: Pick<PlannedLink, 'kind' | 'name' | 'level'>): string {
  return `${nameLink(kind, name)}: ${level}`;
}

/** `external link "Press"`; the primary one and the invitation have no title. */
export function nameLink(kind: PlannedLink['kind'], name: string): string {
  const isNamed = name !== 'primary' && name !== 'invitation';
  return `${kind} link${isNamed ? ` "${name}"` : ''}`;
}

/** Everything that a link shall be, but for the value of its password. */
export function describeLinkInFull(link: PlannedLink): string {
  const { expiresAt, password, maxUses, denyDownload } = link;
  return [
    describeLink(link),
    ...(expiresAt === undefined ? [] : [`until ${describeTime(expiresAt)}`]),
    ...(password === undefined ? [] : ['with a password']),
    ...(maxUses === undefined ? [] : [`for ${maxUses} ${maxUses === 1 ? 'use' : 'uses'}`]),
    ...(denyDownload === undefined ? [] : [describeDownloads(denyDownload)]),
  ].join(', ');
}

/** A room's settings in words: `quota 2 GB, downloads denied`. */
export function describeSettings({
  quotaBytes,
  denyDownload,
}: Pick<UpdateRoom, 'quotaBytes' | 'denyDownload'>): string {
  const quota = quotaBytes === undefined ? [] : [`quota ${describeBytes(quotaBytes)}`];
  const downloads = denyDownload === undefined ? [] : [describeDownloads(denyDownload)];
  return [...quota, ...downloads].join(', ');
}

function describeDownloads(denied: boolean): string {
  return denied ? 'downloads denied' : 'downloads allowed';
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the greatest unit that takes them without a rounding; counted in 1024, as blueprints and the portal do. */
function describeBytes(bytes: number): string {
  let amount = bytes;
  let unit = 0;
  while (amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount} ${units[unit] ?? ''}`;
}

/** `2027-02-23 18:00 UTC` of a time in ISO 8601. */
export function describeTime(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
