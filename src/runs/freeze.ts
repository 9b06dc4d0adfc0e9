/** Who froze the portal, and since when (ISO 8601 in UTC). */
export interface Frozen {
  readonly by: string;
  readonly since: string;
}

/** While it is on, no run changes anything in the portal: runs wait. It holds for all processes of the installation. */
export interface Freeze {
  /** Undefined while it is off. */
  read(): Promise<Frozen | undefined>;
  /** Does nothing when it is on. */
  turnOn(by: string): Promise<void>;
  turnOff(): Promise<void>;
}

/** What a run says that waits for the switch; by it such runs are found again. */
export const frozenMessage =
  'Changes are frozen: nothing is changed in the portal until somebody turns the switch off.';
