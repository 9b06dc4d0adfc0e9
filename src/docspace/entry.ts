import * as z from 'zod';
import { entryId, portalDate } from './wire.ts';

/** A folder or a file. */
export interface Entry {
  readonly id: number;
  readonly title: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
}

/** FileEntryDto, as far as it is used. */
export const EntryReply = z
  .object({ id: entryId, title: z.string(), created: portalDate, createdBy: z.object({ id: z.guid() }) })
  .transform(({ id, title, created, createdBy }): Entry => ({
    id,
    title,
    createdAt: created,
    createdBy: createdBy.id,
  }));

export interface FileInfo {
  readonly id: number;
  /** With its extension. */
  readonly title: string;
  /** With its dot: `.docx`. Empty for a file without one. */
  readonly extension: string;
}

/** FileDto, as far as it is used. */
export const FileReply = z
  .object({ id: entryId, title: z.string(), fileExst: z.string().default('') })
  .transform(({ id, title, fileExst }): FileInfo => ({ id, title, extension: fileExst }));
