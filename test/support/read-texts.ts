import * as z from 'zod';

const Snapshot = z.looseObject({
  files: z.array(z.looseObject({ title: z.string(), content: z.string() })),
  library: z.looseObject({ contents: z.array(z.object({ key: z.string(), base64: z.string() })) }),
});

/** The texts of the files of a sandbox's snapshot whose title is wanted. */
export function readTexts(snapshot: unknown, isWanted: (title: string) => boolean): readonly string[] {
  const { files, library } = Snapshot.parse(snapshot);
  const bytes = new Map(library.contents.map(({ key, base64 }) => [key, base64]));
  return files
    .filter(({ title }) => isWanted(title))
    .map(({ content }) => Buffer.from(bytes.get(content) ?? '', 'base64').toString());
}
