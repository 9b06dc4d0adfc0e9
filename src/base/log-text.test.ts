import { describe, expect, it } from 'vitest';
import { renderLogText } from './log-text.ts';

const time = '2026-07-01T12:34:56.789Z';

function render(entry: object, isColourful = false): string {
  return renderLogText(`${JSON.stringify({ level: 'warn', time, msg: 'portal is slow', ...entry })}\n`, isColourful);
}

describe('a line of the log for people', () => {
  it('shows time, level, message and fields', () => {
    const line = render({ run: 'r1', status: 503, path: 'GET files/rooms', left: { day: 3 }, none: null });
    expect(line).toMatch(
      /^\d\d:\d\d:56 warn {2}portal is slow run=r1 status=503 path="GET files\/rooms" left=\{"day":3\} none=null\n$/,
    );
  });

  it('shows of an error what it says, not its stack', () => {
    const error = { type: 'AppError', message: 'the portal did not answer: ECONNREFUSED', stack: 'at somewhere' };
    expect(render({ error })).toMatch(/ error="the portal did not answer: ECONNREFUSED"\n$/);
  });

  it('cuts what is long, and is one line without a control character, whatever comes from outside', () => {
    const line = render({ msg: 'a\nb', title: '\u001b[2J\u009b2Jx', ['n\rame']: 'y', long: 'z'.repeat(5_000) });
    expect(line.length).toBeLessThan(300);
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    expect(line).toMatch(/ a b .*…\n$/);
  });

  it('is coloured by its level alone where that is wanted', () => {
    expect(render({}, true)).toContain('\u001b[33mwarn ');
    expect(render({ level: 'info' }, true)).toContain(' info  portal is slow');
  });

  it('is left as it is where it is no JSON', () => {
    expect(renderLogText('something else\n', true)).toBe('something else\n');
  });
});
