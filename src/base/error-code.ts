import { isRecord } from './json.ts';

/** The code that Node (`ENOENT`) and PostgreSQL (`3D000`) put on their errors. */
export function codeOf(error: unknown): string | undefined {
  const code = isRecord(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : undefined;
}
