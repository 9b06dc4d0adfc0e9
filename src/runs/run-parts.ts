import type { Log } from '../base/log.ts';
import type { Sealer } from '../base/seal.ts';
import type { Portal, PortalReader } from '../docspace/portal.ts';
import type { DailyLimits } from './daily-limits.ts';
import type { Connectors } from './deliver.ts';
import type { Lookups } from './lookups.ts';
import type {
  AccessEndRecords,
  CloseOutRecords,
  DocumentRecords,
  FollowUpRecords,
  KeptRoomRecords,
  RunRecords,
} from './records.ts';

/** What making a plan needs: only reads. */
export interface PlanParts {
  readonly portal: PortalReader;
  readonly lookups: Lookups;
  readonly documents: Pick<DocumentRecords, 'read'>;
  readonly keptRooms: Pick<KeptRoomRecords, 'find' | 'findByRoom' | 'inputsOf'>;
  /** What blueprints may read as `env`. */
  readonly env: Readonly<Record<string, string>>;
}

/** Everything that carrying out a run needs; made once a process. */
export interface RunParts extends PlanParts {
  readonly log: Log;
  readonly portal: Portal;
  readonly documents: DocumentRecords;
  readonly keptRooms: KeptRoomRecords;
  readonly runs: RunRecords;
  readonly followUps: FollowUpRecords;
  readonly closeOuts: CloseOutRecords;
  readonly accessEnds: AccessEndRecords;
  /** Where mails, notes and messages leave. */
  readonly connectors: Connectors;
  /** Who is told where nobody else is left to tell. */
  readonly alertTo?: string | undefined;
  /** Whether a close-out may take a room over for a moment to act as its owner. */
  readonly allowBorrow: boolean;
  /** How many may be written to in a day. */
  readonly daily: DailyLimits;
  /** Opens secret inputs. */
  readonly sealer: Sealer;
  /** Does work of one name while no other run of the installation does. */
  readonly inTurn: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Put around each action by those who watch. */
  readonly timed?: <T>(kind: string, work: () => Promise<T>) => Promise<T>;
  /** Seconds after a doubtful creation at which it is looked whether the room came after all. */
  readonly looksAfterSeconds: readonly number[];
  /** To be awaited before anything leaves other than through `portal`, which does so itself: waits until this process may write. */
  fence(): Promise<void>;
}
