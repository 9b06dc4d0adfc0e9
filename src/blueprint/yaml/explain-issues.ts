import type { z } from 'zod';
import { isRecord } from '../../base/json.ts';
import { formatPath, type Issue, issueAt, type PathKey, type Place } from '../issue.ts';
import { didYouMean, nearestWord, quoteWords } from '../nearest-word.ts';
import type { YamlResult } from './read-yaml.ts';
import { decidingKey, describe, formsOf, keysOf, nameForm, schemaAt, takesForm, valueAt } from './schema-shape.ts';

type Schema = z.core.$ZodType;
type ZodIssue = z.core.$ZodIssue;
type Yaml = Extract<YamlResult, { ok: true }>;

interface Situation {
  readonly schema: Schema;
  readonly yaml: Yaml;
}

/** What zod found, in an author's words and at the line and column of the key or value that is wrong. */
export function explainIssues(issues: readonly ZodIssue[], situation: Situation): Issue[] {
  return explainAll(issues, [], situation);
}

function explainAll(issues: readonly ZodIssue[], base: PathKey[], situation: Situation): Issue[] {
  const isMisspelt = createMisspeltTest(issues, base, situation);
  return issues.flatMap((issue) =>
    isMisspelt(issue) ? [] : explain(issue, [...base, ...toPath(issue.path)], situation),
  );
}

/** Whether an issue only says that a key is missing whose misspelling is an issue of its own. */
function createMisspeltTest(
  issues: readonly ZodIssue[],
  base: PathKey[],
  { yaml }: Situation,
): (issue: ZodIssue) => boolean {
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? [issue] : []));
  return ({ path }) => {
    const key = path.at(-1);
    if (typeof key !== 'string' || valueAt(yaml.data, [...base, ...toPath(path)]) !== undefined) return false;
    const siblings = unknown.filter(
      (issue) => formatPath(toPath(issue.path)) === formatPath(toPath(path.slice(0, -1))),
    );
    return siblings.some(({ keys }) => keys.some((word) => nearestWord(word, [key]) !== undefined));
  };
}

function toPath(path: readonly PropertyKey[]): PathKey[] {
  return path.map((key) => (typeof key === 'symbol' ? String(key) : key));
}

function explain(issue: ZodIssue, path: PathKey[], situation: Situation): Issue[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, path, situation));
    case 'invalid_union':
      return explainUnion(issue, path, situation);
    case 'invalid_type':
      return [wrongType(issue.expected, path, situation)];
    case 'invalid_value':
      return [unknownWord(issue.values.map(String), path, situation)];
    default:
      return [at(path, situation, { message: `\`${nounOf(path)}\` ${boundOf(issue)}` })];
  }
}

interface Finding {
  readonly message: string;
  /** Without one, the description of what stands there. */
  readonly hint?: string | undefined;
}

function at(path: PathKey[], { schema, yaml }: Situation, { message, hint }: Finding): Issue {
  const words = hint ?? describe(schemaAt(schema, yaml.data, path));
  return issueAt(yaml.locate(path), message, words === '' ? 'See the guide to blueprints.' : words);
}

/** The word that names what stands at a path: its last key, without places in lists. */
function nounOf(path: readonly PathKey[]): string {
  return path.findLast((key) => typeof key === 'string') ?? 'the document';
}

function unknownKey(key: string, path: PathKey[], { schema, yaml }: Situation): Issue {
  const value = valueAt(yaml.data, path);
  const forms = formsOf(schemaAt(schema, yaml.data, path) ?? schema);
  const taken = forms.filter((form) => takesForm(form, value));
  const known = (taken.length > 0 ? taken : forms).flatMap(keysOf);
  return unknownKeyIssue(key, known, yaml.locate([...path, key], 'key'));
}

function unknownKeyIssue(key: string, known: readonly string[], place: Place): Issue {
  const unique = [...new Set(known)];
  const message = `unknown key \`${key}\`${didYouMean(key, unique)}`;
  return issueAt(place, message, `Known keys here: ${quoteWords(unique)}.`);
}

function explainUnion(issue: z.core.$ZodIssueInvalidUnion, path: PathKey[], situation: Situation): Issue[] {
  const value = valueAt(situation.yaml.data, path);
  const schema = schemaAt(situation.schema, situation.yaml.data, path);
  const forms = schema ? formsOf(schema) : [];
  const taken = forms.flatMap((form, index) => (takesForm(form, value) ? [{ form, index }] : []));
  const [only, second] = taken;
  if (only && !second) {
    return explainAll(issue.errors[only.index] ?? [], path, situation);
  }
  if (only) {
    const keys = quoteWords(taken.flatMap(({ form }) => decidingKey(form) ?? []));
    return [at(path, situation, { message: `only one of ${keys} may stand here`, hint: 'Make an entry of each.' })];
  }
  return noForm({ value, forms }, path, situation);
}

function noForm(
  { value, forms }: { value: unknown; forms: readonly Schema[] },
  path: PathKey[],
  situation: Situation,
): Issue[] {
  const objects = forms.filter((form) => decidingKey(form) !== undefined);
  if (!isRecord(value) || objects.length === 0) {
    return [wrongType(forms.map(nameForm).join(' or '), path, situation)];
  }
  const known = objects.flatMap(keysOf);
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    const { locate } = situation.yaml;
    return unknown.map((key) => unknownKeyIssue(key, known, locate([...path, key], 'key')));
  }
  const keys = quoteWords(objects.flatMap((form) => decidingKey(form) ?? []));
  return [at(path, situation, { message: `one of ${keys} is missing` })];
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list',
  object: 'a map of keys',
};

function wrongType(expected: string, path: PathKey[], situation: Situation): Issue {
  const { schema, yaml } = situation;
  const value = valueAt(yaml.data, path);
  const parent = valueAt(yaml.data, path.slice(0, -1));
  const key = path.at(-1);
  if (value === undefined && typeof key === 'string' && isRecord(parent)) {
    const message = `missing key \`${key}\``;
    return issueAt(yaml.locate(path.slice(0, -1)), message, missingHint(describe(schemaAt(schema, yaml.data, path))));
  }
  const message = `\`${nounOf(path)}\` must be ${typeWords[expected] ?? expected}, not ${nameType(value)}`;
  const hint = quotingHint(expected, value, yaml.sourceAt(yaml.locate(path)));
  return at(path, situation, { message, hint });
}

function missingHint(description: string): string {
  return description === '' ? 'Add it.' : `Add it: ${description}`;
}

/** `key: {{ person.id }}` is a map to YAML, and `title: 2024` a number: the commonest slips have a cure of their own. */
function quotingHint(expected: string, value: unknown, source: string): string | undefined {
  if (source.startsWith('{{')) return 'Put the expression in quotes: "{{ … }}".';
  const wantsText = expected.includes('string') || expected.includes('text');
  return wantsText && typeof value !== 'object' ? 'Put it in quotes.' : undefined;
}

function nameType(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'text' : `\`${nameScalar(value)}\``;
}

function nameScalar(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function unknownWord(known: readonly string[], path: PathKey[], situation: Situation): Issue {
  const value = valueAt(situation.yaml.data, path);
  if (value === undefined) return wrongType('text', path, situation);
  if (typeof value === 'object') return wrongType('string', path, situation);
  const word = nameScalar(value);
  const message = `unknown ${nounOf(path)} \`${word}\`${didYouMean(word, known)}`;
  return at(path, situation, { message, hint: `Known: ${quoteWords(known)}.` });
}

function boundOf(issue: ZodIssue): string {
  if (issue.code === 'too_small') {
    if (issue.origin !== 'number' && issue.origin !== 'int') return 'must not be empty';
    return `must be at least ${String(issue.minimum)}`;
  }
  if (issue.code === 'too_big') {
    const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' entries' : '';
    return `must be at most ${String(issue.maximum)}${unit}`;
  }
  return issue.message;
}
