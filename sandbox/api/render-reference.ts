import type { ApiRoute } from './api-types.ts';
import { operations, type VendorOperation } from './find-operation.ts';

const families: Record<string, string> = {
  accounts: 'People and groups together',
  authentication: 'Login',
  backup: 'Backups',
  capabilities: 'Capabilities',
  clients: 'OAuth clients',
  files: 'Rooms, folders and files',
  group: 'Groups',
  keys: 'API keys',
  migration: 'Migration',
  modules: 'Modules',
  people: 'People',
  portal: 'The portal',
  scopes: 'OAuth scopes',
  security: 'Security',
  settings: 'Settings',
  smtpsettings: 'Mail server',
  thirdparty: 'Third parties',
};

/** The page that says which operations of DocSpace the sandbox has, from its routes and the table of all operations. */
export function renderSandboxReference(routes: readonly ApiRoute[]): string {
  const emulated = routes.filter(({ path }) => path.startsWith('/api/')).map(toOperation);
  const places = new Set(emulated.map(placeOf));
  const missing = operations.filter((operation) => !places.has(placeOf(operation)));
  const groups = Map.groupBy([...emulated, ...operations], familyOf);
  const sections = [...groups.keys()].toSorted().map((family) => {
    const own = (list: readonly VendorOperation[]) => list.filter((it) => familyOf(it) === family);
    return renderFamily(families[family] ?? family, own(emulated), own(missing));
  });
  return [
    '# What the sandbox emulates',
    '',
    '<!-- Written by `npm run docs` from the route table of the sandbox. -->',
    '',
    `The sandbox answers ${emulated.length} operations as DocSpace 3.7 does. Another ${missing.length} that DocSpace describes are answered with status 501 and their name, in the envelope of any other failure. A path that DocSpace has not is 404, another method of one that it has is 405.`,
    '',
    'Paths stand after `/api/2.0/`. Their fixed parts are read in any case.',
    '',
    ...sections.flat(),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function renderFamily(
  title: string,
  emulated: readonly VendorOperation[],
  missing: readonly VendorOperation[],
): string[] {
  const rows = emulated.toSorted(compare).map(({ method, path, id }) => `- \`${method} ${path}\` ${id}`);
  const names = missing.toSorted(compare).map(({ method, path }) => `\`${method} ${path.replaceAll(':int}', '}')}\``);
  return [
    `## ${title}`,
    '',
    ...(rows.length > 0 ? [...rows, ''] : []),
    ...(names.length > 0 ? [`Not emulated: ${names.join(', ')}.`, ''] : []),
  ];
}

function toOperation({ method, path, operation }: ApiRoute): VendorOperation {
  const readable = path.replace('/api/2.0/', '').replaceAll(/:(\w+)(?:\{[^}]*\})?\??/g, '{$1}');
  return { method, path: readable, id: operation };
}

function placeOf({ method, path }: VendorOperation): string {
  return `${method} ${path.replaceAll(/\{[^}]*\}/g, '{}').toLowerCase()}`;
}

function familyOf({ path }: VendorOperation): string {
  return path.split('/')[0] ?? '';
}

function compare(left: VendorOperation, right: VendorOperation): number {
  return left.path.localeCompare(right.path, 'en') || left.method.localeCompare(right.method, 'en');
}
