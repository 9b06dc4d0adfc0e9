import { Secret } from '../../../src/base/secret.ts';
import { createGovernor } from '../../../src/docspace/governor.ts';
import { createPortal, type Portal } from '../../../src/docspace/portal.ts';
import { replyJson, type ReplyServer, startReplyServer } from './start-reply-server.ts';

export const ada = '11111111-1111-4111-8111-111111111111';
export const group = '22222222-2222-4222-8222-222222222222';
export const linkId = '33333333-3333-4333-8333-333333333333';

/** EmployeeFullDto of a user, with what differs. */
export const aPerson = (overrides: object = {}) => ({
  id: ada,
  displayName: 'Ada Lovelace',
  firstName: 'Ada',
  lastName: 'Lovelace',
  userName: 'ada',
  email: 'ada@example.com',
  status: 1,
  ...{ isOwner: false, isAdmin: false, isRoomAdmin: false, isCollaborator: true, isVisitor: false },
  ...overrides,
});

/** FolderDto of an active collaboration room, with what differs. */
export const aRoom = (overrides: object = {}) => ({
  id: 77,
  title: 'Home',
  roomType: 2,
  created: '2026-07-01T12:34:56.0000000+03:00',
  createdBy: { id: ada, displayName: 'Ada' },
  rootFolderType: 14,
  filesCount: 1,
  foldersCount: 2,
  tags: ['home'],
  shortWebUrl: 'https://portal.example/s/x',
  security: { EditAccess: true, EditRoom: true, Read: true },
  ...overrides,
});

/** FileShareDto of a primary link, with what differs. */
export const aLink = (overrides: object = {}) => ({
  access: 2,
  subjectType: 4,
  sharedLink: { id: linkId, title: 'Link', shareLink: 'https://p/s/abc', linkType: 1, primary: true, ...overrides },
});

interface AnsweringPortal extends AsyncDisposable {
  readonly portal: Portal;
  readonly server: ReplyServer;
  /** What was asked, a line each: `PUT files/rooms/77/tags {"names":["x"]}`. */
  lines(): string[];
}

/** A portal that answers every call with this `response`. */
export async function answering(response: unknown, { status = 200, total }: { status?: number; total?: number } = {}) {
  const body = { response, ...(total === undefined ? {} : { total }), count: 1, status: 0, statusCode: 200 };
  return withServer(await startReplyServer(replyJson(body, status)));
}

/** A client of this server. */
export function withServer(server: ReplyServer): AnsweringPortal {
  const portal = createPortal({ baseUrl: server.url, apiKey: new Secret('sk-1'), governor: createGovernor() });
  const lines = () =>
    server.received.map(({ method, url, body }) => `${method} ${url.replace('/api/2.0/', '')} ${body}`.trim());
  return { portal, server, lines, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** A server that holds a list and gives it out by `startIndex` and `count`. */
export async function paging(items: readonly unknown[], wrap: (page: readonly unknown[]) => object) {
  return withServer(
    await startReplyServer((response, { url }) => {
      const query = new URL(url, 'http://x').searchParams;
      const start = Number(query.get('startIndex'));
      replyJson(wrap(items.slice(start, start + Number(query.get('count')))))(response, {
        method: '',
        url,
        headers: {},
        body: '',
      });
    }),
  );
}
