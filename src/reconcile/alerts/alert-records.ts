/** Ways that an alert leaves by. */
export type AlertChannel = 'mail' | 'chat';

/** What a person is told. Neither subject nor text holds a secret or what a person wrote. */
export interface Alert {
  /** What it is about; the same topic is not told again within its quiet period. */
  readonly topic: string;
  readonly subject: string;
  readonly text: string;
}

/** An alert on one of its ways. */
export interface DueAlert extends Alert {
  readonly id: string;
  readonly channel: AlertChannel;
  /** Tries before this one. */
  readonly tries: number;
}

/** Alerts that are kept until they are sent; times are the database's. */
export interface AlertRecords {
  /**
   * Keeps an alert for each channel, unless its topic was raised within the quiet period. Answers whether it is new. Of several processes
   * that raise it at once one does.
   */
  raise(
    alert: Alert,
    options: { readonly channels: readonly AlertChannel[]; readonly quietSeconds: number },
  ): Promise<boolean>;
  /** Takes what is due, so that no other process does for a while, even when this one dies. */
  takeDue(limit: number): Promise<readonly DueAlert[]>;
  markSent(id: string): Promise<void>;
  /** Notes why it was not sent, and when it is tried again; never again without a time. */
  markFailed(id: string, failure: string, againInSeconds: number | undefined): Promise<void>;
}
