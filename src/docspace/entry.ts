import * as z from 'zod';
import { entryId, portalDate } from './wire.ts';

/** A folder or a file. */
export interface Entry {
  readonly id: number;
  readonly title: string;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  /** A guid. */
  readonly createdById: string;
  /** When content or title changed last; ISO 8601 in UTC. */
  readonly updatedAt?: string;
  /** Of files only: 1, and one more for each time the content was replaced. */
  readonly version?: number;
  /** Who changed it last; a guid. */
  readonly updatedById?: string;
  /** Of files only: bytes; missing also for an empty one. */
  readonly size?: number;
  /** Of files only: where people open it; not a secret. */
  readonly webUrl?: string;
  /** Of folders only: how much is directly in it. */
  readonly filesCount?: number;
  readonly foldersCount?: number;
}

const Author = z.object({ id: z.guid() });
const changeFields = { updated: portalDate.optional(), updatedBy: Author.optional() };

/** FileEntryDto, as far as it is used. */
export const EntryReply = z
  .object({
    id: entryId,
    title: z.string(),
    created: portalDate,
    ...changeFields,
    createdBy: Author,
    version: z.int().exactOptional(),
    pureContentLength: z.int().optional(),
    webUrl: z.string().exactOptional(),
    filesCount: z.int().exactOptional(),
    foldersCount: z.int().exactOptional(),
  })
  .transform(({ created, createdBy, updated, updatedBy, pureContentLength, ...entry }): Entry => ({
    ...entry,
    createdAt: created,
    createdById: createdBy.id,
    ...writeSize(pureContentLength),
    ...writeChange({ updated, updatedBy }),
  }));

export interface FileInfo {
  readonly id: number;
  /** With its extension. */
  readonly title: string;
  /** With its dot: `.docx`. Empty for a file without one. */
  readonly extension: string;
  /** 1, and one more for each time its content was replaced. */
  readonly version: number;
  /** Bytes; missing also for an empty file. */
  readonly size?: number;
  /** Where people open it; not a secret. */
  readonly webUrl?: string;
  /** A guid. */
  readonly createdById?: string;
  /** When content or title changed last; ISO 8601 in UTC. */
  readonly updatedAt?: string;
  /** Who changed it last; a guid. */
  readonly updatedById?: string;
}

/** FileDto, as far as it is used. */
export const FileReply = z
  .object({
    id: entryId,
    title: z.string(),
    fileExst: z.string().default(''),
    version: z.int().default(1),
    pureContentLength: z.int().optional(),
    webUrl: z.string().exactOptional(),
    createdBy: Author.optional(),
    ...changeFields,
  })
  .transform(({ fileExst, createdBy, updated, updatedBy, pureContentLength, ...file }): FileInfo => ({
    ...file,
    extension: fileExst,
    ...writeSize(pureContentLength),
    ...(createdBy ? { createdById: createdBy.id } : {}),
    ...writeChange({ updated, updatedBy }),
  }));

function writeSize(bytes: number | undefined): { readonly size?: number } {
  return bytes === undefined ? {} : { size: bytes };
}

interface Change {
  readonly updated: string | undefined;
  readonly updatedBy: z.infer<typeof Author> | undefined;
}

function writeChange({ updated, updatedBy }: Change): Pick<Entry, 'updatedAt' | 'updatedById'> {
  return {
    ...(updated === undefined ? {} : { updatedAt: updated }),
    ...(updatedBy === undefined ? {} : { updatedById: updatedBy.id }),
  };
}
