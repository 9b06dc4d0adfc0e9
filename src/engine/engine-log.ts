import type { Log } from '../base/log.ts';

interface EngineLog {
  info(entry: unknown): void;
  debug(entry: unknown): void;
  warn(entry: unknown): void;
  error(entry: unknown): void;
}

/** The engine's own messages, below ours: its chatter is debugging to an operator, and its errors are ours to judge. */
export function createEngineLog(log: Log): EngineLog {
  const fields = (entry: unknown) => ({ entry: entry instanceof Error ? entry.message : String(entry) });
  return {
    info: (entry) => log.debug('engine', fields(entry)),
    debug: () => undefined,
    warn: (entry) => log.info('engine warning', fields(entry)),
    error: (entry) => log.warn('engine error', fields(entry)),
  };
}
