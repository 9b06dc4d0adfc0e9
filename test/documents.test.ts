import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { filterNames, tags } from '../src/blueprint/liquid/create-liquid.ts';
import { listProjectFiles, projectRoot, readProjectFile } from './support/project-files.ts';

const documents = listProjectFiles().filter((path) => path.endsWith('.md'));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readProjectFile('package.json')));

/** Commands that npm knows without the project's help. */
const ownCommands = new Set(['ci', 'install', 'pack']);

describe('README.md', () => {
  it('needs two commands to be tried, and both exist', () => {
    const text = readProjectFile('README.md');
    expect(text).toContain('npm ci && npm start');
    expect(scripts).toHaveProperty('start');
  });
});

describe('docs/blueprints.md', () => {
  it('names the tags and filters that a blueprint may use', () => {
    const text = readProjectFile('docs/blueprints.md');
    const listed = (what: string): string[] =>
      [...(new RegExp(`^- ${what}: (.*)$`, 'm').exec(text)?.[1] ?? '').matchAll(/`(\w+)`/g)].map(
        ([, name]) => name ?? '',
      );
    expect(listed('Tags')).toEqual(tags);
    expect(listed('Filters')).toEqual(filterNames);
  });
});

describe.each(documents)('%s', (path) => {
  const text = readProjectFile(path);

  it('links only to files and headings that exist', () => {
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    expect(links.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(path, target))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const names = [...codeOf(text).matchAll(/npm (?:run (?:-s |--silent )?)?([a-z][\w:-]*)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(names.filter((name) => !(name in scripts) && !ownCommands.has(name) && name !== 'run')).toEqual([]);
  });
});

const code = /^```[\s\S]*?^```|`[^`\n]*`/gm;

function codeOf(text: string): string {
  return [...text.matchAll(code)].map(([piece]) => piece).join('\n');
}

function withoutCode(text: string): string {
  return text.replace(code, '');
}

function leadsSomewhere(from: string, target: string): boolean {
  const [file = '', heading] = target.split('#', 2);
  const path = file === '' ? from : join(dirname(from), file);
  if (!existsSync(join(projectRoot, path))) return false;
  return heading === undefined || headingsOf(readProjectFile(path)).includes(heading);
}

/** The anchors that a reader's browser gets: headings in lower case, hyphens for spaces, without punctuation. */
function headingsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}
