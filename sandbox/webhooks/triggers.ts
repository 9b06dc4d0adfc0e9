/** What kind of account may subscribe: `rooms` are DocSpace admins and room admins, `members` also users. */
type Audience = 'rooms' | 'members';

/**
 * Every trigger in the order of its bit: the n-th name has the value 2^n (DocSpace server, WebhookTrigger.cs).
 * The order is the vendor's numbering, so nothing may be inserted or sorted.
 */
const triggers = [
  ['user.created', 'rooms'],
  ['user.invited', 'rooms'],
  ['user.updated', 'members'],
  ['user.deleted', 'members'],
  ['group.created', 'rooms'],
  ['group.updated', 'rooms'],
  ['group.deleted', 'rooms'],
  ['file.created', 'members'],
  ['file.uploaded', 'members'],
  ['file.updated', 'members'],
  ['file.trashed', 'members'],
  ['file.deleted', 'members'],
  ['file.restored', 'members'],
  ['file.copied', 'members'],
  ['file.moved', 'members'],
  ['folder.created', 'members'],
  ['folder.updated', 'members'],
  ['folder.trashed', 'members'],
  ['folder.deleted', 'members'],
  ['folder.restored', 'members'],
  ['folder.copied', 'members'],
  ['folder.moved', 'members'],
  ['room.created', 'rooms'],
  ['room.updated', 'members'],
  ['room.archived', 'members'],
  ['room.deleted', 'members'],
  ['room.restored', 'members'],
  ['room.copied', 'rooms'],
  ['form.submit', 'members'],
  ['form.filled.out', 'members'],
  ['form.stopped', 'members'],
  ['agent.created', 'rooms'],
  ['agent.updated', 'members'],
  ['agent.deleted', 'members'],
  ['file.downloaded', 'members'],
  ['folder.downloaded', 'members'],
] as const satisfies readonly (readonly [string, Audience])[];

const bits = new Map<string, bigint>(triggers.map(([name], index) => [name, 1n << BigInt(index)]));
const everyBit = (1n << BigInt(triggers.length)) - 1n;

/** The number of a trigger, 0 for a name the server does not know. Numbers go beyond 32 bits. */
export function triggerNumber(name: string): number {
  return Number(bits.get(name) ?? 0n);
}

/** Every name with its number, `*` included. */
export function triggerNumbers(): Record<string, number> {
  return { '*': 0, ...Object.fromEntries(triggers.map(([name]) => [name, triggerNumber(name)] as const)) };
}

/** The name of a trigger's number, `*` for a number that is none. */
export function triggerNameOf(number: number): string {
  return triggers.find(([name]) => triggerNumber(name) === number)?.[0] ?? '*';
}

/** True when a subscription with this mask wants the trigger; the mask 0 wants all. */
export function maskWants(mask: number, name: string): boolean {
  if (mask === 0) return true;
  return (BigInt(mask) & (bits.get(name) ?? 0n)) !== 0n;
}

/** The names a mask stands for, `["*"]` for 0, as deliveries and the page show them. */
export function triggerNames(mask: number): string[] {
  return mask === 0 ? ['*'] : triggers.map(([name]) => name).filter((name) => maskWants(mask, name));
}

/** Whether an account that administers rooms, or one that does not, may subscribe to all of a mask. */
export function isMaskAvailable(mask: number, administersRooms: boolean): boolean {
  const bitsAsked = BigInt(mask);
  if (bitsAsked < 0n || (bitsAsked & ~everyBit) !== 0n) return false;
  return triggerNames(mask).every((name) => name === '*' || isAvailable(name, administersRooms));
}

/** The list that `GET settings/webhook/triggers` answers with. */
export function listTriggers(administersRooms: boolean): { name: string; id: number; available: boolean }[] {
  const named = triggers.map(([name]) => ({
    name,
    id: triggerNumber(name),
    available: isAvailable(name, administersRooms),
  }));
  return [{ name: '*', id: 0, available: true }, ...named];
}

function isAvailable(name: string, administersRooms: boolean): boolean {
  return administersRooms || triggers.some(([known, audience]) => known === name && audience === 'members');
}
