import { AppError, type FieldIssue } from '../base/errors.ts';
import type { InputField } from '../blueprint/inputs.ts';
import { didYouMean, quoteWords } from '../blueprint/nearest-word.ts';
import type { ColumnName } from '../cli/parts.ts';

/** A column of the file, and the input that its cells hold; undefined where it is left alone. */
export interface Column {
  readonly heading: string;
  readonly input: ColumnInput | undefined;
}

/** Something that a column may hold: an input that has no inner ones. */
export interface ColumnInput {
  /** `client.name` */
  readonly path: string;
  readonly required: boolean;
  readonly secret: boolean;
}

/** What the columns of a file may hold. */
export function columnInputsOf(inputs: readonly InputField[]): readonly ColumnInput[] {
  return inputs.flatMap((field) => listLeaves(field, true));
}

function listLeaves(field: InputField, isNeeded: boolean): ColumnInput[] {
  const required = isNeeded && field.required;
  if (field.type === 'object') return (field.fields ?? []).flatMap((inner) => listLeaves(inner, required));
  return [{ path: field.path, required, secret: field.secret }];
}

interface Mapping {
  readonly inputs: readonly ColumnInput[];
  /** Headings that are told by hand, before any is guessed. */
  readonly map: readonly ColumnName[];
  /** Whether columns that belong to no input are left alone. */
  readonly ignoreColumns: boolean;
  /** Paths that are given for all rows together. */
  readonly given: readonly string[];
}

/**
 * Which input each column holds: the one of its heading's name, whatever its case, or the one that it is mapped to.
 * Errors: one `invalid-input` that names every column and input that does not come out, each under `issues`.
 */
export function mapColumns(headings: readonly string[], mapping: Mapping): readonly Column[] {
  const columns = headings.map((heading) => ({ heading, input: findInput(heading, mapping) }));
  const issues = [
    ...findWrongMaps(headings, mapping),
    ...findWrongGiven(mapping),
    ...findUnknown(columns, mapping),
    ...findDoubles(columns, mapping),
    ...findMissing(columns, mapping),
  ];
  const [first] = issues;
  if (!first) return columns;
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : '';
  throw new AppError('invalid-input', `The heading of the file does not fit: ${first.path} ${first.message}${more}.`, {
    hint: 'Name columns as the inputs, or map them: --map "Kunde=client.name"; leave others alone: --ignore-columns.',
    details: { issues },
  });
}

function findInput(heading: string, { inputs, map }: Mapping): ColumnInput | undefined {
  const told = map.find((one) => isSame(one.heading, heading));
  return inputs.find(({ path }) => isSame(path, told?.path ?? heading));
}

function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function findWrongMaps(headings: readonly string[], { map, inputs }: Mapping): FieldIssue[] {
  const paths = inputs.map(({ path }) => path);
  return map.flatMap(({ heading, path }) => {
    if (!headings.some((one) => isSame(one, heading))) {
      return [{ path: `--map "${heading}"`, message: `is no column${didYouMean(heading, headings)}` }];
    }
    if (paths.some((one) => isSame(one, path))) return [];
    return [{ path: `--map "${heading}"`, message: `leads to no input: ${path}${didYouMean(path, paths)}` }];
  });
}

function findWrongGiven({ given, inputs }: Mapping): FieldIssue[] {
  const paths = inputs.map(({ path }) => path);
  return given
    .filter((path) => !paths.includes(path))
    .map((path) => ({ path: `--set or --secret ${path}`, message: sayNoInput(path, paths) }));
}

function sayNoInput(word: string, paths: readonly string[]): string {
  return `is no input${didYouMean(word, paths) || `; known: ${quoteWords(paths)}`}`;
}

function findUnknown(columns: readonly Column[], { inputs, map, ignoreColumns }: Mapping): FieldIssue[] {
  if (ignoreColumns) return [];
  const paths = inputs.map(({ path }) => path);
  return columns.flatMap(({ heading, input }, index) => {
    if (input || map.some((one) => isSame(one.heading, heading))) return [];
    if (heading.trim() === '') return [{ path: `column ${index + 1}`, message: 'has no heading' }];
    return [{ path: `column "${heading}"`, message: sayNoInput(heading, paths) }];
  });
}

function findDoubles(columns: readonly Column[], { given }: Mapping): FieldIssue[] {
  const seen = new Map(given.map((path) => [path, '--set or --secret']));
  return columns.flatMap(({ heading, input }) => {
    if (!input) return [];
    const before = seen.get(input.path);
    seen.set(input.path, `column "${heading}"`);
    return before === undefined
      ? []
      : [{ path: `column "${heading}"`, message: `gives ${input.path}, as does ${before}` }];
  });
}

function findMissing(columns: readonly Column[], { inputs, given }: Mapping): FieldIssue[] {
  const covered = new Set([...given, ...columns.flatMap(({ input }) => input?.path ?? [])]);
  return inputs
    .filter(({ path, required }) => required && !covered.has(path))
    .map(({ path }) => ({ path, message: 'has no column, and must be given' }));
}
