import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { applyRows } from '../../src/app/csv-batch.ts';
import type { Pace } from '../../src/app/csv-queue.ts';
import type { RowTarget } from '../../src/app/csv-rows.ts';
import type { BatchRuns, RunStanding } from '../../src/app/csv-runs.ts';
import type { LoadedBlueprint } from '../../src/blueprint/load-blueprints.ts';
import { parseBlueprint } from '../../src/blueprint/parse-blueprint.ts';
import type { BatchCounts, BatchReport, BatchRequest } from '../../src/cli/parts.ts';

const clientRoom = `apiVersion: concierge/v1
kind: Room
name: client-room
on: { http: true }
inputs:
  client: { id: string, name: string, email: email }
  seats: number?
  password: { type: string, secret: true, required: false }
key: "{{ client.id }}"
room: { title: "Client - {{ client.name }}", type: custom }
`;

/** Reads a document that must be in order. */
function loadText(text: string): LoadedBlueprint {
  const parsed = parseBlueprint({ file: 'test.yaml', text });
  if (!parsed.ok) throw new Error(parsed.issues.map(({ message }) => message).join('; '));
  return {
    blueprint: parsed.blueprint,
    file: 'test.yaml',
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  };
}

/** What a run is to come to, by what its row gives. */
type Fate = (target: RowTarget) => Omit<RunStanding, 'runId'>;

interface WorldState {
  /** What was started, in its order. */
  readonly started: RowTarget[];
  fate: Fate;
  /** Called before a run is queued. */
  beforeStart: (target: RowTarget) => void;
  /** What tells one run from another of the same batch. */
  keyOf: (target: RowTarget) => string;
  /** Whether runs stay under way. */
  isHeld: boolean;
  portalCalls: number;
  mostUnderWay: number;
}

/** A folder for one test, and a batch over runs that are kept in memory and end at the next look. */
export function createCsvWorld(text: string = clientRoom) {
  const folder = mkdtempSync(join(tmpdir(), 'concierge-csv-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const known = new Map<string, RunStanding>();
  const state: WorldState = {
    started: [],
    fate: () => ({ state: 'done', roomId: 7, roomUrl: 'http://portal/rooms/shared/7' }),
    beforeStart: () => undefined,
    keyOf: (target) => JSON.stringify(target),
    isHeld: false,
    portalCalls: 0,
    mostUnderWay: 0,
  };
  const path = (name: string): string => join(folder, name);

  function createRuns(batchId: string): BatchRuns {
    return {
      start(target) {
        state.beforeStart(target);
        const runId = createHash('sha256')
          .update(`${batchId} ${state.keyOf(target)}`)
          .digest('hex')
          .slice(0, 20);
        const before = known.get(runId);
        const isNew = before === undefined || before.state === 'failed';
        if (isNew) {
          state.started.push(target);
          known.set(runId, { runId, ...state.fate(target) });
        }
        return Promise.resolve({ runId, isNew });
      },
      statesOf(runIds) {
        state.mostUnderWay = Math.max(state.mostUnderWay, runIds.length);
        return Promise.resolve(
          runIds.flatMap((id) => (state.isHeld ? { runId: id, state: 'running' as const } : (known.get(id) ?? []))),
        );
      },
      keepGoing: () => Promise.resolve(),
    };
  }

  const pace: Pace = { lookAhead: 200, lookEveryMs: 1, patienceMs: [1, 1] };

  return {
    state,
    path,
    write: (name: string, content: string | Uint8Array): void => writeFileSync(path(name), content),
    read: (name: string): string => readFileSync(path(name), 'utf8'),
    lines: (name: string): string[] => readFileSync(path(name), 'utf8').split(/\r?\n/).slice(0, -1),
    /** Applies `in.csv`, or another source; the result is `out.csv`. */
    async apply(
      changes: Partial<BatchRequest> = {},
      {
        signal = new AbortController().signal,
        onProgress = () => undefined,
      }: { signal?: AbortSignal; onProgress?: (counts: BatchCounts) => void } = {},
    ): Promise<BatchReport> {
      const request: BatchRequest = {
        ...{ blueprint: 'client-room', source: { file: path('in.csv') }, result: path('out.csv'), map: [] },
        ...{ ignoreColumns: false, inputs: {}, secrets: {}, recreate: false, again: false, resume: false },
        ...changes,
      };
      return applyRows(
        request,
        { signal, onProgress },
        {
          env: {},
          findBlueprint: () => Promise.resolve(loadText(text)),
          withRuns(batch, use) {
            state.portalCalls += 1;
            return use(createRuns(batch.id));
          },
          pace,
        },
      );
    },
  };
}
