import { AsyncLocalStorage } from 'node:async_hooks';
import type { Metrics } from './metrics.ts';
import type { Traces } from './traces.ts';

/** A run's attempt, as far as watchers may know of it. */
export interface WatchedAttempt {
  readonly runId: string;
  readonly attempt: number;
  readonly blueprint: string;
  /** Kind of what started it: `delivery`, `sweep`. */
  readonly cause: string;
}

/** A call to the portal that has ended: nothing of what it sent or was answered, and no ids. */
export interface WatchedCall {
  readonly method: string;
  /** The path with names in braces for ids. */
  readonly template: string;
  readonly isWrite: boolean;
  readonly status: number | undefined;
  readonly ms: number;
  /** Kind of the error that it ended with. */
  readonly errorKind?: string;
}

/** Hears of what the program does and tells those who watch it. Never throws, and never changes what is done. */
export interface Telemetry {
  /** To be put around one attempt of a run. */
  attempt<T>(attempt: WatchedAttempt, work: () => Promise<T>): Promise<T>;
  /** How the attempt under way ended. */
  ended(state: string): void;
  step<T>(name: string, work: () => Promise<T>): Promise<T>;
  action<T>(kind: string, work: () => Promise<T>): Promise<T>;
  call(call: WatchedCall): void;
  delivery(delivery: WatchedDelivery): void;
  /** A room that a close-out had opened is shut again. */
  roomShut(openSeconds: number): void;
  /** Absent where nobody can ask for them. */
  readonly metrics?: Metrics;
  /** Sends what is left to send. */
  stop(): Promise<void>;
}

export interface WatchedDelivery {
  readonly trigger: string;
  readonly taken: 'accepted' | 'known' | 'ignored';
  /** Between the event and its coming here; undefined when the portal does not say when it was. */
  readonly ageSeconds?: number | undefined;
}

interface Watchers {
  readonly metrics?: Metrics | undefined;
  readonly traces?: Traces | undefined;
}

/** With neither of the two it only does the work. */
export function createTelemetry({ metrics, traces }: Watchers): Telemetry {
  const current = new AsyncLocalStorage<{ state?: string }>();

  async function attempt<T>(watched: WatchedAttempt, work: () => Promise<T>): Promise<T> {
    const ending: { state?: string } = {};
    const startedAt = performance.now();
    try {
      const inner = (): Promise<T> => current.run(ending, work);
      return traces ? await traces.attempt(watched, ending, inner) : await inner();
    } finally {
      const seconds = (performance.now() - startedAt) / 1_000;
      metrics?.attemptEnded(watched.blueprint, ending.state ?? 'unknown', seconds);
    }
  }

  async function action<T>(kind: string, work: () => Promise<T>): Promise<T> {
    if (!metrics) return work();
    const startedAt = performance.now();
    const tell = (outcome: 'done' | 'failed'): void =>
      metrics.actionEnded(kind, outcome, (performance.now() - startedAt) / 1_000);
    try {
      const result = await work();
      tell('done');
      return result;
    } catch (error) {
      tell('failed');
      throw error;
    }
  }

  return {
    attempt,
    action,
    ended(state) {
      const ending = current.getStore();
      if (ending) ending.state = state;
    },
    step: (name, work) => (traces ? traces.step(name, work) : work()),
    call(call) {
      metrics?.callEnded(call);
      traces?.call(call);
    },
    delivery: (delivery) => metrics?.deliveryCame(delivery),
    roomShut: (openSeconds) => metrics?.roomShut(openSeconds),
    ...(metrics ? { metrics } : {}),
    stop: () => traces?.stop() ?? Promise.resolve(),
  };
}

/** For commands that nobody watches. */
export const quietTelemetry: Telemetry = createTelemetry({});
