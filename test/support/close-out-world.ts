import { expect } from 'vitest';
import * as z from 'zod';
import { readTexts } from './read-texts.ts';
import { readProjectFile } from './project-files.ts';
import { startRunWorld, type RunWorld } from './run-world.ts';
import type { Portal } from '../../src/docspace/portal.ts';
import type { RunOptions, StoredRun } from '../../src/runs/records.ts';

type Person = keyof RunWorld['sandbox']['ids']['people'];

interface RoomState {
  readonly archived: boolean;
  readonly ownerId: string;
  /** Names with levels, without the owner. */
  readonly members: readonly string[];
  readonly links: number;
}

interface CloseOutWorld extends RunWorld {
  /** Hashes of the shipped close-out, and of one that may borrow. */
  readonly closing: string;
  readonly borrowing: string;
  as(name: Person): Promise<Portal>;
  /** A room of a person with a member, a guest and, where the type has one, a link; archived. */
  anArchivedRoom(owner: Person, type?: 'custom' | 'public' | 'virtual-data'): Promise<number>;
  /** Archives or restores a room, and waits until it is so. */
  move(roomId: number, archived: boolean, who?: Person): Promise<void>;
  close(roomId: number, options?: Partial<RunOptions>, documentHash?: string): Promise<StoredRun>;
  /** The next attempt of a run that waits or failed. */
  goOn(run: StoredRun): Promise<StoredRun>;
  stateOf(roomId: number, owner?: Person): Promise<RoomState>;
  operations(): Promise<readonly string[]>;
  writes(): Promise<readonly string[]>;
  forgetCalls(): Promise<void>;
  /** Texts of all reports. */
  reports(): Promise<readonly string[]>;
}

const Calls = z.object({
  calls: z.array(z.object({ operation: z.string().default(''), effect: z.string().optional() })),
});

/** A world of runs with what tests of close-outs ask of it. */
export async function startCloseOutWorld(): Promise<CloseOutWorld> {
  const world = await startRunWorld();
  const shipped = readProjectFile('blueprints/guest-close-out.yaml');
  const closing = await world.save(shipped);
  const borrowing = await world.save(shipped.replace('ownership: never', 'ownership: borrow'));
  const { sandbox } = world;
  const as = async (name: Person): Promise<Portal> => sandbox.portal(await sandbox.keyOf(sandbox.ids.people[name]));
  const calls = async () => Calls.parse(await sandbox.control('GET calls')).calls;
  async function forgetCalls(): Promise<void> {
    await sandbox.control('DELETE calls');
  }

  async function move(roomId: number, archived: boolean, who: Person = 'owner'): Promise<void> {
    const portal = await as(who);
    await (archived ? portal.archiveRoom(roomId) : portal.unarchiveRoom(roomId));
    await expect.poll(async () => (await portal.room(roomId)).archived).toBe(archived);
  }

  return {
    ...world,
    ...{ closing, borrowing, as, move, forgetCalls },
    async anArchivedRoom(owner, type = 'custom') {
      const portal = await as(owner);
      const { id } = await portal.createRoom({ title: 'Closing', type, tags: ['client'] });
      const level = type === 'public' ? 'content-creator' : 'viewer';
      const people = [{ id: sandbox.ids.people.aiko }, { email: 'new@guest.example' }];
      await portal.share(
        id,
        people.map((one) => ({ ...one, level })),
        { notify: false },
      );
      if (type !== 'virtual-data') await portal.primaryLink(id);
      await move(id, true, owner);
      await forgetCalls();
      return id;
    },
    close: (roomId, options = {}, documentHash = closing) =>
      world.apply(
        world.input('', {
          ...{ blueprint: 'guest-close-out', documentHash, subject: `room:${roomId}` },
          options: { repair: false, recreate: false, ...options },
        }),
      ),
    goOn: ({ input }) => world.apply({ ...input, attempt: input.attempt + 1 }),
    async stateOf(roomId, owner = 'owner') {
      const portal = await as(owner);
      const [room, members, links] = await Promise.all([
        portal.room(roomId),
        portal.members(roomId),
        portal.links(roomId),
      ]);
      const others = members.filter(({ isOwner }) => !isOwner).map(({ name, level }) => `${name} ${level ?? ''}`);
      return { archived: room.archived, ownerId: room.ownerId, members: others, links: links.length };
    },
    operations: async () => (await calls()).map(({ operation }) => operation),
    writes: async () => (await calls()).filter(({ effect }) => effect === 'write').map(({ operation }) => operation),
    reports: async () =>
      readTexts(
        await sandbox.control('GET snapshot'),
        (title) => title.includes('-guest-cleanup-20') && title.startsWith('Closing'),
      ),
  };
}
