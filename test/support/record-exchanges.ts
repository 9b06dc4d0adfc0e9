import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

// Imported by Node.js before a program's own code: the exchanges of a sandbox that runs in that process go into the file
// that this module's address names, a line each.
const file = new URL(import.meta.url).searchParams.get('file');
if (file !== null)
  subscribe('docspace-sandbox:exchange', (exchange) => appendFileSync(file, `${JSON.stringify(exchange)}\n`));
