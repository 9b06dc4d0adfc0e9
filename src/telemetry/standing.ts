/** How the installation stands, of all its processes together, as the database tells it. Ages are in seconds, by the database's clock. */
export interface Standing {
  /** Runs that are kept, by blueprint and state. */
  readonly runs: readonly { readonly blueprint: string; readonly state: string; readonly count: number }[];
  /** Age of the run that has been queued longest; 0 when none is. */
  readonly oldestQueuedSeconds: number;
  /** Age of the delivery that has been without runs longest; 0 when none is. */
  readonly oldestDeliverySeconds: number;
  /** Rooms that stand open for a close-out now, and for how long the first of them has. */
  readonly openRooms: number;
  readonly longestOpenSeconds: number;
  /** Processes that work on runs. */
  readonly processes: number;
  readonly budget: readonly BudgetStanding[];
  /** Alerts that are still to be sent. */
  readonly unsentAlerts: number;
}

interface BudgetStanding {
  readonly window: 'minute' | 'day';
  readonly used: number;
  /** Absent where the portal has no limit. */
  readonly limit?: number;
}
