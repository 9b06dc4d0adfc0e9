import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { ReadyReport } from '../cli/parts.ts';
import type { Running } from './run-demo.ts';

/** What is still open so long after everything was stopped, such as a call that the portal never answers, is left. */
const lingerMs = 1_000;

/**
 * Runs something until SIGINT or SIGTERM, then lets it finish; what is told to end while it still starts does so when it has started, so
 * that nothing that it began is left behind. A second signal ends the process at once.
 */
export async function runUntilSignal(
  start: () => Promise<Running>,
  onReady: (report: ReadyReport) => void,
  log: Log,
): Promise<void> {
  const signalled = waitForSignal();
  const running = await start();
  onReady(running.report);
  const cause = await Promise.race([signalled, running.ended.then(() => 'ended' as const)]);
  log.info('stopping', { cause });
  await running.stop();
  // eslint-disable-next-line n/no-process-exit -- what never ends is left behind: there is nothing that could be told to end
  setTimeout(() => process.exit(), lingerMs).unref();
  if (cause === 'ended') {
    throw new AppError('unavailable', 'The sandbox portal ended by itself.', { hint: 'Start again.' });
  }
}

function waitForSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
