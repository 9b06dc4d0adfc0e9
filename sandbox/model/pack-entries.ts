import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { freeName } from './file-title.ts';
import { putDownload, readContent, storeContent } from './library.ts';
import type { Account, Download, File } from './records.ts';
import { type Entry, filesIn, isFile, subfolders } from './sections.ts';
import { may } from './security.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

/** The portal's name in addresses, which this one has not. */
const alias = 'sandbox';
const keptForMs = 60 * 60 * 1000;

/** What a bulk download is of, and the extensions that some files are asked for in. */
export interface Wanted {
  entries: readonly Entry[];
  extensions: ReadonlyMap<number, string>;
}

/**
 * Packs entries, folders with what the account may download of them, into an archive that is kept for an hour. One file
 * by itself is not packed: it is sent as it is (DocSpace server, FileDownloadOperation).
 */
export function packEntries(portal: Portal, account: Account, wanted: Wanted): Download {
  const { library } = portal.state;
  const now = portal.clock.now().getTime();
  for (const download of [...library.downloads.values()]) {
    if (Date.parse(download.created) + keptForMs <= now) putDownload(library, download.id, undefined);
  }
  const download: Download = {
    ...storeContent(library, readWanted(portal, account, wanted)),
    id: randomUUID(),
    accountId: account.id,
    title: nameDownload(wanted, portal.timestamp()),
    created: new Date(now).toISOString(),
  };
  putDownload(library, download.id, download);
  return download;
}

function readWanted(portal: Portal, account: Account, wanted: Wanted): Uint8Array {
  const single = singleFile(wanted);
  if (single) return readContent(portal.state.library, single);
  return writeZip(collect(portal, account, { ...wanted, path: '' }));
}

function singleFile({ entries: [first, ...rest] }: Wanted): File | undefined {
  return first && rest.length === 0 && isFile(first) ? first : undefined;
}

function nameDownload(wanted: Wanted, now: string): string {
  const [first, ...rest] = wanted.entries;
  if (!first || rest.length > 0) return `${alias}-documents-${now.slice(0, 10)}.zip`;
  return isFile(first) ? titleIn(wanted, first) : `${first.title}.zip`;
}

// There is no converter here: the bytes stay as they are, under the extension that was asked for.
function titleIn({ extensions }: Wanted, file: File): string {
  const extension = extensions.get(file.id);
  return extension === undefined ? file.title : file.title.replace(/(?:\.[^.]*)?$/, extension);
}

function collect(
  portal: Portal,
  account: Account,
  { entries, extensions, path }: Wanted & { path: string },
): ZipEntry[] {
  const taken = new Set<string>();
  return entries
    .filter((entry) => may(portal.state, account, { action: 'Download', entry }))
    .flatMap((entry) => {
      const title = isFile(entry) ? titleIn({ entries, extensions }, entry) : entry.title;
      const name = freeName(title, taken);
      taken.add(name.toLowerCase());
      if (isFile(entry)) return [{ name: path + name, bytes: readContent(portal.state.library, entry) }];
      const inner = `${path}${name}/`;
      const content = [...subfolders(portal.state, entry.id), ...filesIn(portal.state, entry.id)];
      return [
        { name: inner, bytes: new Uint8Array() },
        ...collect(portal, account, { entries: content, extensions, path: inner }),
      ];
    });
}
