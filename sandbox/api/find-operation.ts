import { vendorOperations } from './vendor-operations.generated.ts';

/** An operation of DocSpace as its description names it. */
export interface VendorOperation {
  method: string;
  /** After `/api/2.0/`, with `{name}` for a parameter and `{name:int}` for one of digits. */
  path: string;
  id: string;
}

/** Every operation that DocSpace describes. */
export const operations: readonly VendorOperation[] = vendorOperations
  .trim()
  .split('\n')
  .map((line) => {
    const [method = '', path = '', id = ''] = line.split(' ');
    return { method, path, id };
  });

const byLength = Map.groupBy(operations, ({ path }) => path.split('/').length);

/** The operations at a path, whatever their method; those that name the path itself leave out those with a parameter there. */
export function operationsAt(path: string): VendorOperation[] {
  const segments = path.replace(/^\/api\/2\.0\//, '').split('/');
  const found = (byLength.get(segments.length) ?? []).filter((operation) => fits(operation, segments));
  const fewest = Math.min(...found.map(countParameters));
  return found.filter((operation) => countParameters(operation) === fewest);
}

function fits({ path }: VendorOperation, segments: readonly string[]): boolean {
  return path.split('/').every((part, index) => fitsPart(part, segments[index] ?? ''));
}

function fitsPart(part: string, segment: string): boolean {
  if (part.endsWith(':int}')) return /^\d+$/.test(segment);
  return part.startsWith('{') || part.toLowerCase() === segment.toLowerCase();
}

function countParameters({ path }: VendorOperation): number {
  return path.split('{').length - 1;
}
