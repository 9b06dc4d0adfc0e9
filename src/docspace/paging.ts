/** The portal gives no more at once, whatever is asked for (DocSpace server, ApiContext.cs). */
export const pageSize = 100;

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many there are on all pages. */
  readonly total: number | undefined;
}

/**
 * Reads all pages. `startIndex` counts what the portal holds, not what it showed, so it grows by whole pages; an empty page ends the
 * list even where the total promises more. Without a total a page that is not full is the last.
 */
export async function readAllPages<Item>(readPage: (startIndex: number) => Promise<Page<Item>>): Promise<Item[]> {
  const all: Item[] = [];
  for (let startIndex = 0; ; startIndex += pageSize) {
    const { items, total } = await readPage(startIndex);
    all.push(...items);
    const isLast = total === undefined ? items.length < pageSize : startIndex + pageSize >= total;
    if (isLast || items.length === 0) return all;
  }
}
