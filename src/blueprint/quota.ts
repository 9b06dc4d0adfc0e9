const units: Readonly<Record<string, number>> = { kb: 1, mb: 2, gb: 3, tb: 4 };

/** Bytes of a text such as `2 GB`, counted in 1024 as the portal shows them; undefined for any other text. */
export function readQuota(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]b)$/i.exec(text.trim()) ?? [];
  const power = units[unit.toLowerCase()];
  const bytes = power === undefined ? Number.NaN : Math.round(Number(number) * 1024 ** power);
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
