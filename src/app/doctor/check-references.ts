import { reportError } from '../../base/errors.ts';
import type { LoadedBlueprint } from '../../blueprint/load-blueprints.ts';
import type { Blueprint } from '../../blueprint/blueprint.ts';
import type { Issue } from '../../blueprint/issue.ts';
import { renderCloseOut, renderStatic } from '../../blueprint/render-room.ts';
import type { PortalReader } from '../../docspace/portal.ts';
import type { Check } from '../../http/parts.ts';
import { failedCheck } from './failed-check.ts';

interface Found {
  readonly blueprints: readonly LoadedBlueprint[];
  readonly issues: readonly Issue[];
}

type Reader = Pick<PortalReader, 'file' | 'group' | 'folder' | 'roomTemplate'>;

/** What keeps a document out of force, one line for each. */
export function checkDocuments({ blueprints, issues }: Found): readonly Check[] {
  const names = blueprints.map(({ blueprint }) => blueprint.name);
  const wrong = issues.map(({ file, line, column, message, hint }): Check => ({
    name: 'Blueprints',
    state: 'bad',
    text: `${file}:${line}:${column} ${message}`,
    hint,
  }));
  if (wrong.length > 0) return wrong;
  if (names.length > 0) return [{ name: 'Blueprints', state: 'good', text: names.join(', ') }];
  const hint = 'Put a blueprint into BLUEPRINTS_DIR; the package has some in its folder blueprints/.';
  return [{ name: 'Blueprints', state: 'attention', text: 'there are none', hint }];
}

/** Looks for each file, group, folder and room template that a blueprint names by a setting. Only what is missing is told. Never throws. */
export async function checkReferences(
  blueprints: readonly LoadedBlueprint[],
  env: Readonly<Record<string, string>>,
  portal: Reader,
): Promise<readonly Check[]> {
  const checks = await Promise.all(blueprints.map((loaded) => checkOne(loaded, env, portal)));
  return checks.flat();
}

async function checkOne(
  { blueprint }: LoadedBlueprint,
  env: Readonly<Record<string, string>>,
  portal: Reader,
): Promise<readonly Check[]> {
  const name = `Blueprint ${blueprint.name}`;
  try {
    const named = listReferences(blueprint, env);
    const missing = await Promise.all(named.map((one) => look(one, portal)));
    const bad = missing.flatMap((one) => one ?? []);
    if (bad.length > 0) return bad.map((check) => ({ name, ...check }));
    if (named.length === 0) return [];
    return [{ name, state: 'good', text: `${named.map(({ what }) => what).join(', ')} found` }];
  } catch (error) {
    return [failedCheck(name, error)];
  }
}

type Named =
  | { readonly kind: 'file' | 'folder' | 'template'; readonly id: number; readonly what: string }
  | { readonly kind: 'group'; readonly id: string; readonly what: string };

function listReferences(blueprint: Blueprint, env: Readonly<Record<string, string>>): readonly Named[] {
  if (blueprint.kind === 'Room') return listNamed(renderStatic(blueprint, env));
  return blueprint.for === 'room' ? listReport(renderCloseOut(blueprint, { env })) : [];
}

function listNamed({ fileIds, groupIds, templateIds }: ReturnType<typeof renderStatic>): readonly Named[] {
  return [
    ...fileIds.map((id): Named => ({ kind: 'file', id, what: `file ${id}` })),
    ...groupIds.filter((id) => id !== '').map((id): Named => ({ kind: 'group', id, what: `group ${id}` })),
    ...templateIds.map((id): Named => ({ kind: 'template', id, what: `room template ${id}` })),
  ];
}

function listReport({ reportFolderId: id }: { readonly reportFolderId?: number }): readonly Named[] {
  return id === undefined ? [] : [{ kind: 'folder', id, what: `folder ${id}` }];
}

async function look(named: Named, portal: Reader): Promise<Pick<Check, 'state' | 'text' | 'hint'> | undefined> {
  try {
    await lookFor(named, portal);
    return undefined;
  } catch (error) {
    const { message } = reportError(error);
    const hint = `Correct the blueprint or the setting that names ${named.what}, or let the account of the key see it.`;
    return { state: 'bad', text: `${named.what}: ${message}`, hint };
  }
}

function lookFor(named: Named, portal: Reader): Promise<unknown> {
  switch (named.kind) {
    case 'group':
      return portal.group(named.id);
    case 'file':
      return portal.file(named.id);
    case 'folder':
      return portal.folder(named.id);
    case 'template':
      return portal.roomTemplate(named.id);
  }
}
