import { describe, expect, it } from 'vitest';
import { textWith } from '../../test/support/matchers.ts';
import { isRecord, parseJson } from './json.ts';
import { createLog, type Log, type LogLevel } from './log.ts';
import { Secret } from './secret.ts';

/** What a log wrote, a parsed line each. */
function recording(level: LogLevel, write: (log: Log) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ level, destination: { write: (line) => void lines.push(line) } }));
  return lines.map(parseJson).filter(isRecord);
}

describe('the log', () => {
  it('writes a JSON line with the level in a word, the message and its fields', () => {
    const [line] = recording('info', (log) => log.info('run done', { run: 'r1' }));
    expect(line).toMatchObject({ level: 'info', msg: 'run done', run: 'r1' });
    expect(Date.parse(String(line?.['time']))).not.toBeNaN();
  });

  it('leaves out what is below its level', () => {
    const lines = recording('warn', (log) => {
      log.debug('a');
      log.info('b');
      log.warn('c');
      log.error('d');
    });
    expect(lines.map((line) => line['msg'])).toEqual(['c', 'd']);
    expect(recording('silent', (log) => log.error('e'))).toEqual([]);
  });

  it('adds the fields of a child to each of its lines', () => {
    const [line] = recording('info', (log) => log.child({ run: 'r1' }).child({ step: 'plan' }).info('x', { n: 1 }));
    expect(line).toMatchObject({ run: 'r1', step: 'plan', n: 1 });
  });

  it('shows no field that is named like a secret, three levels down, and no Secret anywhere', () => {
    const text = JSON.stringify(
      recording('info', (log) => {
        log.info('a', { apiKey: 'hush-1', headers: { authorization: 'hush-2' }, a: { b: { password: 'hush-3' } } });
        log.info('b', { any: new Secret('hush-4') });
      }),
    );
    expect(text).not.toContain('hush');
    expect(text).toContain('[secret]');
  });

  it('writes what an error is, with its cause', () => {
    const [line] = recording('warn', (log) => log.warn('x', { error: new Error('outer', { cause: new Error('in') }) }));
    expect(line?.['error']).toMatchObject({ type: 'Error', message: textWith('outer') });
    expect(JSON.stringify(line)).toContain('in');
  });
});
