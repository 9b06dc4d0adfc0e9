import type { SweepReport } from './sweep.ts';

/** The last sweep of a blueprint. */
export interface SweepRecord {
  readonly blueprint: string;
  /** ISO 8601 in UTC. */
  readonly endedAt: string;
  /** Of the last one that came to its end. */
  readonly report?: SweepReport;
  /** Why the last one came to none. */
  readonly failure?: string;
}

export interface SweepRecords {
  /**
   * Takes the sweep of a blueprint on, if it is due, so that nobody else does; answers when that was. The first is due an interval after
   * the blueprint was first seen. Hours that were missed are made up for by one sweep.
   */
  claimDue(blueprint: string, everySeconds: number): Promise<string | undefined>;
  end(blueprint: string, everySeconds: number, report: SweepReport): Promise<void>;
  /** It is tried again in ten minutes. */
  fail(blueprint: string, failure: string): Promise<void>;
  list(): Promise<readonly SweepRecord[]>;
}
