import type { DesiredRoom } from '../blueprint/desired-room.ts';
import type { KeptFacts, ObservedRoom } from './facts.ts';
import { nameOf } from './plan-links.ts';
import type { Action, FolderPath } from './plan.ts';

interface Question {
  readonly desired: DesiredRoom;
  readonly observed: ObservedRoom;
  readonly kept: KeptFacts;
  /** What the blueprint names, by our records: people and groups, folders and files. */
  readonly named: { readonly members: ReadonlySet<string>; readonly entries: ReadonlySet<string> };
}

interface Outcome {
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
}

/**
 * What runs of ours added and the blueprint no longer names. Access, tags and links go; folders and files stay, since people may work
 * in them. Nothing is touched that our records do not have.
 */
export function planRemovals(question: Question): Outcome {
  const { kept, named } = question;
  const left = kept.items.filter(({ item }) => /^(folder|file):/.test(item) && !named.entries.has(item));
  return {
    actions: [...removeAccess(question), ...removeTags(question), ...removeLinks(question)],
    notes: left.map(({ item }) => `${pathOf(item)} is no longer named, and left`),
  };
}

function pathOf(item: string): FolderPath {
  return item.replace(':', ' ');
}

function removeAccess({ kept, observed, named }: Question): readonly Action[] {
  const entries = kept.items
    .filter(({ item, isSettled }) => item.startsWith('member:') && !named.members.has(item) && isSettled !== true)
    .flatMap(({ item }) => {
      const member = observed.members.find(
        ({ id, email }) => item === `member:${id}` || (email !== undefined && item === `member:${email.toLowerCase()}`),
      );
      return member && member.id !== observed.ownerId ? [{ id: member.id, name: member.name, item }] : [];
    });
  return entries.length > 0 ? [{ kind: 'remove-access', id: 'remove access', after: [], entries }] : [];
}

function removeTags({ desired, kept, observed }: Question): readonly Action[] {
  const ours = kept.items.filter(({ item }) => item.startsWith('tag:')).map(({ item }) => item.slice('tag:'.length));
  const tags = ours.filter((tag) => !desired.tags.includes(tag) && observed.tags.includes(tag));
  return tags.length > 0 ? [{ kind: 'remove-tags', id: 'remove tags', after: [], tags }] : [];
}

function removeLinks({ desired, kept, observed }: Question): readonly Action[] {
  const named = new Set(desired.links.map((link) => link.name));
  const ours = kept.items.filter(({ item }) => item.startsWith('link:'));
  return ours.flatMap(({ item, portalId }): Action[] => {
    const name = item.slice('link:'.length);
    const found = observed.links.find((link) => link.id === portalId && nameOf(link) === name);
    if (!found || named.has(name)) return [];
    return [
      { kind: 'remove-link', id: `remove link ${name}`, after: [], name, linkId: found.id, linkKind: found.kind },
    ];
  });
}
