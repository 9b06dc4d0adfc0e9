/** How much is in a folder and all folders below it. */
export interface Totals {
  files: number;
  folders: number;
}

/** The totals of each folder that has anything in it, by its id. */
export type TotalsById = Map<number, Totals>;

/** What is in a folder. */
export function totalsOf(totals: TotalsById, folderId: number): Totals {
  return totals.get(folderId) ?? { files: 0, folders: 0 };
}

/**
 * Adds to a folder and to all above it; with numbers below zero it takes away. A folder that is not known yet (it comes
 * later in a file) ends the way up: what is below it is added where it arrives itself.
 */
export function addToTotals(
  totals: TotalsById,
  { from, change, parentOf }: { from: number; change: Totals; parentOf: (folderId: number) => number | undefined },
): void {
  for (let id: number | undefined = from; id !== undefined && id !== 0; id = parentOf(id)) {
    const known = totalsOf(totals, id);
    const sum = { files: known.files + change.files, folders: known.folders + change.folders };
    if (sum.files === 0 && sum.folders === 0) totals.delete(id);
    else totals.set(id, sum);
  }
}
