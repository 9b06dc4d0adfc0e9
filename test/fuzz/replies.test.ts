import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../src/base/errors.ts';
import { Secret } from '../../src/base/secret.ts';
import { createGovernor } from '../../src/docspace/governor.ts';
import { createPortal, type Portal } from '../../src/docspace/portal.ts';
import { aLink, aPerson, aRoom, ada, group, linkId } from '../contract/support/answering-portal.ts';
import { mutatedText, mutatedValue, strangersText, tryInputs } from './support/try-inputs.ts';

const key = 'sk-never-to-be-shown';
const room = aRoom();
const entry = { id: 5, title: 'Contracts', version: 1, folderId: 77 };
const samples = [
  { response: aPerson(), status: 0, statusCode: 200 },
  { response: [aPerson(), aPerson()], total: 2, status: 0 },
  { response: room, status: 0 },
  { response: { folders: [entry], files: [entry], current: room, total: 2 }, status: 0 },
  { response: [aLink()], status: 0 },
  { response: { members: [{ access: 2, sharedTo: aPerson(), isOwner: false }], warning: 'no' }, status: 0 },
  {
    error: { message: 'Access denied', type: 'System.Security.SecurityException', stack: 'at X' },
    status: 1,
    statusCode: 403,
  },
  { response: [{ id: 'op', status: 2, finished: true, error: '' }], status: 0 },
];

/** One call of each kind; what they answer is read by the same parsers that runs use. */
const calls: readonly ((portal: Portal) => Promise<unknown>)[] = [
  (portal) => portal.self(),
  (portal) => portal.person(ada),
  (portal) => portal.personByEmail('ada@example.com'),
  (portal) => portal.group(group),
  (portal) => portal.room(77),
  (portal) => portal.roomsOwnedBy(ada),
  (portal) => portal.archivedRooms(),
  (portal) => portal.members(77),
  (portal) => portal.links(77),
  (portal) => portal.folder(77),
  (portal) => portal.file(5),
  (portal) => portal.webhooks(),
  (portal) => portal.templateJob(),
  (portal) => portal.createRoom({ title: 'Home', type: 'custom', tags: [] }),
  (portal) => portal.share(77, [{ id: ada, level: 'viewer' }], { notify: false }),
  (portal) => portal.removeAccess(77, [ada]),
  (portal) => portal.primaryLink(77),
  (portal) => portal.createFolder(77, 'x'),
  (portal) => portal.addTags(77, ['x']),
  (portal) => portal.archiveRoom(77),
  (portal) => portal.operations(),
  (portal) => portal.deleteFile(5),
];

const texts = fc.oneof(
  mutatedValue(samples).map((reply) => JSON.stringify(reply)),
  mutatedText(samples.map((reply) => JSON.stringify(reply))),
  strangersText,
);
const replies = fc.record({
  call: fc.constantFrom(...calls),
  text: texts,
  status: fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 402, 403, 404, 410, 415, 429, 500, 502, 503, 599),
  headers: fc.constantFrom(
    {},
    { 'retry-after': 'soon' },
    { 'retry-after': '-5' },
    { date: 'yesterday' },
    { 'content-type': 'text/html' },
  ),
});

it('every reply is understood or becomes an error that says what to do, without the key', async () => {
  await tryInputs('replies of the portal', replies, async ({ call, text, status, headers }) => {
    const body = status === 204 ? null : text;
    const portal = createPortal({
      baseUrl: 'https://portal.example',
      apiKey: new Secret(key),
      governor: createGovernor(() => 'none'),
      // Pages that never end would be asked for forever by a client that believes a total.
      fetch: () => Promise.resolve(new Response(body, { status, headers })),
    });
    const error: unknown = await call(portal).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return;
    expect(error).toBeInstanceOf(AppError);
    if (!(error instanceof AppError)) return;
    expect(error.kind).not.toBe('defect');
    expect(error.message).not.toBe('');
    expect(JSON.stringify([error.message, error.hint, error.details, error.stack])).not.toContain(key);
  });
});

it('has samples that are read as they are', async () => {
  const fetch = () => Promise.resolve(new Response(JSON.stringify(samples[0])));
  const portal = createPortal({
    ...{ baseUrl: 'https://portal.example', apiKey: new Secret(key), fetch },
    governor: createGovernor(() => 'none'),
  });
  expect((await portal.person(ada)).name).toBe('Ada Lovelace');
  expect(linkId).not.toBe('');
});
