import * as z from 'zod';
import { createLibrary, dumpLibrary, storeContent } from './library.ts';

const OldSnapshot = z.looseObject({
  library: z.undefined().optional(),
  files: z.array(z.looseObject({ version: z.number(), content: z.string() })),
});

/** A snapshot of the time when each file held its bytes, in base64, becomes one with a library. Others stay as they are. */
export function upgradeSnapshot(json: unknown): unknown {
  const old = OldSnapshot.safeParse(json);
  if (!old.success) return json;
  const library = createLibrary();
  const files = old.data.files.map((file) => {
    const content = storeContent(library, Buffer.from(file.content, 'base64'));
    library.uses.set(content.content, 1);
    return { ...file, ...content, versionGroup: file.version, comment: '', history: [] };
  });
  return { ...old.data, files, library: dumpLibrary(library) };
}
