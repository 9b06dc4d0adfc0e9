import { AppError } from '../base/errors.ts';
import { loadBlueprintFiles, loadBlueprints, type LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import { formatPlace } from '../blueprint/issue.ts';
import type { Target } from '../cli/parts.ts';
import type { PortalReader } from '../docspace/portal.ts';
import { personSubject } from '../runs/subject.ts';
import { checkOptionsOf } from './open-blueprints.ts';
import type { Core } from './open-core.ts';

/** The blueprint of a target, stored for runs, and its subject. */
export async function findTarget(target: Target, core: Core): Promise<{ loaded: LoadedBlueprint; subject: string }> {
  const [loaded, personId] = await Promise.all([
    findBlueprint(target.blueprint, core),
    findPerson(target.person, core.portal),
  ]);
  const { name } = loaded.blueprint;
  await core.documents.save({ name, file: loaded.file, text: loaded.text, hash: loaded.hash });
  return { loaded, subject: personSubject(personId) };
}

async function findBlueprint(nameOrFile: string, { config }: Core): Promise<LoadedBlueprint> {
  const options = checkOptionsOf(config);
  const isFile = /\.ya?ml$/i.test(nameOrFile);
  const { blueprints, issues } = isFile
    ? await loadBlueprintFiles([nameOrFile], options)
    : await loadBlueprints(config.blueprintsDir, options);
  const found = blueprints.find(({ blueprint }) => isFile || blueprint.name === nameOrFile);
  if (found) return found;
  const [issue] = issues;
  if (issue) {
    throw new AppError('invalid-blueprint', `${formatPlace(issue)}: ${issue.message}`, { hint: issue.hint });
  }
  const names = blueprints.map(({ blueprint }) => blueprint.name).join(', ');
  throw new AppError('not-found', `There is no blueprint "${nameOrFile}" in ${config.blueprintsDir}.`, {
    hint: names === '' ? 'Set BLUEPRINTS_DIR to the folder of your blueprints.' : `There are: ${names}.`,
  });
}

async function findPerson(idOrEmail: string, portal: PortalReader): Promise<string> {
  if (!idOrEmail.includes('@')) return idOrEmail;
  const person = await portal.personByEmail(idOrEmail);
  if (person) return person.id;
  throw new AppError('not-found', `The portal knows nobody with the e-mail ${idOrEmail}.`, {
    hint: 'Check the address; invite the person to the portal first.',
  });
}
