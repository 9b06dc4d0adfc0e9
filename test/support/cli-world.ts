import { Readable } from 'node:stream';
import { AppError } from '../../src/base/errors.ts';
import { runCli } from '../../src/cli/cli.ts';
import type {
  BatchReport,
  BatchRequest,
  CaptureReport,
  CheckReport,
  CliParts,
  DoctorReport,
  Io,
  OnProgress,
  PlanReport,
  ReadyReport,
  SweepResult,
  TextStream,
} from '../../src/cli/parts.ts';
import type { RoomPage, WebhookView } from '../../src/http/parts.ts';
import { renderPlanMarkdown } from '../../src/plan/plan-markdown.ts';
import type { UndoPlan } from '../../src/runs/plan-undo.ts';
import type { DailyUse } from '../../src/runs/daily-limits.ts';
import type { AuditRecord } from '../../src/runs/audit/audit.ts';
import { runStates, type RunAction, type RunCall, type RunDetail } from '../../src/runs/run.ts';

interface WorldState {
  check: CheckReport;
  doctor: DoctorReport;
  capture: CaptureReport;
  plan: PlanReport;
  readonly runs: Map<string, RunDetail>;
  next: string | undefined;
  /** Thrown by whatever is called next. */
  failure: Error | undefined;
  ready: ReadyReport;
  undoPlan: UndoPlan;
  batch: BatchReport;
  calls: readonly RunCall[];
  audit: readonly AuditRecord[];
  allowances: readonly DailyUse[];
  sandboxExitCode: number;
  rooms: RoomPage;
  webhook: WebhookView;
  sweeps: readonly SweepResult[];
  /** What the parts were asked for. */
  readonly asked: unknown[];
}

interface WorldOptions {
  /** What standard input holds; read as typed by a person where `isTTY`. */
  readonly stdin?: string;
  /** Whether Ctrl-C comes as soon as something can be interrupted. */
  readonly interrupted?: boolean;
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** What one command line printed and ended with. */
interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line around parts that keep their state in memory. */
export function createCliWorld(options: WorldOptions = {}) {
  const { env = {}, isTTY = false, columns, stdin = '', interrupted = false } = options;
  const state: WorldState = {
    check: { blueprints: [{ name: 'home-room', file: 'blueprints/home-room.yaml' }], issues: [] },
    doctor: { checks: [{ name: 'Portal', state: 'good', text: 'answers' }] },
    capture: { room: { id: 4711, title: 'Home' }, text: 'kind: Room\n', remarks: [] },
    plan: { blueprint: 'home-room', subject: 'Ada Lovelace' },
    runs: new Map(),
    next: undefined,
    failure: undefined,
    ready: { url: 'http://localhost:3000', places: [], tryFirst: [], warnings: [] },
    undoPlan: { runId: 'a', kind: 'nothing', items: [], lines: [], refusals: [], cannot: [] },
    batch: {
      ...{
        blueprint: 'client-room',
        result: 'clients.result.csv',
        total: 3,
        before: 0,
        ended: 3,
        failed: 0,
        remains: 0,
      },
      ...{ underWay: 0, waiting: 0, known: 0, interrupted: false },
    },
    calls: [],
    audit: [],
    allowances: [],
    sandboxExitCode: 0,
    rooms: { rooms: [] },
    webhook: { by: 'webhook', why: 'deliveries arrive' },
    sweeps: [],
    asked: [],
  };
  const parts = createFakeParts(state);

  return {
    state,
    parts,
    /** Runs a command line, its words separated by spaces, or given one by one. */
    run: async (line: string | readonly string[]): Promise<Outcome> => {
      const text = { out: '', err: '' };
      const stream = (name: 'out' | 'err'): TextStream => ({
        write: (part) => void (text[name] += part),
        isTTY,
        columns,
      });
      const io: Io = {
        stdin: { isTTY: () => isTTY, read: () => Readable.from([Buffer.from(stdin)]) },
        stdout: stream('out'),
        stderr: stream('err'),
        terminal: () => undefined,
        env,
        untilInterrupted: (use) => use(interrupted ? AbortSignal.abort() : new AbortController().signal),
      };
      const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
      const code = await runCli(words, parts, io);
      return { code, ...text };
    },
  };
}

function createFakeParts(state: WorldState): CliParts {
  async function answer<Answer>(question: unknown, give: () => Answer): Promise<Answer> {
    state.asked.push(question);
    if (state.failure) throw state.failure;
    return Promise.resolve(give());
  }

  function find(id: string): RunDetail {
    const run = state.runs.get(id);
    if (!run) throw new AppError('not-found', `There is no run "${id}".`, { hint: 'See "concierge runs list".' });
    return run;
  }

  return {
    version: '1.2.3',
    runStates,
    renderPlanMarkdown,
    check: (files) => answer({ files }, () => state.check),
    init: {
      jobs: [],
      known: () => ({}),
      connect: () => Promise.reject(new AppError('unavailable', 'There is no portal.')),
      draft: () => Promise.resolve({ files: [], write: () => Promise.resolve([]) }),
    },
    doctor: () => answer('doctor', () => state.doctor),
    capture: (room) => answer({ capture: room }, () => state.capture),
    plan: (request) => answer(request, () => state.plan),
    apply: (request, onProgress) => answer(request, () => follow(find('a'), request.wait, onProgress)),
    batch: (request, { signal, onProgress }) =>
      answer(batchQuestion(request), () => {
        onProgress({ ...state.batch, ended: 1, underWay: 1 });
        return { ...state.batch, interrupted: signal.aborted };
      }),
    archive: (request, onProgress) => answer({ archive: request }, () => follow(find('a'), request.wait, onProgress)),
    closeOut: (request, onProgress) => answer({ closeOut: request }, () => follow(find('a'), request.wait, onProgress)),
    sweep: (request) => answer({ sweep: request }, () => state.sweeps),
    planUndo: (question) => answer({ planUndo: question }, () => state.undoPlan),
    undo: (request, onProgress) => answer({ undo: request }, () => follow(find('a'), request.wait, onProgress)),
    runs: {
      list: (query) =>
        answer(query, () => ({
          runs: [...state.runs.values()].filter((run) => query.states?.includes(run.state) ?? true),
          ...(state.next === undefined ? {} : { next: state.next }),
        })),
      show: (id) => answer({ id }, () => find(id)),
      calls: () => Promise.resolve(state.calls),
      retry: (request, onProgress) => answer(request, () => follow(find(request.id), request.wait, onProgress)),
      cancel: (id) =>
        answer({ cancel: id }, () => ({ ...find(id), state: 'cancelled' as const, reason: 'cancelled by ada' })),
    },
    tokens: {
      create: (token) => answer(token, () => 'ct_made'),
      list: () =>
        answer('tokens', () => [
          { name: 'CRM', role: 'operator', blueprints: ['client-room'], createdAt: '2026-07-01T12:00:00.000Z' },
        ]),
      revoke: (name) => answer({ revoke: name }, () => undefined),
    },
    rooms: (query) => answer(query, () => state.rooms),
    limits: () =>
      answer('limits', () => ({
        view: { limits: 'none', isLearnt: false, openRuns: 2, waitingRuns: 0 },
        text: 'the portal has no limits; nothing waits',
      })),
    allowances: {
      today: () => answer('allowances', () => state.allowances),
      raise: (raise) => answer({ raise }, () => undefined),
    },
    forget: (person) =>
      answer({ forget: person }, () => ({ pseudonym: 'forgotten-1', removed: ['1 runs'], remains: ['mails'] })),
    testAlerts: () => answer({ testAlerts: true }, () => ({ sentBy: ['mail', 'chat'] })),
    audit: {
      list: (query) => answer({ audit: query }, () => state.audit),
      export: (query, format, write) => answer({ export: query, format }, () => write(`${format}\n`)),
    },
    webhook: {
      status: () => answer('webhook', () => state.webhook),
      change: (how) => answer({ webhook: how }, () => ({ url: 'https://concierge.example/docspace/webhook' })),
      catchUp: () => answer('catch-up', () => ({ read: 12, missed: 1 })),
    },
    serve: ({ onReady }) => answer('serve', () => onReady(state.ready)),
    worker: ({ onReady }) => answer('worker', () => onReady(state.ready)),
    start: ({ onReady }) => answer('start', () => onReady(state.ready)),
    sandbox: (args) => answer(args, () => state.sandboxExitCode),
  };
}

/** A request as it can be compared: where its bytes come from, and not how. */
function batchQuestion({ source, ...request }: BatchRequest): unknown {
  return { ...request, source: 'file' in source ? source.file : 'standard input' };
}

/** Plays a finished run as it goes: its actions end one after the other, and some of its records come twice. */
function follow(run: RunDetail, wait: boolean, onProgress: OnProgress): RunDetail {
  if (!wait) return { ...run, state: 'queued', actions: [], remarks: [] };
  for (const [index] of run.actions.entries()) {
    const actions = run.actions.map((action, place) => (place <= index ? action : planned(action)));
    onProgress({ ...run, state: 'running', actions });
    // What began earlier and ended later comes to stand before what was said already.
    onProgress({ ...run, state: 'running', actions: actions.toReversed() });
  }
  return run;
}

function planned({ name }: RunAction): RunAction {
  return { name, state: 'planned', after: [], calls: [] };
}
