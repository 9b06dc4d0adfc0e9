import { styleText } from 'node:util';
import { reportError } from '../base/errors.ts';
import type { Io, TextStream } from './parts.ts';

type Tone = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue';

/** Colours text, or leaves it alone where the reader has no colours. */
export type Paint = (tone: Tone, text: string) => string;

/** A command's answer: `json` is printed with --json, else the lines; the summary only without --quiet. */
interface Result {
  readonly json: unknown;
  readonly lines: readonly string[];
  readonly summary?: readonly string[];
}

/** The only way to the outside for commands. Answers go to standard output, what goes on meanwhile to standard error. */
export interface Output {
  /** Whether answers are JSON. */
  readonly json: boolean;
  /** For lines of an answer. */
  readonly paint: Paint;
  /** For notes. */
  readonly paintNote: Paint;
  /** How wide a line of an answer may be; undefined: any. */
  readonly columns: number | undefined;
  result(result: Result): void;
  /** A line of progress; kept back with --quiet and --json. */
  note(line: string): void;
  /** `error:` and `hint:` lines, or one JSON object. The stack only where LOG_LEVEL is debug. */
  error(error: unknown): void;
  /** Text that is formatted already, such as help. */
  text(text: string): void;
}

interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

export function createOutput(io: Io, { json, quiet }: OutputOptions): Output {
  const paint = createPaint(io.stdout, io.env);
  const paintNote = createPaint(io.stderr, io.env);

  function writeJson(value: unknown): void {
    io.stdout.write(`${JSON.stringify(value)}\n`);
  }

  function printError(error: unknown): void {
    const { message, hint } = reportError(error);
    writeLine(io.stderr, `${paintNote('red', 'error:')} ${message}`);
    if (hint !== undefined) writeLine(io.stderr, `${paintNote('yellow', 'hint:')} ${hint}`);
  }

  return {
    json,
    paint,
    paintNote,
    columns: io.stdout.columns,
    result({ json: value, lines, summary = [] }) {
      if (json) writeJson(value);
      else for (const line of quiet ? lines : [...lines, ...summary]) writeLine(io.stdout, line);
    },
    note(line) {
      if (!json && !quiet) writeLine(io.stderr, line);
    },
    error(error) {
      const { kind, message, hint } = reportError(error);
      if (json) writeJson({ error: { kind, message, hint } });
      else printError(error);
      if (io.env['LOG_LEVEL'] === 'debug' && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
    },
    text: (text) => io.stdout.write(text),
  };
}

function createPaint(stream: TextStream, env: Io['env']): Paint {
  const colourful = stream.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return (tone, text) => (colourful ? styleText(tone, text, { validateStream: false }) : text);
}

function writeLine(stream: TextStream, line: string): void {
  stream.write(`${disarm(line)}\n`);
}

/** Titles and names come from outside: no control character of theirs may reach the terminal. Our colours (`ESC [ n m`) stay. */
function disarm(line: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return line.replace(/\u001b(?!\[[0-9;]*m)|[\u0000-\u001a\u001c-\u001f\u007f-\u009f]/g, ' ');
}
