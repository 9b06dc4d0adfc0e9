import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkBlueprint } from '../../blueprint/check-blueprint.ts';
import { parseBlueprint } from '../../blueprint/parse-blueprint.ts';
import type { InitJob, PickKind, Picked } from '../../cli/init/init-parts.ts';
import { mailTemplateNames } from '../../connectors/mail-templates.ts';
import { packagePath } from '../package-path.ts';
import { fillBlueprint } from './fill-blueprint.ts';
import { fileOf, jobs } from './jobs.ts';

const person = '0a0a0a0a-0000-4000-8000-000000000001';

const picks: Record<PickKind, readonly Picked[]> = {
  files: [
    { id: '111', name: 'Handbook.docx' },
    { id: '112', name: 'Time\nsheet.xlsx' },
  ],
  file: [{ id: '113', name: 'Welcome.pdf' }],
  folder: [{ id: '12', name: 'Reports' }],
  group: [{ id: person, name: 'People & Culture' }],
  person: [{ id: person, name: 'Ingrid Halden' }],
  template: [{ id: '77', name: 'Standard' }],
};

function fill(job: InitJob, which: 'all' | 'none' | 'no template') {
  const asked = job.questions.filter(({ kind }) => which === 'all' || (which !== 'none' && kind !== 'template'));
  return fillBlueprint({
    text: readFileSync(packagePath(fileOf(job)), 'utf8'),
    questions: job.questions,
    answers: new Map(asked.map(({ name, kind }) => [name, picks[kind]])),
    schema: '../schema.json',
  });
}

function findIssues(text: string) {
  const parsed = parseBlueprint({ file: 'filled.yaml', text });
  return parsed.ok ? checkBlueprint(parsed.blueprint, { env: [], mailTemplates: mailTemplateNames }) : parsed.issues;
}

function jobOf(name: string): InitJob {
  const job = jobs.find((one) => one.name === name);
  if (!job) throw new Error(`There is no job ${name}.`);
  return job;
}

describe.each(jobs)('$name', (job) => {
  it.each(['all', 'none', 'no template'] as const)(
    'passes the check with answers: %s, and reads no settings',
    (which) => {
      const text = fill(job, which);
      expect(findIssues(text)).toEqual([]);
      expect(text).not.toContain('env.');
      expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schema.json');
    },
  );
});

describe('a filled blueprint', () => {
  it('names what was picked beside its id', () => {
    const text = fill(jobOf('home-room'), 'no template');
    expect(text).toContain('- copy: [111, 112] # Handbook.docx, Time sheet.xlsx\n');
    expect(text).toContain(`{ group: "${person}", level: viewer, optional: true } # People & Culture\n`);
    expect(text).toContain('type: collaboration');
  });

  it('leaves the entry out that nothing was picked for, and keeps everything else as it is', () => {
    const text = fill(jobOf('client-room'), 'none');
    expect(text).toContain('- folder: Deliverables\n  access:');
    expect(text).toContain('manager: { type: user, description: Who looks after the client }');
    expect(text).toContain('link: { kind: external, level: viewer, expires: 90d }');
  });

  it('is the gallery’s own, line for line, where everything was picked', () => {
    const gallery = readFileSync(packagePath('blueprints/client-room.yaml'), 'utf8').split('\n');
    const lines = fill(jobOf('client-room'), 'no template').split('\n');
    expect(lines).toHaveLength(gallery.length - 1);
    expect(lines.filter((line) => !gallery.includes(line))).toEqual([
      '# yaml-language-server: $schema=../schema.json',
      `  manager: { type: user, default: "${person}", description: Who looks after the client } # Ingrid Halden`,
      '        - { copy: 113, as: Welcome to your client room.pdf } # Welcome.pdf',
      '        - { copy: 113, as: How to use the client portal.pdf } # Welcome.pdf',
    ]);
  });

  it('takes the type from the template', () => {
    const text = fill(jobOf('project-room'), 'all');
    expect(text).toContain('from: "77" # Standard\n');
    expect(text).not.toContain('type: collaboration');
  });
});
