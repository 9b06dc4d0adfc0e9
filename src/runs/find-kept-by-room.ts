import type { KeptRoom, KeptRoomRecords } from './records.ts';

/** What is kept of a room, with the run that made it; undefined for a room that no blueprint keeps. */
export async function findKeptByRoom(
  roomId: number,
  keptRooms: Pick<KeptRoomRecords, 'findByRoom' | 'find'>,
): Promise<(KeptRoom & { readonly madeBy: string }) | undefined> {
  const making = await keptRooms.findByRoom(roomId);
  const kept = making && (await keptRooms.find(making.blueprint, making.key));
  return kept && { ...kept, madeBy: making.runId };
}
