import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCliWorld } from './support/cli-world.ts';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concierge-completion-'));
  const { out } = await createCliWorld().run('completion bash');
  writeFileSync(join(folder, 'completion.bash'), out);
  mkdirSync(join(folder, 'blueprints'));
  writeFileSync(join(folder, 'blueprints/a.yaml'), 'kind: Room\nname: home-room # ours\n');
  writeFileSync(join(folder, 'blueprints/b.yml'), 'name: client-room\n');
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere/c.yaml'), 'name: other-room\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What bash offers at the end of this line. */
function complete(line: string, env: Record<string, string> = {}): string[] {
  const words = line.split(' ');
  const script = `source ./completion.bash
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
    _concierge; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

describe('completion in bash', () => {
  it('offers commands, and those of a group', () => {
    expect(complete('concierge ')).toEqual(expect.arrayContaining(['init', 'doctor', 'apply', 'webhook']));
    expect(complete('concierge cl')).toEqual(['close-out']);
    expect(complete('concierge webhook r')).toEqual(['register', 'rotate', 'remove']);
    expect(complete('concierge completion ')).toEqual(['bash', 'zsh']);
  });

  it('offers the options of a command and those of every command', () => {
    expect(complete('concierge apply x --c')).toEqual(['--csv']);
    expect(complete('concierge webhook status --')).toEqual(['--json', '--quiet', '--help']);
  });

  it('offers names of blueprints where one is wanted, from the folder that is set', () => {
    expect(complete('concierge apply ').toSorted()).toEqual(['client-room', 'home-room']);
    expect(complete('concierge plan h')).toEqual(['home-room']);
    expect(complete('concierge archive 4711 --blueprint ho')).toEqual(['home-room']);
    expect(complete('concierge apply ', { BLUEPRINTS_DIR: 'elsewhere' })).toEqual(['other-room']);
    writeFileSync(join(folder, '.env'), 'BLUEPRINTS_DIR=elsewhere\n');
    expect(complete('concierge apply ')).toEqual(['other-room']);
    rmSync(join(folder, '.env'));
  });

  it('offers the words that an option takes, files where a file is wanted, and nothing where only a person knows', () => {
    expect(complete('concierge token create CRM --role ')).toEqual(['viewer', 'operator', 'admin']);
    expect(complete('concierge apply home-room --csv comp')).toEqual(['completion.bash']);
    expect(complete('concierge check bl')).toEqual(['blueprints']);
    expect(complete('concierge apply home-room --person ')).toEqual([]);
  });
});

const hasZsh = spawnSync('zsh', ['-c', 'true']).status === 0;

describe('completion in zsh', () => {
  it('says what each word is for', async () => {
    const { out } = await createCliWorld().run('completion zsh');
    expect(out.startsWith('#compdef concierge\n')).toBe(true);
    expect(out).toContain("'doctor:look at settings");
    expect(out).toContain("'--csv:for each row of a CSV file");
  });

  it.skipIf(!hasZsh)('is a script that zsh reads, where zsh is installed', async () => {
    const { out } = await createCliWorld().run('completion zsh');
    const { status, stderr } = spawnSync('zsh', ['-n'], { input: out, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });
});
