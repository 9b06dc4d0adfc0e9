import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { startSandbox, type TestSandbox } from '../contract/support/start-sandbox.ts';
import { testSecrets } from './service-process.ts';
import { waitFor } from './wait-for.ts';

const Call = z.object({
  method: z.string(),
  path: z.string(),
  operation: z.string().optional(),
  effect: z.enum(['read', 'write']).optional(),
  status: z.int().optional(),
});
const Calls = z.object({ calls: z.array(Call) });
const Faults = z.object({ faults: z.array(z.object({ id: z.int(), hits: z.int() })) });
const Named = z.object({ id: z.string() });
const Snapshot = z.looseObject({ accounts: z.array(z.looseObject({ id: z.string() })) });
const Env = z.object({ env: z.record(z.string(), z.string()) });
const Room = z.object({ id: z.int(), title: z.string(), roomType: z.int(), tags: z.array(z.string()).default([]) });
const Rooms = z.object({ folders: z.array(Room) });
const Entry = z.object({ id: z.int(), title: z.string() });
const Contents = z.object({ folders: z.array(Entry), files: z.array(Entry) });
const Member = z.object({
  access: z.int(),
  isOwner: z.boolean().default(false),
  sharedTo: z.object({ id: z.string(), displayName: z.string().optional(), name: z.string().optional() }),
});

type PortalCall = z.infer<typeof Call>;

/** Vendor's numbers, as the portal itself tells them. */
export const portalNumbers = { collaborationRoom: 2, viewer: 2, roomManager: 9, contentCreator: 11 } as const;

interface NewPerson {
  readonly firstName: string;
  /** Another one for each, unless given. */
  readonly lastName?: string;
  readonly type?: 'User' | 'RoomAdmin' | 'Guest';
}

export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}

/** What a person would see in the portal of one room, without what differs from room to room. */
export interface RoomPicture {
  readonly title: string;
  readonly type: number;
  readonly tags: readonly string[];
  readonly folders: readonly string[];
  readonly files: readonly string[];
  readonly members: readonly { readonly id: string; readonly access: number }[];
}

export interface TestPortal extends AsyncDisposable {
  readonly url: string;
  readonly ownerKey: string;
  readonly ids: TestSandbox['ids'];
  readonly blueprintEnv: Readonly<Record<string, string>>;
  readonly sandbox: TestSandbox;
  /** Somebody new; the portal tells its webhooks of them at once. */
  addPerson(person: NewPerson): Promise<TestPerson>;
  /** Changes an account's record so that nobody is told: what the portal's own forms refuse, a directory may bring. */
  changeQuietly(id: string, fields: Record<string, unknown>): Promise<void>;
  /** A call as the portal's owner. Answers its `response`. */
  asOwner(call: string, body?: unknown): Promise<unknown>;
  registerWebhook(serviceUrl: string): Promise<void>;
  /** The owner's rooms of that title, archived ones left out. */
  rooms(title: string): Promise<readonly { readonly id: number; readonly title: string }[]>;
  picture(roomId: number): Promise<RoomPicture>;
  /** API calls since the last time that they were forgotten. */
  calls(): Promise<readonly PortalCall[]>;
  forgetCalls(): Promise<void>;
  /** Makes a call go wrong. Answers how to wait until it has. */
  fault(match: Record<string, unknown>, fault: Record<string, unknown>): Promise<{ struck(): Promise<void> }>;
  clearFaults(): Promise<void>;
}

/** Close to each other, and for ten minutes: a service that is killed again and again on a slow machine is seldom there to hear. */
const patientRetryDelaysMs = [200, 400, 800, 1_600, ...Array.from({ length: 300 }, () => 2_000)];

/** The demo portal, with what tests of whole flows ask of it. It sends a delivery again after these pauses. */
export async function startTestPortal(retryDelaysMs: readonly number[] = patientRetryDelaysMs): Promise<TestPortal> {
  const sandbox = await startSandbox({ retryDelaysMs });
  const { env } = Env.parse(await sandbox.control('GET seed'));
  let people = 0;

  async function asOwner(call: string, body?: unknown): Promise<unknown> {
    const answer = await sandbox.raw(call, body);
    if (answer.status !== 200) throw new Error(`${call} answered ${answer.status}: ${answer.text}`);
    return answer.body.response;
  }

  return {
    url: sandbox.url,
    ownerKey: sandbox.ownerKey,
    ids: sandbox.ids,
    blueprintEnv: env,
    sandbox,
    asOwner,
    async addPerson({ firstName, lastName, type = 'User' }) {
      people += 1;
      const email = `person${people}@halden-moor.example`;
      const person = { firstName, lastName: lastName ?? `Lovelace ${people}`, email, type };
      const { id } = Named.parse(await sandbox.control('POST people', person));
      return { id, email, name: `${firstName} ${person.lastName}` };
    },
    async changeQuietly(id, fields) {
      const snapshot = Snapshot.parse(await sandbox.control('GET snapshot'));
      const accounts = snapshot.accounts.map((account) => (account.id === id ? { ...account, ...fields } : account));
      await sandbox.control('PUT snapshot', { ...snapshot, accounts });
    },
    async registerWebhook(serviceUrl) {
      const uri = `${serviceUrl}/docspace/webhook`;
      const hook = { name: 'Concierge', uri, secretKey: testSecrets.webhook, enabled: true, ssl: false, triggers: 0 };
      await asOwner('POST settings/webhook', hook);
    },
    async rooms(title) {
      const owned = `files/rooms?subjectOwnerId=${sandbox.ids.people.owner}&count=100`;
      const { folders } = Rooms.parse(await asOwner(`GET ${owned}`));
      return folders.filter((room) => room.title === title);
    },
    async picture(roomId) {
      const [room, contents, members] = await Promise.all([
        asOwner(`GET files/rooms/${roomId}`),
        asOwner(`GET files/${roomId}`),
        asOwner(`GET files/rooms/${roomId}/share`),
      ]);
      const { title, roomType, tags } = Room.parse(room);
      const { folders, files } = Contents.parse(contents);
      return {
        title,
        type: roomType,
        tags: tags.toSorted(),
        folders: folders.map((folder) => folder.title).toSorted(),
        files: files.map((file) => file.title).toSorted(),
        members: z
          .array(Member)
          .parse(members)
          .filter(({ isOwner }) => !isOwner)
          .map(({ sharedTo, access }) => ({ id: sharedTo.id, access }))
          .toSorted((a, b) => a.id.localeCompare(b.id)),
      };
    },
    calls: async () => Calls.parse(await sandbox.control('GET calls')).calls,
    async forgetCalls() {
      await sandbox.control('DELETE calls');
    },
    async fault(match, fault) {
      const { id } = z.object({ id: z.int() }).parse(await sandbox.control('POST faults', { match, fault }));
      const isStruck = async (): Promise<boolean> =>
        Faults.parse(await sandbox.control('GET faults')).faults.some((one) => one.id === id && one.hits > 0);
      return {
        async struck() {
          await waitFor(`the call that goes wrong: ${JSON.stringify(match)}`, isStruck);
        },
      };
    },
    async clearFaults() {
      await sandbox.control('DELETE faults');
    },
    [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose](),
  };
}

/** A delivery of the portal's form, signed as the portal signs. */
export function signDelivery(body: unknown, secret: string = testSecrets.webhook): RequestInit {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const signature = createHmac('sha256', secret).update(text).digest('hex');
  return {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/json', 'x-docspace-signature-256': `sha256=${signature}` },
  };
}

/** What the portal says when something happened to an account. */
export function describeEvent(personId: string, event: { readonly id: number; readonly trigger?: string }) {
  const { id, trigger = 'user.created' } = event;
  return {
    event: { id, createOn: '2026-07-01T10:00:00.0000000Z', trigger, triggerId: 1 },
    payload: { id: personId },
    webhook: { id: 1, name: 'Concierge' },
  };
}
