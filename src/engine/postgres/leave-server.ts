import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '../../base/log.ts';
import type { Presence } from './connection.ts';
import { type ServerSetup, stopServer } from './server.ts';

interface Leaving {
  readonly setup: ServerSetup;
  readonly presence: Presence;
  readonly log: Log;
}

/** How often, and at what distance, the server is asked again: a connection that was just closed is listed for a moment. */
const looks = 10;
const pauseMs = 30;

/** Ends the presence of this process, and stops the server when nobody else is connected. The caller holds the lock. */
export async function leaveServer({ setup, presence, log }: Leaving): Promise<void> {
  const others = await countRemaining(presence);
  await presence.end();
  if (others > 0) {
    log.info('embedded postgres left running for other clients', { others });
    return;
  }
  await stopServer(setup);
  log.info('embedded postgres stopped');
}

async function countRemaining(presence: Presence): Promise<number> {
  for (let look = 1; ; look += 1) {
    // A server that does not answer has no clients; stopping it is then no loss.
    const others = await presence.countOthers().catch(() => 0);
    if (others === 0 || look === looks) return others;
    await sleep(pauseMs);
  }
}
