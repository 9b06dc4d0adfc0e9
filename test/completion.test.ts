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

const hasZsh = spawnSync('zsh', ['-c', 'zmodload zsh/zpty']).status === 0;
if (!hasZsh) process.stderr.write('Skipped: no zsh (Debian: apt-get install zsh) to try completion on a terminal.\n');

/**
 * What stands on the line after a person at a terminal typed each of these and pressed Tab. The terminal is zsh's own, in which `shell`
 * reads `load` first; after Tab the line is put into quotes and printed by the shell itself.
 */
function typeInto(shell: string, load: string, lines: readonly string[]): readonly string[] {
  const typed = lines.map((line) => `${line}\t\u0001printf '%s\\n' 'GOT <\u0005>'`);
  const driver = `zmodload zsh/zpty; zpty shell ${shell}; for line in "$@"; do zpty -w shell "$line"; done
    while zpty -r shell part; do print -rn -- "$part"; done`;
  const { stdout } = spawnSync('zsh', ['-f', '-c', driver, 'zsh', load, ...typed, 'exit'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TERM: 'dumb', PS1: '', LC_ALL: 'C.UTF-8' },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return [...stdout.matchAll(/^GOT <(.*)>\r?$/gm)].map(([, line = '']) => line.trim());
}

describe('completion in zsh', () => {
  const compinit = 'autoload -Uz compinit; compinit -u -D';
  const lines = [
    'concierge we',
    'concierge webhook reg',
    'concierge apply ho',
    'concierge apply x --cs',
    'concierge check my',
  ];
  // Without the space that follows: zsh takes it back as soon as the cursor moves.
  const completed = [
    ...['concierge webhook', 'concierge webhook register', 'concierge apply home-room'],
    ...['concierge apply x --csv', String.raw`concierge check my\ files`],
  ];

  beforeAll(async () => {
    const { out } = await createCliWorld().run('completion zsh');
    mkdirSync(join(folder, 'functions'));
    mkdirSync(join(folder, 'my files'));
    writeFileSync(join(folder, 'functions/_concierge'), out);
    writeFileSync(join(folder, 'completion.zsh'), out);
  });

  it('says what each word is for', async () => {
    const { out } = await createCliWorld().run('completion zsh');
    expect(out.startsWith('#compdef concierge\n')).toBe(true);
    expect(out).toContain("'doctor:look at settings");
    expect(out).toContain("'--csv:for each row of a CSV file");
  });

  it.skipIf(!hasZsh)('completes on a terminal, where zsh is installed: read as a script', () => {
    expect(typeInto('zsh -f -i', `${compinit}; source ./completion.zsh`, lines)).toEqual(completed);
  });

  it.skipIf(!hasZsh)(
    'completes on a terminal, where zsh is installed: the first time too, as a function in a folder',
    () => {
      expect(typeInto('zsh -f -i', `fpath=($PWD/functions $fpath); ${compinit}`, lines)).toEqual(completed);
    },
  );

  it.skipIf(!hasZsh)('completes in bash on a terminal that zsh lends, names with spaces too', () => {
    const bash = typeInto('bash --norc --noprofile -i', 'source ./completion.bash', lines);
    expect(bash.map((line) => line.replace(/\/$/, ''))).toEqual(completed);
  });
});
