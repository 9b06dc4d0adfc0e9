import * as z from 'zod';
import { type OperationState, operationStateFromNumber } from './numbers.ts';
import type { PortalCall, Send } from './portal-call.ts';

/** Work that the portal does after it has answered. */
interface Operation {
  readonly id: string;
  readonly state: OperationState | undefined;
  readonly finished: boolean;
  /** Whether it moves something, as to the Archive and back. */
  readonly moves: boolean;
  /** What went wrong, in the portal's words. The HTTP status says nothing of it (DocSpace server, FileOperationDto.cs). */
  readonly error?: string;
}

export interface ArchiveWrites {
  /**
   * Moves a room to the Archive. For its owner and DocSpace admins; anybody else gets `forbidden`, also its managers. The operation that
   * is answered may not be finished, and may be another one of the account: read the room to know.
   */
  archiveRoom(roomId: number): Promise<Operation | undefined>;
  /** Moves a room back. As for archiving; the tariff's number of rooms may end the operation with an error. */
  unarchiveRoom(roomId: number): Promise<Operation | undefined>;
  /** Deletes a room for good. An active one only for its owner, an archived one for DocSpace admins too. */
  deleteRoom(roomId: number): Promise<Operation | undefined>;
  /** The account's operations. A write by effect: a finished operation is told once and then forgotten (DocSpace server, FileStorageService.cs). */
  operations(): Promise<readonly Operation[]>;
}

/** DocSpace server, FileOperationType.cs. */
const moveOperation = 0;

const OperationReply = z
  .object({
    id: z.string(),
    // The one name of the whole API that begins with a capital (DocSpace server, FileOperationDto.cs).
    Operation: z.int().optional(),
    status: z.int(),
    finished: z.boolean(),
    error: z.string().default(''),
  })
  .transform(({ id, Operation: kind, status, finished, error }): Operation => ({
    id,
    moves: kind === undefined || kind === moveOperation,
    state: operationStateFromNumber(status),
    finished,
    ...(error ? { error } : {}),
  }));

export function createArchiveWrites(send: Send): ArchiveWrites {
  const start = async (
    call: Pick<PortalCall<unknown>, 'method' | 'template' | 'intent' | 'urgent'>,
    roomId: number,
  ) => {
    const reply = await send({
      ...call,
      ids: { id: roomId },
      // Kept in the list until it has been told once, so that its error is not lost.
      body: { deleteAfter: false },
      effect: 'write',
      answer: OperationReply.optional(),
      refusalHint:
        'Only the owner of the room and DocSpace admins may move it; an active room is deleted by its owner only.',
    });
    return reply.answer;
  };
  const room = 'files/rooms/{id}';
  return {
    archiveRoom: (id) =>
      start({ method: 'PUT', template: `${room}/archive`, intent: `archive room ${id}`, urgent: true }, id),
    unarchiveRoom: (id) => start({ method: 'PUT', template: `${room}/unarchive`, intent: `unarchive room ${id}` }, id),
    deleteRoom: (id) => start({ method: 'DELETE', template: room, intent: `delete room ${id}` }, id),
    async operations() {
      const template = 'files/fileops';
      const intent = 'read the operations under way';
      const answer = z.array(OperationReply).default([]);
      return (await send({ method: 'GET', template, effect: 'write', intent, answer })).answer;
    },
  };
}
