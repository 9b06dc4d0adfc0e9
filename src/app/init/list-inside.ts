import type { Choice, Choices } from '../../cli/init/init-parts.ts';
import type { PortalReader } from '../../docspace/portal.ts';

interface Inside {
  readonly placeId: string;
  readonly what: 'files' | 'folders';
}

/** Folders that are looked through, each a call. */
const most = 40;

/** All files of a place with the folders that they lie in, or those folders; from the top down until 40 folders were looked through. */
export async function listInside({ placeId, what }: Inside, portal: Pick<PortalReader, 'folder'>): Promise<Choices> {
  const choices: Choice[] = what === 'folders' ? [{ id: placeId, name: 'at its top' }] : [];
  const open: { readonly id: number; readonly path: string }[] = [{ id: Number(placeId), path: '' }];
  let looked = 0;
  while (open.length > 0 && looked < most) {
    const batch = open.splice(0, Math.min(8, most - looked));
    looked += batch.length;
    const found = await Promise.all(batch.map(async (one) => ({ ...one, ...(await portal.folder(one.id)) })));
    for (const { path, folders, files } of found) {
      const below = folders.map(({ id, title }) => ({ id, path: `${path}${title} / ` }));
      open.push(...below);
      if (what === 'folders')
        choices.push(...below.map((one) => ({ id: String(one.id), name: one.path.slice(0, -3) })));
      else choices.push(...files.map(({ id, title }) => ({ id: String(id), name: title, ...aboutOf(path) })));
    }
  }
  return { choices, isAll: open.length === 0 };
}

function aboutOf(path: string): { readonly about?: string } {
  return path === '' ? {} : { about: `in ${path.slice(0, -3)}` };
}
