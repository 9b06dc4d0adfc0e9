import fc from 'fast-check';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkBlueprint } from '../../src/blueprint/check-blueprint.ts';
import { createExpressions } from '../../src/blueprint/liquid/create-expressions.ts';
import { parseBlueprint } from '../../src/blueprint/parse-blueprint.ts';
import { projectRoot, readProjectFile } from '../support/project-files.ts';
import { mutatedText, strangersText, tryInputs } from './support/try-inputs.ts';

const shipped = readdirSync(join(projectRoot, 'blueprints'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => readProjectFile(`blueprints/${name}`));

it('every text is a blueprint or has mistakes that are named with line and column', async () => {
  const texts = fc.oneof(
    { weight: 4, arbitrary: mutatedText(shipped) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  );
  await tryInputs('blueprints', texts, (text) => {
    const parsed = parseBlueprint({ file: 'a.yaml', text });
    const issues = parsed.ok ? checkBlueprint(parsed.blueprint, { env: [] }) : parsed.issues;
    if (!parsed.ok) expect(issues.length).toBeGreaterThan(0);
    for (const { file, line, column, message } of issues) {
      expect([file, message !== '', line >= 1, column >= 1]).toEqual(['a.yaml', true, true, true]);
    }
  });
});

const templates = [
  '{{ person.name }}',
  '{{ person.name | upcase | append: env.X }}',
  "{{ person.name | split: ',' | join: '-' }}",
];

it('every expression is rendered or refused as wrong input, and a name is never an expression', async () => {
  const expressions = createExpressions();
  const inputs = fc.tuple(fc.oneof(mutatedText(templates), strangersText), strangersText);
  await tryInputs('expressions', inputs, ([template, name]) => {
    const context = { person: { name }, env: { X: 'x' } };
    try {
      expect(typeof expressions.render(template, context)).toBe('string');
    } catch (error) {
      expect(error).toMatchObject({ kind: 'invalid-input' });
    }
    expect(expressions.render('{{ person.name }}', context)).toBe(name);
  });
});
