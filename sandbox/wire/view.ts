import type { Account } from '../model/records.ts';
import type { Portal } from '../portal.ts';

/** Who looks: what a DTO shows depends on it. */
export interface View {
  portal: Portal;
  caller: Account;
  /** `http://host:port` of the request, for the links in DTOs. */
  origin: string;
}
