import { AppError } from '../../src/base/errors.ts';
import { runCli } from '../../src/cli/cli.ts';
import type {
  CheckReport,
  CliParts,
  Io,
  OnProgress,
  PlanReport,
  ReadyReport,
  TextStream,
} from '../../src/cli/parts.ts';
import { runStates, type RunAction, type RunDetail } from '../../src/runs/run.ts';

interface WorldState {
  check: CheckReport;
  plan: PlanReport;
  readonly runs: Map<string, RunDetail>;
  next: string | undefined;
  /** Thrown by whatever is called next. */
  failure: Error | undefined;
  ready: ReadyReport;
  sandboxExitCode: number;
  /** What the parts were asked for. */
  readonly asked: unknown[];
}

interface WorldOptions {
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
export function createCliWorld({ env = {}, isTTY = false, columns }: WorldOptions = {}) {
  const state: WorldState = {
    check: { blueprints: [{ name: 'home-room', file: 'blueprints/home-room.yaml' }], issues: [] },
    plan: { blueprint: 'home-room', subject: 'Ada Lovelace' },
    runs: new Map(),
    next: undefined,
    failure: undefined,
    ready: { url: 'http://localhost:3000', places: [], tryFirst: [], warnings: [] },
    sandboxExitCode: 0,
    asked: [],
  };
  const parts = createFakeParts(state);

  return {
    state,
    /** Runs a command line, its words separated by spaces. */
    run: async (line: string): Promise<Outcome> => {
      const text = { out: '', err: '' };
      const stream = (name: 'out' | 'err'): TextStream => ({
        write: (part) => void (text[name] += part),
        isTTY,
        columns,
      });
      const io: Io = { stdout: stream('out'), stderr: stream('err'), env };
      const code = await runCli(line === '' ? [] : line.split(' '), parts, io);
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
    check: (files) => answer({ files }, () => state.check),
    plan: (request) => answer(request, () => state.plan),
    apply: (request, onProgress) => answer(request, () => follow(find('a'), request.wait, onProgress)),
    runs: {
      list: (query) =>
        answer(query, () => ({
          runs: [...state.runs.values()].filter((run) => query.state === undefined || run.state === query.state),
          ...(state.next === undefined ? {} : { next: state.next }),
        })),
      show: (id) => answer({ id }, () => find(id)),
      retry: (request, onProgress) => answer(request, () => follow(find(request.id), request.wait, onProgress)),
    },
    serve: ({ onReady }) => answer('serve', () => onReady(state.ready)),
    start: ({ onReady }) => answer('start', () => onReady(state.ready)),
    sandbox: (args) => answer(args, () => state.sandboxExitCode),
  };
}

/** Plays a finished run as it goes: its actions end one after the other, and some of its records come twice. */
function follow(run: RunDetail, wait: boolean, onProgress: OnProgress): RunDetail {
  if (!wait) return { ...run, state: 'queued', actions: [], remarks: [] };
  for (const [index] of run.actions.entries()) {
    const actions = run.actions.map((action, place) => (place <= index ? action : planned(action)));
    onProgress({ ...run, state: 'running', actions });
    onProgress({ ...run, state: 'running', actions });
  }
  return run;
}

function planned({ name }: RunAction): RunAction {
  return { name, state: 'planned' };
}
