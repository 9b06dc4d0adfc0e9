import type { KeptRoomView, PageParts } from '../../src/http/page-parts.ts';
import type { RunSummary } from '../../src/runs/run.ts';

const at = '2026-07-01T12:00:00.000Z';

const room: KeptRoomView = {
  ...{ id: 1, blueprint: 'client-room', subject: 'key:1', state: 'complete', title: 'Client - Acme', roomId: 7 },
  ...{ madeAt: at, runId: 'r1' },
};

const run: RunSummary = {
  ...{ id: 'r2', blueprint: 'client-room', subject: 'key:1', state: 'queued', createdAt: at },
  cause: { kind: 'http', name: 'somebody' },
};

const batch = {
  ...{ id: 'b1', blueprint: 'client-room', file: 'clients.csv', who: 'somebody', createdAt: at },
  ...{ total: 1, refused: 0, states: { queued: 1 } },
};

const access = {
  ...{ item: 'member:ada@client.example', blueprint: 'client-room', since: at, runId: 'r1' },
  guest: { id: 'p', name: 'Ada', email: 'ada@client.example', pending: false },
  room: { id: 7, title: 'Client - Acme' },
};

/** What the pages ask, with one thing of each kind, all of the blueprint `client-room`. */
export function createPageWorld(): PageParts {
  const state: { frozen: { by: string; since: string } | undefined } = { frozen: undefined };
  const done = { text: 'done' };
  return {
    portal: { kind: 'sandbox', url: 'http://localhost:3001' },
    chart: () => Promise.resolve([{ from: at, counts: { done: 1 } }]),
    cancel: () => Promise.resolve({ ...run, state: 'cancelled' }),
    planUndo: (runId) => Promise.resolve({ runId, kind: 'nothing', items: [], lines: [], refusals: [], cannot: [] }),
    rooms: {
      list: ({ blueprints }) =>
        Promise.resolve({ rooms: (blueprints?.includes(room.blueprint) ?? true) ? [room] : [] }),
      find: (roomId) => Promise.resolve(roomId === 7 ? room : undefined),
      members: () => Promise.resolve([]),
      links: () =>
        Promise.resolve([
          { id: 'l', kind: 'external', title: '', address: 'https://secret', expired: false, hasPassword: false },
        ]),
      check: () => Promise.resolve({ checkedAt: at, drift: [] }),
      fix: () => Promise.resolve(run),
    },
    guests: {
      list: () => Promise.resolve([access]),
      remove: () => Promise.resolve(run),
      extend: () => Promise.resolve(),
    },
    deliveries: {
      list: () =>
        Promise.resolve({
          deliveries: [
            {
              ...{ id: '1', eventId: 1, trigger: 'user.created', entityId: 'p', receivedAt: at, state: 'dispatched' },
              runs: [{ ...run, conditions: [] }],
            },
          ],
        }),
      replay: (_id, { may }) => {
        may(run.blueprint);
        return Promise.resolve([run]);
      },
    },
    batches: {
      check: () => Promise.resolve({ columns: [], total: 1, good: 1, issues: [], sample: [] }),
      start: () => Promise.resolve(batch),
      list: () => Promise.resolve([batch]),
      find: (id) => Promise.resolve(id === 'b1' ? { ...batch, headings: [], rows: [] } : undefined),
      result: () => Promise.resolve('a,b\r\n'),
    },
    search: { people: () => Promise.resolve([]), groups: () => Promise.resolve([]) },
    freeze: {
      read: () => Promise.resolve(state.frozen),
      turnOn: (by) => Promise.resolve(void (state.frozen = { by, since: at })),
      turnOff: () => Promise.resolve(void (state.frozen = undefined)),
    },
    examine: () => Promise.resolve([]),
    testAlerts: () => Promise.resolve({ sentBy: ['mail'] }),
    connectors: { list: () => [], test: () => Promise.resolve(done) },
    sandbox: {
      addPerson: () => Promise.resolve(done),
      inviteGuest: () => Promise.resolve(done),
      archiveRoom: () => Promise.resolve(done),
    },
    watch: () => Promise.resolve(tellOnce()),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- it tells one thing and ends
async function* tellOnce(): AsyncGenerator<readonly ['runs']> {
  yield ['runs'];
}
