import * as z from 'zod';
import { matchPath } from './match-path.ts';

const moment = z.enum(['before', 'after']);

function isPattern(pattern: string): boolean {
  try {
    matchPath(pattern);
    return true;
  } catch {
    return false;
  }
}

/** What a test asks for: which call goes wrong, and how. */
export const FaultRequest = z.strictObject({
  match: z.strictObject({
    method: z.string().toUpperCase().optional(),
    path: z.string().refine(isPattern, 'not a regular expression').optional(),
    operation: z.string().optional(),
    /** The n-th matching call from now. */
    nth: z.int().min(1).default(1),
    /** How many matching calls from the n-th on. */
    times: z.int().min(1).default(1),
  }),
  fault: z.union([
    /** This reply in place of the right one. `after`: the call has had its effect all the same. */
    z.strictObject({
      status: z.int().min(200).max(599),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).default({}),
      moment: moment.default('before'),
    }),
    z.strictObject({ delayMs: z.number().min(0) }),
    /** The connection ends at once, and the call has its effect so much later. */
    z.strictObject({ lateMs: z.number().min(0) }),
    /** The right reply, of which only the first half comes, as if that were all of it. */
    z.strictObject({ truncate: z.literal(true) }),
    /** The file operation that the call starts takes so long. */
    z.strictObject({ operationMs: z.number().min(0) }),
    z.strictObject({ drop: moment }),
    z.strictObject({ hold: moment }),
  ]),
});
export type FaultRequest = z.infer<typeof FaultRequest>;

/** A call as faults see it. */
interface FaultTarget {
  method: string;
  path: string;
  operation: string | undefined;
}

/** A fault that is going to strike one call. */
export interface Strike {
  fault: FaultRequest['fault'];
  /** Counts the hit; called at the moment when the fault takes effect. */
  hit(): void;
  /** Resolves when the faults are cleared. */
  cleared: Promise<unknown>;
}

/** A fault and how far it has come. */
interface FaultReport extends FaultRequest {
  id: number;
  /** Matching calls so far. */
  seen: number;
  /** Calls in which it took effect. */
  hits: number;
}

/** The faults a test has asked for. */
export interface Faults {
  add(request: FaultRequest): FaultReport;
  list(): FaultReport[];
  /** Forgets all and lets go what they hold. */
  clear(): void;
  /** Shows a call to every fault; the first that is due strikes. */
  take(call: FaultTarget): Strike | undefined;
}

/** No faults yet. */
export function createFaults(): Faults {
  let faults: FaultReport[] = [];
  let clearing = Promise.withResolvers<undefined>();
  let nextId = 1;

  return {
    add(request) {
      const fault = { ...request, id: nextId, seen: 0, hits: 0 };
      nextId += 1;
      faults.push(fault);
      return fault;
    },
    list: () => faults,
    clear() {
      faults = [];
      clearing.resolve(undefined);
      clearing = Promise.withResolvers();
    },
    take(call) {
      const concerned = faults.filter((fault) => matches(fault, call));
      for (const fault of concerned) fault.seen += 1;
      const due = concerned.find(isDue);
      return due && { fault: due.fault, cleared: clearing.promise, hit: () => (due.hits += 1) };
    },
  };
}

function matches({ match }: FaultReport, call: FaultTarget): boolean {
  if (match.method !== undefined && match.method !== call.method) return false;
  if (match.operation !== undefined && match.operation !== call.operation) return false;
  return match.path === undefined || matchPath(match.path)(call.path);
}

function isDue({ match, seen }: FaultReport): boolean {
  return seen >= match.nth && seen < match.nth + match.times;
}
