import type { Portal } from '../portal.ts';
import { ValidationProblem } from '../wire/portal-error.ts';
import type { State } from './state.ts';

const dayMs = 86_400_000;

/** When e-mails were invited, in ms: by state, so that a portal that starts over has sent none. */
const sent = new WeakMap<State, number[]>();

/** Takes that many invitations by e-mail from what the portal may send in 24 hours. Throws 400 for more than are left. */
export function takeInvitations(portal: Portal, count: number): void {
  const { invitationLimit } = portal.state.settings;
  if (invitationLimit === undefined || count === 0) return;
  const now = portal.clock.now().getTime();
  const recent = (sent.get(portal.state) ?? []).filter((at) => at > now - dayMs);
  if (recent.length + count > invitationLimit)
    throw new ValidationProblem({ Invitations: ['Invitation limit is exceeded'] });
  sent.set(portal.state, [...recent, ...Array<number>(count).fill(now)]);
}
