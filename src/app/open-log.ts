import { renderLogText } from '../base/log-text.ts';
import { createLog, type Log, type LogLevel } from '../base/log.ts';
import type { Config } from '../config/config.ts';
import type { Variables } from '../config/read-settings.ts';

/** Where a command's log goes. */
export interface LogPlace {
  readonly env: Variables;
  /** Whether standard error is a terminal. */
  readonly isTerminal: boolean;
  /** Tests look at what is written; standard error otherwise. */
  readonly destination?: { write(line: string): void };
}

interface LogWishes {
  readonly level: LogLevel;
  /** Whether it runs until it is told to end: then its log is for programs, unless the settings say otherwise. */
  readonly isService?: boolean;
}

/** The log of a command: lines for a person on a terminal, JSON for programs, or as LOG_FORMAT says. */
export function openLog({ logFormat }: Pick<Config, 'logFormat'>, place: LogPlace, wishes: LogWishes): Log {
  const { env, isTerminal, destination } = place;
  const options = { level: wishes.level, ...(destination ? { destination } : {}) };
  const isText = logFormat === 'text' || (logFormat === 'auto' && isTerminal && wishes.isService !== true);
  if (!isText) return createLog(options);
  const isPlain = !isTerminal || env['TERM'] === 'dumb';
  const isColourful = !isPlain && !env['NO_COLOR'];
  // A line of progress may stand where the cursor is: it is taken away, and drawn again below by whoever drew it.
  const clear = isPlain ? '' : '\r\u001b[K';
  return createLog({ ...options, render: (line) => `${clear}${renderLogText(line, isColourful)}` });
}
