import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCliWorld } from '../../test/support/cli-world.ts';

const folder = mkdtempSync(join(tmpdir(), 'concierge-inputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function writeText(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** What `plan` was asked with these words after the name of the blueprint. */
async function readInputs(words: readonly string[], options: Parameters<typeof createCliWorld>[0] = {}) {
  const world = createCliWorld(options);
  const outcome = await world.run(['plan', 'client-room', ...words]);
  return { ...outcome, asked: world.state.asked[0] };
}

describe('inputs', () => {
  const acme = { client: { id: 'C-1', name: 'Acme' }, seats: 3 };

  it.each([
    ['acme.json', JSON.stringify(acme)],
    ['acme.yaml', 'client:\n  id: C-1\n  name: Acme\nseats: 3\n'],
    ['bom.json', `\uFEFF${JSON.stringify(acme)}`],
  ])('are read from %s', async (name, text) => {
    const { asked } = await readInputs(['--input', writeText(name, text)]);
    expect(asked).toEqual({ blueprint: 'client-room', inputs: acme, secrets: {}, from: 'json' });
  });

  it('are read from standard input', async () => {
    const { asked } = await readInputs(['--input', '-'], { stdin: JSON.stringify(acme) });
    expect(asked).toMatchObject({ inputs: acme });
  });

  it('are set one by one, above those of a file, up to the first "="', async () => {
    const file = writeText('base.json', JSON.stringify(acme));
    const { asked } = await readInputs(['--input', file, '--set', 'client.name=A=B', '--set', 'manager=m@example.com']);
    expect(asked).toEqual({
      blueprint: 'client-room',
      inputs: { client: { id: 'C-1', name: 'A=B' }, seats: 3, manager: 'm@example.com' },
      secrets: {},
      from: 'text',
    });
  });

  it.each([
    [['--set', 'client=x', '--set', 'client.id=1'], 'The input `client.id` is given twice'],
    [['--set', 'client.id=1', '--set', 'client=x'], 'The input `client` is given twice'],
    [['--set', 'a=1', '--set', 'a=2'], 'The input `a` is given twice'],
    [['--input', 'no-such-file.json'], 'There is no file no-such-file.json.'],
    [['--input', tmpdir()], 'cannot be read'],
  ])('that cannot be understood are refused: %j', async (words, message) => {
    const { code, err, asked } = await readInputs(words);
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(message);
    expect(asked).toBeUndefined();
  });

  it.each([
    ['list.json', '[1]', 'holds no object'],
    ['broken.yaml', 'a: [1', 'broken.yaml:1:6: no JSON and no YAML'],
    ['latin.json', Buffer.from('{"name":"Müller"}', 'latin1'), 'is no UTF-8 text'],
    ['long.json', ' '.repeat(1_000_001), 'is longer than 1000000 bytes'],
  ])('in %s are refused', async (name, text, message) => {
    const { code, err } = await readInputs(['--input', writeText(name, text)]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('secrets', () => {
  it('come from variables and files, and never stand among the inputs', async () => {
    const file = writeText('secret.txt', 'from a file \r\n');
    const words = ['--secret', 'password=env:ROOM_PASSWORD', '--secret', `pin=file:${file}`];
    const { asked } = await readInputs(words, { env: { ROOM_PASSWORD: 'from the environment' } });
    expect(asked).toEqual({
      blueprint: 'client-room',
      inputs: {},
      secrets: { password: 'from the environment', pin: 'from a file ' },
      from: 'text',
    });
  });

  it('on the command line are refused and not repeated', async () => {
    for (const json of [[], ['--json']]) {
      const { code, out, err } = await readInputs(['--secret', 'password=hunter2', ...json]);
      expect(code).toBe(2);
      expect(out + err).toContain('A --secret says where its value is, and is not the value.');
      expect(out + err).not.toContain('hunter2');
    }
  });

  it('that are not there are refused', async () => {
    expect((await readInputs(['--secret', 'password=env:NOT_SET'])).err).toContain('The variable NOT_SET is not set.');
    const empty = writeText('empty.txt', '\n');
    expect((await readInputs(['--secret', `password=file:${empty}`])).err).toContain('is empty.');
  });
});
