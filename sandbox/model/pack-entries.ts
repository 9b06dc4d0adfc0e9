import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { freeName } from './file-title.ts';
import { putDownload, readContent, storeContent } from './library.ts';
import type { Account, Download } from './records.ts';
import { type Entry, filesIn, isFile, subfolders } from './sections.ts';
import { may } from './security.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

const keptForMs = 60 * 60 * 1000;

/** Packs entries, folders with what the account may download of them, into an archive that is kept for an hour. */
export function packEntries(portal: Portal, account: Account, entries: readonly Entry[]): Download {
  const { library } = portal.state;
  const now = portal.clock.now().getTime();
  for (const download of [...library.downloads.values()]) {
    if (Date.parse(download.created) + keptForMs <= now) putDownload(library, download.id, undefined);
  }
  const bytes = writeZip(collect(portal, account, { entries, path: '' }));
  const download: Download = {
    ...storeContent(library, bytes),
    id: randomUUID(),
    accountId: account.id,
    title: nameArchive(entries),
    created: new Date(now).toISOString(),
  };
  putDownload(library, download.id, download);
  return download;
}

function nameArchive([first, ...rest]: readonly Entry[]): string {
  if (!first || rest.length > 0) return 'documents.zip';
  const stem = isFile(first) ? first.title.replace(/\.[^.]*$/, '') : first.title;
  return `${stem}.zip`;
}

function collect(
  portal: Portal,
  account: Account,
  { entries, path }: { entries: readonly Entry[]; path: string },
): ZipEntry[] {
  const taken = new Set<string>();
  return entries
    .filter((entry) => may(portal.state, account, { action: 'Download', entry }))
    .flatMap((entry) => {
      const name = freeName(entry.title, taken);
      taken.add(name.toLowerCase());
      if (isFile(entry)) return [{ name: path + name, bytes: readContent(portal.state.library, entry) }];
      const inner = `${path}${name}/`;
      const content = [...subfolders(portal.state, entry.id), ...filesIn(portal.state, entry.id)];
      return [{ name: inner, bytes: new Uint8Array() }, ...collect(portal, account, { entries: content, path: inner })];
    });
}
