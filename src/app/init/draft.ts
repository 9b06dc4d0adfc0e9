import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { codeOf } from '../../base/error-code.ts';
import { AppError } from '../../base/errors.ts';
import type { DraftFile, InitChoice, InitDraft, InitJob } from '../../cli/init/init-parts.ts';
import { packagePath } from '../package-path.ts';
import { type EnvEntry, mergeEnv } from './env-file.ts';
import { fillBlueprint } from './fill-blueprint.ts';
import { fileOf, jobs } from './jobs.ts';
import { writeFiles } from './write-files.ts';

interface Places {
  readonly envFile: string;
  readonly blueprintsDir: string;
}

interface Drafted {
  readonly file: DraftFile;
  readonly text: string;
  readonly isSecret: boolean;
}

/** What the first set-up would write: the settings, and a blueprint for each job. Reads the files that are there, and writes none. */
export async function draft(choice: InitChoice, { envFile, blueprintsDir }: Places): Promise<InitDraft> {
  const env = await draftEnv(choice, envFile);
  const blueprints = await Promise.all(
    choice.jobs.map((name) => draftBlueprint(findJob(name), choice, join(blueprintsDir, `${name}.yaml`))),
  );
  const all = [...blueprints, env];
  return {
    files: all.map(({ file }) => file),
    async write(chosen) {
      const written = all.filter(({ file }) => file.state === 'new' || (file.state === 'changed' && chosen(file)));
      await writeFiles(written.map(({ file: { path }, text, isSecret }) => ({ path, text, isSecret })));
      return written.map(({ file }) => file.path);
    },
  };
}

async function draftEnv({ url, apiKey }: InitChoice, path: string): Promise<Drafted> {
  const entries: readonly EnvEntry[] = [
    {
      name: 'DOCSPACE_BASE_URL',
      value: url,
      otherNames: ['DOCSPACE_BASE_URL_FILE', 'DOCSPACE_API_HOST', 'DOCSPACE_API_HOST_FILE'],
    },
    { name: 'DOCSPACE_API_KEY', value: apiKey, otherNames: ['DOCSPACE_API_KEY_FILE'] },
  ];
  const before = await readIfThere(path);
  const { text, replaced } = mergeEnv(before ?? '', entries);
  const about =
    replaced.length > 0
      ? `another ${replaced.join(' and ')}; other lines stay`
      : 'the address of the portal and the key';
  const file = { path, state: stateOf(before, text), about, replaces: replaced.length > 0 };
  return { file, text, isSecret: true };
}

async function draftBlueprint(job: InitJob, choice: InitChoice, path: string): Promise<Drafted> {
  const gallery = await readFile(packagePath(fileOf(job)), 'utf8');
  const kind = /^kind: CloseOut$/m.test(gallery) ? 'close-out' : 'room';
  const schema = relative(dirname(path), packagePath(`docs/reference/blueprint-${kind}.schema.json`));
  const text = fillBlueprint({
    ...{ text: gallery, questions: job.questions, answers: choice.answers },
    schema: schema.replaceAll('\\', '/'),
  });
  const before = await readIfThere(path);
  const state = stateOf(before, text);
  return { file: { path, state, about: job.about, replaces: state === 'changed' }, text, isSecret: false };
}

function findJob(name: string): InitJob {
  const job = jobs.find((one) => one.name === name);
  if (job) return job;
  throw new AppError('invalid-input', `There is no job "${name}".`, {
    hint: `There are ${jobs.map((one) => one.name).join(', ')}.`,
  });
}

function stateOf(before: string | undefined, text: string): DraftFile['state'] {
  if (before === undefined) return 'new';
  return before === text ? 'same' : 'changed';
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw new AppError('invalid-input', `${path} cannot be read (${codeOf(cause) ?? 'unknown'}).`, {
      hint: 'Make it readable, or move it away.',
      cause,
    });
  }
}
