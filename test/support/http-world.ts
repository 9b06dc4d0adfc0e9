import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../src/base/errors.ts';
import { isRecord } from '../../src/base/json.ts';
import { createLog } from '../../src/base/log.ts';
import { Secret } from '../../src/base/secret.ts';
import { parseDelivery, type Delivery } from '../../src/docspace/delivery.ts';
import { verifySignature } from '../../src/docspace/verify-signature.ts';
import { createAccess } from '../../src/http/access.ts';
import type { Role } from '../../src/http/access-records.ts';
import { createHttpApp } from '../../src/http/create-http-app.ts';
import type { HttpParts, Overview, Readiness, RunQuery, WorkParts, WorkRequest } from '../../src/http/parts.ts';
import type { AuditEntry } from '../../src/runs/audit/audit.ts';
import { runStates, type RunDetail } from '../../src/runs/run.ts';
import { createPageWorld } from './page-world.ts';
import { createMemoryAccessRecords } from './memory-access-records.ts';

const origin = 'http://127.0.0.1:3000';

/** Everything around the HTTP app that a test may set before, and look at after, a request. */
export type HttpWorld = ReturnType<typeof createHttpWorld>;

interface WorldOptions {
  readonly publicUrl?: URL;
  readonly secrets?: readonly string[];
  readonly basePath?: string;
  readonly trustedProxies?: readonly string[];
}

interface WorldState {
  now: Date;
  readonly runs: Map<string, RunDetail>;
  /** What lists were asked for. */
  readonly queries: RunQuery[];
  /** What was asked to be started, in the order of asking. */
  readonly started: object[];
  next: string | undefined;
  readonly accepted: Delivery[];
  acceptFailure: Error | undefined;
  findFailure: Error | undefined;
  overview: Overview;
  readiness: Readiness;
  logged: string;
  readonly audited: AuditEntry[];
}

interface WorldRequest {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The HTTP app with parts that keep their state in memory, and ways to ask it things. */
export function createHttpWorld({
  publicUrl,
  secrets = ['a-secret'],
  basePath = '',
  trustedProxies = [],
}: WorldOptions = {}) {
  const records = createMemoryAccessRecords();
  const state: WorldState = {
    now: new Date('2026-07-01T12:00:00.000Z'),
    runs: new Map(),
    queries: [],
    started: [],
    next: undefined,
    accepted: [],
    acceptFailure: undefined,
    findFailure: undefined,
    overview: quietOverview,
    readiness: { ready: true, reasons: [] },
    logged: '',
    audited: [],
  };
  const now = (): Date => state.now;
  const access = createAccess(records, { now, random: randomBytes });
  const parts: HttpParts = {
    log: createLog({ level: 'debug', destination: { write: (line) => void (state.logged += line) } }),
    now,
    site: { host: '127.0.0.1', port: () => 3000, publicUrl, basePath, trustedProxies },
    access,
    door: {
      secrets: () => Promise.resolve(secrets.map((secret) => new Secret(secret))),
      verifySignature,
      parseDelivery,
      acceptDelivery: (delivery) => {
        if (state.acceptFailure) return Promise.reject(state.acceptFailure);
        if (delivery.trigger !== 'user.created') return Promise.resolve('ignored');
        state.accepted.push(delivery);
        return Promise.resolve('accepted');
      },
    },
    runs: {
      list: (query) => {
        state.queries.push(query);
        const runs = [...state.runs.values()].filter((run) => query.states?.includes(run.state) ?? true);
        return Promise.resolve({ runs, ...(state.next === undefined ? {} : { next: state.next }) });
      },
      find: (id) => (state.findFailure ? Promise.reject(state.findFailure) : Promise.resolve(state.runs.get(id))),
      retry: (id, who) => retry(state.runs, id, who),
    },
    work: createWork(state),
    audit: {
      record: (entry) => void state.audited.push(entry),
      list: () => Promise.resolve([]),
      lines: async function* (_query, format) {
        yield await Promise.resolve(`${format}\n`);
      },
      callsOf: () => Promise.resolve([]),
    },
    pages: createPageWorld(),
    dashboard: new Map([
      ['/assets/client-room', { type: 'text/javascript', bytes: new Uint8Array() }],
      [
        '/index.html',
        {
          type: 'text/html; charset=utf-8',
          bytes: new TextEncoder().encode('<title>Concierge</title><script src="./assets/start.js"></script>'),
        },
      ],
    ]),
    allowances: {
      today: () => Promise.resolve([{ kind: 'mails', blueprint: 'client-room', used: 1, limit: 200, waiting: 0 }]),
      raise: (raise) => {
        state.started.push(raise);
        return Promise.resolve();
      },
    },
    people: {
      forget: (person) => {
        state.started.push({ person });
        return Promise.resolve({ pseudonym: 'forgotten-1', removed: [], remains: [] });
      },
    },
    runStates,
    describe: {
      cause: (cause) => (cause.kind === 'person' ? `by ${cause.name}` : cause.kind),
      plan: (plan) => [
        { depth: 0, mark: '+', text: 'room' in plan ? `room ${plan.room.title}` : `access of ${plan.person.name}` },
      ],
      duration: (milliseconds) => `${String(milliseconds)} ms`,
    },
    overview: () => Promise.resolve(state.overview),
    metrics: () => Promise.resolve({ contentType: 'text/plain; version=0.0.4', text: 'concierge_runs 1\n' }),
    readiness: () => Promise.resolve(state.readiness),
  };
  const app = createHttpApp(parts);

  const request = async (path: string, init: WorldRequest = {}) =>
    app.request(`${origin}${path}`, { ...init, headers: { host: '127.0.0.1:3000', ...init.headers } }, {});

  return {
    app,
    parts,
    access,
    records,
    state,
    origin,
    request,
    /** Stores a token of that role; gives the header that carries it. */
    authorize: async (role: Role = 'admin', blueprints?: readonly string[]) => {
      const token = `ct_${randomBytes(8).toString('hex')}`;
      const hash = createHash('sha256').update(token).digest('hex');
      const limit = blueprints ? { blueprints } : {};
      await records.insertToken({ hash, name: `a ${role}`, role, createdAt: state.now, ...limit });
      return { authorization: `Bearer ${token}` };
    },
    /** Opens a browser session; gives the header that carries it. */
    signInBrowser: async () => {
      const code = await access.createLoginCode();
      const answer = await request(`/login?code=${code.reveal()}`);
      return { cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '', accept: 'text/html' };
    },
  };
}

const drawn = { text: 'kind: Room', picture: { on: { events: [], http: false }, then: [] } };

/** What the API starts, kept in the state: a run for each request id. */
function createWork(state: WorldState): WorkParts {
  const bodies = new Map<string, string>();
  const begin = (
    request: WorkRequest & { readonly blueprint?: string; readonly roomId?: number; readonly runId?: string },
  ) => {
    state.started.push(request);
    const { blueprint = 'client-room', who, requestId } = request;
    const cause = { kind: 'http', name: who } as const;
    return Promise.resolve({
      ...{ id: `run of ${requestId}`, blueprint, subject: 'key:1', cause },
      state: 'queued' as const,
      createdAt: state.now.toISOString(),
    });
  };
  return {
    version: '0.0.0',
    blueprints: () => [
      {
        name: 'home-room',
        kind: 'Room',
        isForPerson: true,
        isForRoom: false,
        startsByHttp: false,
        events: ['user.created'],
        inputs: {},
        ...drawn,
      },
      {
        name: 'client-room',
        kind: 'Room',
        isForPerson: false,
        isForRoom: false,
        startsByHttp: true,
        events: [],
        inputs: {},
        ...drawn,
      },
      {
        ...{ name: 'house-standard', kind: 'Room', isForPerson: false, isForRoom: true, startsByHttp: false },
        ...{ events: ['room.created'], inputs: {} },
        ...drawn,
      },
      {
        name: 'quiet-room',
        kind: 'Room',
        isForPerson: false,
        isForRoom: false,
        startsByHttp: false,
        events: [],
        inputs: {},
        ...drawn,
      },
      {
        name: 'close',
        kind: 'CloseOut',
        isForPerson: false,
        isForRoom: false,
        startsByHttp: false,
        events: ['room.archived'],
        ...drawn,
      },
      {
        ...{ name: 'leave', kind: 'CloseOut', isForPerson: true, isForRoom: false, startsByHttp: false },
        events: ['user.updated'],
        ...drawn,
      },
    ],
    issues: () => [],
    idempotency: {
      keep({ scope, key, bodyHash }) {
        const kept = bodies.get(`${scope} ${key}`) ?? bodyHash;
        bodies.set(`${scope} ${key}`, kept);
        return Promise.resolve(kept);
      },
    },
    start(request) {
      const { target } = request;
      if ('inputs' in target && isRecord(target.inputs) && target.inputs['wrong'] === true) {
        const issues = [{ path: 'wrong', message: 'is not among the inputs' }];
        return Promise.reject(new AppError('invalid-input', 'client-room: wrong', { details: { issues } }));
      }
      return begin(request);
    },
    plan: ({ blueprint }) => Promise.resolve({ blueprint, subject: 'key:1', state: 'skipped', reason: 'so' }),
    closeOut: (roomId, request) => begin({ ...request, roomId }),
    undo: (runId, request) => begin({ ...request, runId }),
    limits: () => Promise.resolve({ limits: 'none', isLearnt: false, openRuns: 0, waitingRuns: 0 }),
  };
}

const quietOverview: Overview = {
  portal: { kind: 'sandbox', url: 'http://localhost:3001' },
  checks: [{ name: 'Portal', state: 'good', text: 'Answers.' }],
  counts: {},
};

async function retry(runs: Map<string, RunDetail>, id: string, who: string): Promise<RunDetail> {
  const run = runs.get(id);
  if (!run) throw new AppError('not-found', `There is no run "${id}".`);
  if (run.state !== 'failed') throw new AppError('conflict', 'Only a failed run can be retried.');
  const queued: RunDetail = { ...run, state: 'queued', cause: { kind: 'person', name: who } };
  runs.set(id, queued);
  return Promise.resolve(queued);
}
