/** What became of something that was to leave: sent, or kept because the connector is not set up. */
export type Delivered =
  | {
      readonly sent: true;
      /** What a reader sees; no secret. */
      readonly summary: string;
    }
  | { readonly sent: false; readonly reason: string };

/** What a connector says of itself without sending anything: whether it is set up, and what was found to work. */
export interface Checked {
  readonly isSet: boolean;
  readonly text: string;
}
