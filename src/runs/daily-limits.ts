import { createHash } from 'node:crypto';
import { AppError } from '../base/errors.ts';

/** What is counted each day, for each blueprint by itself. */
export const dailyKinds = ['invitations', 'mails'] as const;
export type DailyKind = (typeof dailyKinds)[number];

/** How a blueprint stands today (in UTC). */
export interface DailyUse {
  readonly kind: DailyKind;
  readonly blueprint: string;
  readonly used: number;
  /** How many there may be today: the setting, and what a person added. */
  readonly limit: number;
  /** Runs that wait for tomorrow. */
  readonly waiting: number;
}

interface Purpose {
  readonly kind: DailyKind;
  readonly blueprint: string;
}

export interface DailyRecords {
  /**
   * Takes a place of today for each use that has none yet, as far as there are places; counts across processes. Answers the uses that
   * have one, and of each whether it was done.
   */
  take(purpose: Purpose, uses: readonly string[], limit: number): Promise<ReadonlyMap<string, 'open' | 'done'>>;
  markDone(purpose: Purpose, use: string): Promise<void>;
  /** Adds to today's places, and lets go on what waits for them. */
  raise(purpose: Purpose, extra: number): Promise<void>;
  today(): Promise<readonly (Omit<DailyUse, 'limit'> & { readonly extra: number })[]>;
  secondsUntilTomorrow(): Promise<number>;
}

/** The limits of a day, as runs ask for them. */
export interface DailyLimits {
  /**
   * Which of these people or addresses may be written to now, and who was already, by this run. The rest waits: see `waitForTomorrow`.
   * Asking again takes nothing more.
   */
  admit(use: DailyQuestion): Promise<ReadonlyMap<string, 'open' | 'done'>>;
  /** Records that this one was written to. */
  done(use: Omit<DailyQuestion, 'names'> & { readonly name: string }): Promise<void>;
  /** The error that makes a run go on tomorrow. */
  waitForTomorrow(use: Purpose & { readonly count: number }): Promise<AppError>;
}

interface DailyQuestion extends Purpose {
  readonly runId: string;
  /** What tells the occasion from others of the run. */
  readonly occasion: string;
  readonly names: readonly string[];
}

type Limits = Readonly<Record<DailyKind, number>>;

export function createDailyLimits(records: DailyRecords, limits: Limits): DailyLimits {
  return {
    async admit({ kind, blueprint, names, ...use }) {
      const keys = new Map(names.map((name) => [keyOf(use, name), name]));
      const taken = await records.take({ kind, blueprint }, [...keys.keys()], limits[kind]);
      return new Map([...taken].map(([key, state]) => [keys.get(key) ?? '', state]));
    },
    done: ({ kind, blueprint, name, ...use }) => records.markDone({ kind, blueprint }, keyOf(use, name)),
    async waitForTomorrow({ kind, blueprint, count }) {
      const seconds = await records.secondsUntilTomorrow();
      return new AppError(
        'rate-limited',
        `Today's ${kind} of ${blueprint} are used up (${String(limits[kind])} a day): ${String(count)} wait for tomorrow.`,
        {
          hint: `They go on by themselves after midnight UTC, or at once: concierge allowances raise ${blueprint} --${kind} ${String(count)}`,
          details: { effect: 'none', dailyLimit: kind, retryAfterSeconds: seconds },
        },
      );
    },
  };
}

/** Neither a name nor an address is stored. */
function keyOf({ runId, occasion }: Pick<DailyQuestion, 'runId' | 'occasion'>, name: string): string {
  return createHash('sha256')
    .update(JSON.stringify([runId, occasion, name.toLowerCase()]))
    .digest('base64url');
}

/** How all blueprints stand today. */
export async function listDailyUse(records: Pick<DailyRecords, 'today'>, limits: Limits): Promise<readonly DailyUse[]> {
  return (await records.today()).map(({ extra, ...use }) => ({ ...use, limit: limits[use.kind] + extra }));
}
