import type { Portal } from '../portal.ts';
import { badArgument } from '../wire/portal-error.ts';
import { overwriteFile } from './entries.ts';
import { publishEntry } from './events.ts';
import type { Account, File, FileVersion } from './records.ts';
import { versionsOf } from './library.ts';
import { putFile } from './state.ts';

/** One version of a file; `undefined` when it never had it. */
export function findVersion(file: File, version: number): FileVersion | undefined {
  return versionsOf(file).find((it) => it.version === version);
}

/** A file as it was: the latest one's title and place with an older one's content. */
export function fileAt(file: File, version: FileVersion): File {
  return { ...file, ...version };
}

/**
 * Makes an older version the latest once more, under a new number. A number that the file has not reached yet stands for
 * the latest. Throws 400 for the number of the latest version and for what is no version.
 */
export function restoreVersion(portal: Portal, actor: Account, { file, version }: VersionChoice): File {
  if (version === file.version) throw badArgument('The new version cannot be the same as the current one');
  const source = findVersion(file, Math.min(version, file.version));
  if (version < 1 || !source) throw badArgument("Value cannot be null. (Parameter 'version')");
  const { content, size, modified } = source;
  const comment = `Revision ${modified.slice(0, 16).replace('T', ' ')}`;
  const changed = overwriteFile(portal, actor, { file, content: { content, size }, comment });
  publishEntry(portal, { trigger: 'file.updated', actor }, changed);
  return changed;
}

export interface VersionChoice {
  file: File;
  version: number;
}

/**
 * Draws the line between two revisions anew: the version, with all after it, begins a revision of its own, or continues
 * the one before. Throws 400 for a version that the file does not have.
 */
export function regroupVersions(
  portal: Portal,
  { file, version, continues }: VersionChoice & { continues: boolean },
): File {
  const chosen = findVersion(file, version);
  const before = findVersion(file, version - 1);
  if (!chosen) throw badArgument("Value cannot be null. (Parameter 'version')");
  const step = (before?.versionGroup ?? 0) + (continues && before ? 0 : 1) - chosen.versionGroup;
  return replaceVersions(portal, file, (it) =>
    it.version >= version ? { ...it, versionGroup: it.versionGroup + step } : it,
  );
}

/** Notes what a version is about. Throws 400 for a version that the file does not have. */
export function commentVersion(portal: Portal, { file, version, comment }: VersionChoice & { comment: string }): File {
  if (!findVersion(file, version)) throw badArgument("Value cannot be null. (Parameter 'version')");
  return replaceVersions(portal, file, (it) => (it.version === version ? { ...it, comment } : it));
}

function replaceVersions(portal: Portal, file: File, replace: (version: FileVersion) => FileVersion): File {
  const changed = { ...file, ...replace(file), history: file.history.map(replace) };
  putFile(portal.state, changed);
  return changed;
}

/** Forgets older versions. The latest one stays, whatever is asked for. */
export function removeVersions(portal: Portal, file: File, versions: readonly number[]): void {
  putFile(portal.state, { ...file, history: file.history.filter((it) => !versions.includes(it.version)) });
}
