import { Composer, type Document, isMap, isNode, isScalar, isSeq, LineCounter, Parser, type YAMLError } from 'yaml';
import { formatPath, type Issue, issueAt, type PathKey, type Place } from '../issue.ts';
import { screenTokens } from './screen-tokens.ts';

/** Largest document: 256 KB of UTF-8. */
export const documentLimit = 256 * 1024;

export interface Source {
  readonly file: string;
  readonly text: string;
}

/** Finds where a path stands: at its key (`key`), or at its value. What does not exist is placed at its nearest parent. */
export type Locate = (path: readonly PathKey[], part?: 'key' | 'value') => Place;

export type YamlResult =
  | { readonly ok: true; readonly data: unknown; readonly locate: Locate; readonly sourceAt: (place: Place) => string }
  | { readonly ok: false; readonly issues: readonly Issue[] };

const yamlOptions = {
  version: '1.2',
  schema: 'core',
  merge: false,
  strict: true,
  uniqueKeys: true,
  prettyErrors: false,
  // Otherwise the library prints warnings past our log; those about the document are issues here.
  logLevel: 'silent',
} as const;

/** Reads one YAML document as plain data. Never throws: whatever is wrong with the text comes back as issues. */
export function readYaml({ file, text }: Source): YamlResult {
  const start: Place = { file, line: 1, column: 1, path: '' };
  if (Buffer.byteLength(text) > documentLimit) {
    return failure(issueAt(start, 'larger than 256 KB', 'Split the document into several blueprints.'));
  }
  const lines = new LineCounter();
  const place = (offset: number, path: readonly PathKey[] = []): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), path: formatPath(path) };
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const fault = screenTokens(tokens);
  if (fault) return failure(issueAt(place(fault.offset), fault.message, fault.hint));

  const documents = [...new Composer({ ...yamlOptions, lineCounter: lines }).compose(tokens)];
  const [document, second] = documents;
  if (!document || isEmpty(document)) {
    return failure(issueAt(start, 'the file is empty', 'Write a blueprint in it, or remove it.'));
  }
  if (second) {
    const at = place(second.contents?.range[0] ?? second.range[0]);
    return failure(issueAt(at, 'a second document in one file', 'Give each blueprint a file of its own.'));
  }
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { ok: false, issues: faults.slice(0, 100).map((error) => explainError(error, text, place(error.pos[0]))) };
  }
  return {
    ok: true,
    data: document.toJS({ maxAliasCount: 0 }),
    locate: (path, part = 'value') => place(offsetOf(document, path, part), path),
    sourceAt: ({ line, column }) => (text.split('\n')[line - 1] ?? '').slice(column - 1),
  };
}

function failure(issue: Issue): YamlResult {
  return { ok: false, issues: [issue] };
}

function isEmpty(document: Document.Parsed): boolean {
  if (document.errors.length > 0) return false;
  return document.contents === null || (isScalar(document.contents) && document.contents.value === null);
}

function explainError(error: YAMLError, text: string, at: Place): Issue {
  switch (error.code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^:\s]+/.exec(text.slice(error.pos[0]))?.[0] ?? '';
      return issueAt(at, `duplicate key \`${key}\``, 'Keep one of them.');
    }
    case 'TAB_AS_INDENT':
      return issueAt(at, 'a tab as indentation', 'YAML is indented by spaces.');
    case 'TAG_RESOLVE_FAILED':
      return issueAt(at, 'a tag that blueprints do not have', 'Remove what starts with `!`.');
    default:
      return issueAt(at, `not YAML: ${error.message}`, 'Mend the YAML here, or shortly before.');
  }
}

function offsetOf(document: Document.Parsed, path: readonly PathKey[], part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, key] of path.entries()) {
    const found = step(node, key);
    if (!found) return offset;
    const wantsKey = part === 'key' && index === path.length - 1;
    offset = (wantsKey ? startOf(found.key) : startOf(found.value)) ?? startOf(found.key) ?? offset;
    node = found.value;
  }
  return offset;
}

function step(node: unknown, key: PathKey): { key: unknown; value: unknown } | undefined {
  if (isSeq(node) && typeof key === 'number') return { key: node.items[key], value: node.items[key] };
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key)) === String(key));
}

/** Where a node starts; undefined for none and for a value left empty, which has no place of its own. */
function startOf(node: unknown): number | undefined {
  if (!isNode(node) || !node.range) return undefined;
  return isScalar(node) && node.value === null && node.source === '' ? undefined : node.range[0];
}
