import { pino } from 'pino';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How lines are written; `auto` is decided by who reads them. */
export const logFormats = ['auto', 'json', 'text'] as const;
export type LogFormat = (typeof logFormats)[number];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Lines on standard error, JSON unless rendered: a static lower-case message and fields. `warn`: someone should look; `error`: someone must act.
 * Fields that could hold a secret are redacted by name, wherever they come from.
 */
export interface Log {
  error(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
  /** A log that adds these fields to each line. */
  child(fields: Fields): Log;
}

const secretFields = [
  'authorization',
  'password',
  'secret',
  'secretKey',
  'token',
  'apiKey',
  'key',
  'cookie',
  'shareLink',
  'requestToken',
];

interface LogOptions {
  readonly level: LogLevel;
  /** Where lines go; file descriptor 2 (standard error) by default, since standard output belongs to commands. */
  readonly destination?: { write(line: string): void };
  /** What becomes of each JSON line before it is written. */
  readonly render?: (line: string) => string;
}

export function createLog({ level, destination, render }: LogOptions): Log {
  const out = destination ?? pino.destination({ fd: 2, sync: true });
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[secret]' },
    serializers: { error: pino.stdSerializers.err },
  };
  const rendered = render && {
    write(line: string): void {
      out.write(render(line));
    },
  };
  return wrap(pino(options, rendered ?? out));
}

function wrap(logger: pino.Logger): Log {
  return {
    error: (message, fields) => logger.error(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    child: (fields) => wrap(logger.child(fields)),
  };
}
