import { Liquid } from 'liquidjs';

/** Tags an author may use: choices and names, nothing that repeats, reads files or keeps state. */
export const tags = ['assign', 'case', 'comment', 'if', 'unless'];

/** Filters an author may use: short texts and dates. Those that evaluate code in a text (`where_exp`) are not among them. */
export const filterNames = [
  'append',
  'capitalize',
  'date',
  'default',
  'downcase',
  'first',
  'join',
  'last',
  'lstrip',
  'prepend',
  'remove',
  'replace',
  'rstrip',
  'size',
  'slice',
  'split',
  'strip',
  'truncate',
  'upcase',
  'url_encode',
];

/** Values of a blueprint are titles, ids and addresses: what needs more than this is a mistake or an attack. */
const limits = { parseLimit: 20_000, memoryLimit: 200_000, renderLimit: 2_000 } as const;

/**
 * Liquid as blueprints speak it: a variable that is not there and an unknown filter are errors, only own properties of plain values are
 * read, dates are UTC and never the clock's, and parsing, time and memory are limited.
 */
export function createLiquid(): Liquid {
  const liquid = new Liquid({
    ...limits,
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // Without it `a | default: b` could not stand in for a variable that is not there.
    lenientIf: true,
    timezoneOffset: 0,
    locale: 'en-US',
    // Were a tag that includes files ever let in, it would find none.
    templates: {},
    relativeReference: false,
  });
  keepOnly(liquid.tags, tags);
  keepOnly(liquid.filters, filterNames);
  liquid.registerFilter('default', (value: unknown, fallback: unknown) => (isBlank(value) ? fallback : value));
  forbidClock(liquid);
  return liquid;
}

function keepOnly(registry: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(registry)) {
    if (!names.includes(name)) Reflect.deleteProperty(registry, name);
  }
}

/** Unlike Liquid's own filter, this takes `false` for a value and a text of white space for none. */
function isBlank(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** A run that is resumed must render what it rendered before. */
function forbidClock(liquid: Liquid): void {
  const date = liquid.filters['date'];
  if (typeof date !== 'function') throw new Error('the date filter is not a function');
  liquid.registerFilter('date', function (value: unknown, ...rest: unknown[]): unknown {
    if (value === 'now' || value === 'today')
      throw new Error(`\`${value}\` changes while a run waits; use \`run.time\``);
    const rendered: unknown = date.call(this, value, ...rest);
    return rendered;
  });
}
