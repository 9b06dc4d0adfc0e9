import * as z from 'zod';

/** An instant of the portal, as ISO 8601 in UTC. It writes its own wall time with seven fractional digits and an offset. */
export const portalDate = z.string().transform((text, context) => {
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  context.addIssue('not a date');
  return z.NEVER;
});

/** Id of a room, folder or file of the portal itself. Entries of connected third-party storages have texts instead. */
export const entryId = z.int();

/** An entry of a list, or undefined for one on a third-party storage, whose id is a text that no call of ours can name. */
export function ownEntry<Entry>(entry: z.ZodType<Entry>) {
  return z.union([z.object({ id: z.string() }).transform(() => undefined), entry]);
}
