import type { z } from 'zod';
import type { CloseOutDocument } from './close-out-schema.ts';
import type { BlueprintReader } from './expression.ts';
import { type Issue, issueAt, type PathKey } from './issue.ts';
import { ownersWord } from './room/mail.ts';

type Document = z.infer<typeof CloseOutDocument>;

interface Mixed {
  readonly at: readonly PathKey[];
  readonly message: string;
  readonly hint: string;
}

/** What in a close-out for a room is only for a person, and the other way round; each at its place, with what would work. */
export function findMixed(document: Document, reader: BlueprintReader): Issue[] {
  const mixed = document.for === 'person' ? mixedForPerson(document) : mixedForRoom(document);
  return mixed.map(({ at, message, hint }) => issueAt(reader.at(at), message, hint));
}

/** A finding, where the condition holds. */
function given(isGiven: boolean, found: Mixed): Mixed[] {
  return isGiven ? [found] : [];
}

function mixedForRoom({ remove, when, on }: Document): Mixed[] {
  const addFor = 'add `for: person`';
  return [
    ...eventsLike('user.', on).map(({ at, event }): Mixed => ({
      at,
      message: `\`${event}\` brings a person, and the close-out is for a room`,
      hint: `Use room.archived, or ${addFor}.`,
    })),
    ...given(on?.http !== undefined, {
      at: ['on', 'http'],
      message: '`http` is given, and the close-out is for a room',
      hint: 'Leave it out: the API closes rooms out in any case.',
    }),
    ...given(when !== undefined, {
      at: ['when'],
      message: '`when` is given, and the close-out is for a room',
      hint: `Leave it out: \`rooms\` says for which; or ${addFor}.`,
    }),
    ...indexesOf(remove, (what) => what === 'memberships').map((index) => ({
      at: ['remove', index],
      message: '`memberships` are removed from a person, and the close-out is for a room',
      hint: `Use guests or links, or ${addFor}.`,
    })),
  ];
}

function mixedForPerson({ remove, when, on, ownership, report, then }: Document): Mixed[] {
  return [
    ...eventsLike('room.', on).map(({ at, event }): Mixed => ({
      at,
      message: `\`${event}\` brings a room, and the close-out is for a person`,
      hint: 'Use user.updated, or leave `for: person` out.',
    })),
    ...given(when === undefined, {
      at: [],
      message: 'missing key `when`',
      hint: 'Add it: without it everybody would be taken out of their rooms. Usually `when: person.disabled`.',
    }),
    ...indexesOf(remove, (what) => what !== 'memberships').map((index) => ({
      at: ['remove', index],
      message: `\`${remove[index] ?? ''}\` are removed from a room, and the close-out is for a person`,
      hint: 'Use memberships, or leave `for: person` out.',
    })),
    ...given(ownership === 'borrow', {
      at: ['ownership'],
      message: '`ownership: borrow` is given, and the close-out is for a person',
      hint: 'Leave it out: a room that our account may not change is named in the run, with who may.',
    }),
    ...given(report !== undefined, {
      at: ['report'],
      message: '`report` is given, and the close-out is for a person',
      hint: 'Leave it out: the run names each room; `then` may mail them: {{ closeOut.removed | join: ", " }}.',
    }),
    ...then.flatMap((followUp, index) => ('mail' in followUp ? mixedMail(followUp.mail, ['then', index, 'mail']) : [])),
  ];
}

type Mail = Extract<Document['then'][number], { mail: unknown }>['mail'];

function mixedMail({ to, template }: Mail, at: readonly PathKey[]): Mixed[] {
  return [
    ...given(
      [to].flat().some((one) => one.trim() === ownersWord),
      {
        at: [...at, 'to'],
        message: '`owners` are those of a room, and the close-out is for a person',
        hint: 'Write an address, or an expression that gives one.',
      },
    ),
    ...given(template !== undefined, {
      at: [...at, 'template'],
      message: 'templates speak of a room, and the close-out is for a person',
      hint: 'Write `subject` and `text`; they may read person and closeOut.',
    }),
  ];
}

function eventsLike(prefix: string, on: Document['on']): { readonly at: readonly PathKey[]; readonly event: string }[] {
  const events = on?.event ?? [];
  if (typeof events === 'string') return events.startsWith(prefix) ? [{ at: ['on', 'event'], event: events }] : [];
  return indexesOf(events, (event) => event.startsWith(prefix)).map((index) => ({
    at: ['on', 'event', index],
    event: events[index] ?? '',
  }));
}

function indexesOf<T>(items: readonly T[], test: (item: T) => boolean): number[] {
  return items.flatMap((item, index) => (test(item) ? [index] : []));
}
