/** How many there were a second, of so many between two moments in milliseconds. Throws when no time lies between them. */
export function ratePerSecond(
  count: number,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  if (toMs <= fromMs) throw new Error('No time has passed, so there is no rate.');
  return count / ((toMs - fromMs) / 1_000);
}
