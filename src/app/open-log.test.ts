import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load-config.ts';
import { openLog } from './open-log.ts';

interface Case {
  readonly format?: string;
  readonly isTerminal?: boolean;
  readonly isService?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** What one warning looks like. */
function lineOf({ format, isTerminal = false, isService = false, env = {} }: Case): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const config = loadConfig({ env: format === undefined ? {} : { LOG_FORMAT: format } });
  openLog(config, { env, isTerminal, destination }, { level: 'info', isService }).warn('look', { run: 'r1' });
  return lines.join('');
}

const json = /^\{"level":"warn",.*"msg":"look"\}\n$/;
const plain = /^\d\d:\d\d:\d\d warn {2}look run=r1\n$/;

describe('the log of a command', () => {
  it('is for people on a terminal, and takes away a line of progress that stands there', () => {
    const line = lineOf({ isTerminal: true, env: { NO_COLOR: '1' } });
    expect(line.startsWith('\r\u001b[K')).toBe(true);
    expect(line.slice(4)).toMatch(plain);
    expect(lineOf({ isTerminal: true })).toContain('\u001b[33mwarn');
    expect(lineOf({ isTerminal: true, env: { TERM: 'dumb' } })).toMatch(plain);
  });

  it('is JSON for programs: away from a terminal, and of a service on one', () => {
    expect(lineOf({})).toMatch(json);
    expect(lineOf({ isTerminal: true, isService: true })).toMatch(json);
  });

  it('is what LOG_FORMAT says, wherever it goes', () => {
    expect(lineOf({ format: 'text', isService: true })).toMatch(plain);
    expect(lineOf({ format: 'json', isTerminal: true })).toMatch(json);
    expect(() => lineOf({ format: 'pretty' })).toThrow('LOG_FORMAT must be one of auto, json, text');
  });
});
