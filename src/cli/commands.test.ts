import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commands } from './commands.ts';

const files = readdirSync(new URL('commands/', import.meta.url)).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
);

it('every file in commands/ has its line in the registry', () => {
  const registered = commands.map((addCommand) => addCommand.name).toSorted();
  expect(files.map(nameFunction).toSorted()).toEqual(registered);
});

it('every file in commands/ adds the command of its name', () => {
  for (const file of files) {
    const source = readFileSync(new URL(`commands/${file}`, import.meta.url), 'utf8');
    expect(source).toContain(`.command('${file.replace('.ts', '')}')`);
    expect(source).toContain(`export function ${nameFunction(file)}(`);
  }
});

/** `check.ts` holds `addCheckCommand`. */
function nameFunction(file: string): string {
  const words = file.replace('.ts', '').split('-');
  return `add${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Command`;
}
