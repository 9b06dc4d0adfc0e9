import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface DashboardFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The built dashboard by the paths of its addresses: `/index.html`, `/assets/…`. */
export type DashboardFiles = ReadonlyMap<string, DashboardFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Reads the folder once: it is small, and nothing but what was built can be asked for. Empty where it is not built. */
export function readDashboard(folder: string): DashboardFiles {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    names.flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const type = types[extname(entry.name)];
      const address = path.slice(folder.length).replaceAll('\\', '/');
      return type === undefined ? [] : [[address, { type, bytes: new Uint8Array(readFileSync(path)) }]];
    }),
  );
}
