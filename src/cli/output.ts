import { styleText } from 'node:util';
import { reportError } from '../base/errors.ts';
import { listIssues } from './list-issues.ts';
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
  /** Whether notes are shown: not with --quiet and --json. */
  readonly isTalking: boolean;
  /** A line of progress, where notes are shown. */
  note(line: string): void;
  /** Whether `live` shows anything: on a terminal, without --quiet and --json. */
  readonly isLive: boolean;
  /** How wide a note may be; undefined: any. */
  readonly noteColumns: number | undefined;
  /** A line that the next one replaces; an empty one takes it away. */
  live(line: string): void;
  /** `error:` and `hint:` lines with what is wrong of single fields between them, or one JSON object. The stack only where LOG_LEVEL is debug. */
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
  const isTalking = !json && !quiet;
  const isLive = isTalking && io.stderr.isTTY && io.env['TERM'] !== 'dumb';

  function writeJson(value: unknown): void {
    io.stdout.write(`${JSON.stringify(value)}\n`);
  }

  function printError(error: unknown): void {
    const { message, hint } = reportError(error);
    const issues = listIssues(error);
    writeLine(io.stderr, `${paintNote('red', 'error:')} ${message}`);
    // A single one stands in the message already, if it says so.
    const isSaid = issues.length === 1 && issues.every((issue) => message.includes(issue.message));
    for (const issue of isSaid ? [] : issues)
      writeLine(io.stderr, `  ${paintNote('bold', issue.path)} ${issue.message}`);
    // A hint that only says the same in one line is of no more use.
    const isRepeated = issues.length > 0 && issues.every((issue) => hint?.includes(issue.message));
    if (hint !== undefined && !isRepeated) writeLine(io.stderr, `${paintNote('yellow', 'hint:')} ${hint}`);
  }

  return {
    json,
    paint,
    paintNote,
    columns: io.stdout.columns,
    isTalking,
    result({ json: value, lines, summary = [] }) {
      if (json) writeJson(value);
      else for (const line of quiet ? lines : [...lines, ...summary]) writeLine(io.stdout, line);
    },
    note(line) {
      if (isTalking) writeLine(io.stderr, line);
    },
    isLive,
    noteColumns: io.stderr.columns,
    live(line) {
      if (isLive) io.stderr.write(`\r${disarm(line)}\u001b[K`);
    },
    error(error) {
      const { kind, message, hint } = reportError(error);
      const issues = listIssues(error);
      if (json) writeJson({ error: { kind, message, hint, ...(issues.length > 0 ? { issues } : {}) } });
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
