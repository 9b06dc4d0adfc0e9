import { AppError } from '../base/errors.ts';
import type { DesiredItem } from '../blueprint/desired-room.ts';
import { cleanTitle, titleLimits } from '../docspace/vocabulary/clean-title.ts';
import type { Facts, ObservedFolder } from './facts.ts';
import type { Action, FolderPath } from './plan.ts';

interface Place {
  readonly path: FolderPath;
  /** The folder as it was found; missing when it is only planned. */
  readonly found: ObservedFolder | undefined;
  /** What must have succeeded before anything can be put here. */
  readonly after: readonly string[];
  /** Whether a template may have brought what is named: then it is looked for before it is made. */
  readonly looksFirst: boolean;
}

interface Outcome {
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
  /** What is named, as our records call it. */
  readonly named: readonly string[];
}

/** What is missing of a tree of contents, folder by folder. Titles are compared as the portal stores them. */
export function planContents(items: readonly DesiredItem[], place: Place, facts: Facts): Outcome {
  refuseTwins(items, place.path, facts);
  const outcomes = items.map((item) =>
    item.kind === 'folder' ? planFolder(item, place, facts) : planFile(item, place, facts),
  );
  return {
    actions: outcomes.flatMap((one) => one.actions),
    notes: outcomes.flatMap((one) => one.notes),
    named: outcomes.flatMap((one) => one.named),
  };
}

function planFolder(item: Extract<DesiredItem, { kind: 'folder' }>, place: Place, facts: Facts): Outcome {
  const title = cleanTitle(item.title);
  const path = `${place.path}${title}/`;
  const found = place.found?.folders.find((folder) => cleanTitle(folder.title) === title);
  const id = `folder ${path}`;
  const { looksFirst } = place;
  const inner = planContents(item.contents, { path, found, after: found ? [] : [id], looksFirst }, facts);
  const named = [`folder:${path}`, ...inner.named];
  if (found) return { actions: inner.actions, notes: [`folder ${path} is there`, ...inner.notes], named };
  const action: Action = { kind: 'create-folder', id, path, title, ...newEntry(place) };
  return { actions: [action, ...inner.actions], notes: inner.notes, named };
}

function newEntry({ path, after, looksFirst }: Place) {
  return { after, parent: path, ...(looksFirst ? { looksFirst: true as const } : {}) };
}

type FileItem = Exclude<DesiredItem, { kind: 'folder' }>;

function planFile(item: FileItem, place: Place, facts: Facts): Outcome {
  const title = titleOf(item, facts);
  const named = [`file:${place.path}${title}`];
  if (place.found?.files.some((file) => cleanTitle(file.title) === title)) {
    return { actions: [], notes: [`file ${place.path}${title} is there`], named };
  }
  const common = { id: `file ${place.path}${title}`, title, ...newEntry(place) };
  const action: Action =
    item.kind === 'copy'
      ? { kind: 'copy-file', fileId: item.fileId, sourceTitle: facts.files[item.fileId]?.title ?? '', ...common }
      : { kind: 'create-text', content: item.content, ...common };
  return { actions: [action], notes: [], named };
}

function titleOf(item: FileItem, facts: Facts): string {
  return item.kind === 'copy' ? copyTitle(item, facts) : fileTitle(item.title, '.txt');
}

/** An extension has a letter: "Report v1.2" has none. */
const anExtension = /\.(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{1,8}$/;

/** The title that a copy gets: the source's own, or `as` with the source's extension. */
function copyTitle(item: Extract<DesiredItem, { kind: 'copy' }>, facts: Facts): string {
  const source = facts.files[item.fileId];
  if (source === undefined) throw new AppError('defect', `File ${item.fileId} was not looked up.`);
  if (item.as === undefined) return fileTitle(source.title, source.extension);
  const extension = anExtension.exec(item.as.trim())?.[0];
  if (extension === undefined) return fileTitle(`${item.as.trim()}${source.extension}`, source.extension);
  if (extension.toLowerCase() === source.extension.toLowerCase()) return fileTitle(item.as, extension);
  throw new AppError(
    'invalid-blueprint',
    `"${item.as}" cannot be a copy of "${source.title}": the extension differs.`,
    {
      // The portal may keep the old bytes under the new name (DocSpace server, FilesControllerHelper.cs).
      hint: `Let \`as\` end in ${source.extension}, or leave the extension out.`,
    },
  );
}

/** The cleaned title; one that is too long loses the end of its name, never its extension, which tells the portal what to make. */
function fileTitle(title: string, extension: string): string {
  const cleaned = cleanTitle(title, Infinity);
  if (cleaned.length <= titleLimits.entry) return cleaned;
  return `${cleaned.slice(0, titleLimits.entry - extension.length)}${extension}`;
}

function refuseTwins(items: readonly DesiredItem[], path: FolderPath, facts: Facts): void {
  const seen = new Set<string>();
  for (const item of items) {
    const title = item.kind === 'folder' ? `${cleanTitle(item.title)}/` : titleOf(item, facts);
    if (seen.has(title)) {
      throw new AppError(
        'invalid-blueprint',
        `Two entries of "${path === '' ? 'the room' : path}" have the title "${title}".`,
        {
          hint: 'Give one of them another title (`as` for a copy): titles are how entries are found again.',
        },
      );
    }
    seen.add(title);
  }
}
