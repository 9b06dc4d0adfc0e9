import type { CloseOutRecords, RunInput } from '../../runs/records.ts';
import type { PlanParts } from '../../runs/run-parts.ts';

/** What a sweep needs: only reads, and a way to start runs. */
export interface SweepParts extends PlanParts {
  readonly closeOuts: Pick<CloseOutRecords, 'isKept' | 'renewedLinks' | 'leftAs'>;
  readonly allowBorrow: boolean;
  /** Queues a run durably; the same again does nothing. */
  readonly start: (input: RunInput) => Promise<void>;
}
