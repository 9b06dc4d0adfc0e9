/** What webhooks tell, by the portal's own names and its bit of the mask (DocSpace server, WebhookTrigger.cs). */
const triggerBits = {
  'user.created': 0,
  'user.invited': 1,
  'user.updated': 2,
  'user.deleted': 3,
  'group.created': 4,
  'group.updated': 5,
  'group.deleted': 6,
  'file.created': 7,
  'file.uploaded': 8,
  'file.updated': 9,
  'file.trashed': 10,
  'file.deleted': 11,
  'file.restored': 12,
  'file.copied': 13,
  'file.moved': 14,
  'folder.created': 15,
  'folder.updated': 16,
  'folder.trashed': 17,
  'folder.deleted': 18,
  'folder.restored': 19,
  'folder.copied': 20,
  'folder.moved': 21,
  'room.created': 22,
  'room.updated': 23,
  'room.archived': 24,
  'room.deleted': 25,
  'room.restored': 26,
  'room.copied': 27,
  'form.submit': 28,
  'form.filled.out': 29,
  'form.stopped': 30,
  'agent.created': 31,
  'agent.updated': 32,
  'agent.deleted': 33,
  'file.downloaded': 34,
  'folder.downloaded': 35,
} as const;

export type WebhookTrigger = keyof typeof triggerBits;

/** The mask of these triggers. Added, not or-ed: masks exceed the 32 bits of JavaScript's `|`. */
export function triggersToMask(triggers: readonly WebhookTrigger[]): number {
  return [...new Set(triggers)].reduce((mask, trigger) => mask + 2 ** triggerBits[trigger], 0);
}

/** Which triggers a mask holds: `all` for 0, which the portal takes for every event. Bits of later portals are left out. */
export function triggersFromMask(mask: number): 'all' | readonly string[] {
  if (mask === 0) return 'all';
  return Object.entries(triggerBits)
    .filter(([, bit]) => Math.floor(mask / 2 ** bit) % 2 === 1)
    .map(([name]) => name);
}
