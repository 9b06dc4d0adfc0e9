import { fileShare } from '../model/vendor-numbers.ts';

const byName = new Map<string, number>(Object.entries(fileShare).map(([name, value]) => [name, value]));

/**
 * The vendor's own converter for FileShare: an integer is taken as it is, a text is an exact-case name or digits;
 * anything else, a missing field included, silently becomes None, and None means "remove".
 */
export function readAccess(value: unknown): number {
  if (typeof value === 'number') return Number.isInteger(value) ? value : fileShare.None;
  if (typeof value !== 'string') return fileShare.None;
  return byName.get(value) ?? (/^\d+$/.test(value) ? Number(value) : fileShare.None);
}
