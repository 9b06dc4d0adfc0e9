import { type Document, isMap, isPair, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Answers, InitQuestion, Picked } from '../../cli/init/init-parts.ts';

interface Filling {
  /** A blueprint of the gallery. */
  readonly text: string;
  readonly questions: readonly InitQuestion[];
  readonly answers: Answers;
  /** Where an editor finds the JSON Schema, from the folder of the blueprint. */
  readonly schema: string;
}

/** Lines that hold for the gallery alone: where its schema lies, and which settings it reads. */
const galleryOnly = /^ *# (?:yaml-language-server:|Settings that it reads|Left out while \w+ is empty).*\n/gm;

/**
 * A blueprint of the gallery with what was picked in place of its `env.NAME`s, and the names beside it as comments. What was not picked is
 * left out with the entry that it stands in, so that the document reads nothing from the settings. Comments of the gallery stay.
 */
export function fillBlueprint({ text, questions, answers, schema }: Filling): string {
  const document = parseDocument(text.replaceAll(galleryOnly, ''));
  for (const question of questions) {
    const picked = answers.get(question.name) ?? [];
    if (question.kind === 'template') putTemplate(document, picked);
    else putAnswer(document, question.name, picked);
  }
  const written = document.toString({ lineWidth: 0, flowCollectionPadding: true });
  return `# yaml-language-server: $schema=${schema}\n${written.replaceAll(/\[ ([^\]"\n]*) \]/g, '[$1]')}`;
}

function putTemplate(document: Document, [template]: readonly Picked[]): void {
  const room = document.get('room');
  if (!template || !isMap(room)) return;
  // A room from a template has the template's type.
  const at = room.items.findIndex(({ key }) => isScalar(key) && key.value === 'type');
  const pair = document.createPair('from', template.id);
  if (isScalar(pair.value)) {
    pair.value.type = 'QUOTE_DOUBLE';
    pair.value.comment = ` ${oneLine(template.name)}`;
  }
  if (at === -1) room.items.push(pair);
  else room.items.splice(at, 1, pair);
}

/** Steps from the document down to a node. */
type Path = Parameters<Extract<Parameters<typeof visit>[1], (...args: never) => unknown>>[2];

function putAnswer(document: Document, name: string, picked: readonly Picked[]): void {
  const wanted = new RegExp(String.raw`^\{\{\s*env\.${name}\s*\}\}$`);
  visit(document, {
    Scalar(_key, node, path) {
      if (typeof node.value !== 'string' || !wanted.test(node.value)) return undefined;
      if (picked.length > 0) return writePicked(document, picked, path);
      leaveOut(document, path);
      // The tree is another one now.
      return visit.BREAK;
    },
  });
}

/** What stands in the place of an expression; the names become a comment behind the entry. */
function writePicked(document: Document, picked: readonly Picked[], path: Path) {
  const names = ` ${picked.map(({ name }) => oneLine(name)).join(', ')}`;
  const isFiles = path.some((step) => keyOf(step) === 'copy');
  const ids = picked.map(({ id }) => (isFiles ? Number(id) : id));
  const value = document.createNode(ids.length > 1 ? ids : ids[0], { flow: true });
  if (isScalar(value) && !isFiles) value.type = 'QUOTE_DOUBLE';
  const map = path.findLast(isMap);
  if (map?.flow === true) map.comment = names;
  else value.comment = names;
  return value;
}

/** Takes the smallest thing away that can be missing: the default of an input, an entry of a list, or a key of the document. */
function leaveOut(document: Document, path: Path): void {
  const map = path.at(-2);
  if (isMap(map) && keyOf(path.at(-1)) === 'default') {
    map.delete('default');
    return;
  }
  const at = path.findLastIndex(isSeq);
  if (at === -1) document.delete(keyOf(path.find(isPair)));
  else leaveEntryOut(path, at);
}

function leaveEntryOut(path: Path, at: number): void {
  const list = path[at];
  if (!isSeq(list)) return;
  list.items.splice(list.items.indexOf(path[at + 1]), 1);
  // A folder without contents has no such key.
  const owner = path[at - 2];
  if (list.items.length === 0 && isMap(owner)) owner.delete(keyOf(path[at - 1]));
}

function keyOf(step: unknown): unknown {
  return isPair(step) && isScalar(step.key) ? step.key.value : undefined;
}

/** A title of the portal in a comment: one line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
