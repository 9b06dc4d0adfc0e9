import { AppError } from '../base/errors.ts';
import type { RoomCloseOutBlueprint } from '../blueprint/blueprint.ts';
import { formatPlace, type Issue } from '../blueprint/issue.ts';
import { loadBlueprintFiles, loadBlueprints, type LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import { didYouMean } from '../blueprint/nearest-word.ts';
import { checkOptionsOf } from './open-blueprints.ts';
import type { Core } from './open-core.ts';

/**
 * The blueprint of a name or a file, as it stands now, stored for runs.
 * Errors: `not-found` names those that there are; `invalid-blueprint` where the document is refused.
 */
export async function findBlueprint(nameOrFile: string, core: Core): Promise<LoadedBlueprint> {
  const { config } = core;
  const options = checkOptionsOf(config);
  const isFile = /\.ya?ml$/i.test(nameOrFile);
  const { blueprints, issues } = isFile
    ? await loadBlueprintFiles([nameOrFile], options)
    : await loadBlueprints(config.blueprintsDir, options);
  const found = blueprints.find(({ blueprint }) => isFile || blueprint.name === nameOrFile);
  if (found) return store(found, core);
  throw explain(nameOrFile, { issues, names: blueprints.map(({ blueprint }) => blueprint.name), config });
}

type LoadedCloseOut = LoadedBlueprint & { readonly blueprint: RoomCloseOutBlueprint };

/** The blueprint that closes rooms out: the named one, or the only one that there is. */
export async function findCloseOut(name: string | undefined, core: Core): Promise<LoadedCloseOut> {
  if (name !== undefined) {
    const found = await findBlueprint(name, core);
    if (isCloseOut(found)) return found;
    throw new AppError('invalid-input', `The blueprint ${name} closes no rooms out.`, {
      hint: 'Name a blueprint of kind CloseOut that is for rooms.',
    });
  }
  const { blueprints } = await loadBlueprints(core.config.blueprintsDir, checkOptionsOf(core.config));
  const [only, second] = blueprints.filter(isCloseOut);
  if (only && !second) {
    await store(only, core);
    return only;
  }
  const what = only ? 'several blueprints' : 'no blueprint';
  throw new AppError('invalid-input', `There is ${what} of kind CloseOut for rooms in ${core.config.blueprintsDir}.`, {
    hint: only ? 'Name the one that is meant: --blueprint NAME.' : 'Add one, such as guest-close-out of the gallery.',
  });
}

function isCloseOut(loaded: LoadedBlueprint): loaded is LoadedCloseOut {
  return loaded.blueprint.kind === 'CloseOut' && loaded.blueprint.for === 'room';
}

async function store(loaded: LoadedBlueprint, { documents }: Core): Promise<LoadedBlueprint> {
  const { blueprint, file, text, hash } = loaded;
  await documents.save({ name: blueprint.name, file, text, hash });
  return loaded;
}

interface Missing {
  readonly issues: readonly Issue[];
  readonly names: readonly string[];
  readonly config: Core['config'];
}

function explain(nameOrFile: string, { issues, names, config }: Missing): AppError {
  const [issue] = issues;
  if (issue) return new AppError('invalid-blueprint', `${formatPlace(issue)}: ${issue.message}`, { hint: issue.hint });
  return new AppError(
    'not-found',
    `There is no blueprint "${nameOrFile}" in ${config.blueprintsDir}${didYouMean(nameOrFile, names) || '.'}`,
    {
      hint:
        names.length === 0 ? 'Set BLUEPRINTS_DIR to the folder of your blueprints.' : `There are: ${names.join(', ')}.`,
    },
  );
}
