import type { Blueprint, CloseOutBlueprint, RoomBlueprint } from '../blueprint/blueprint.ts';
import type { Expression } from '../blueprint/expression.ts';
import type {
  BlueprintPicture,
  PicturedAccess,
  PicturedFollowUp,
  PicturedItem,
  PicturedLink,
  PicturedRoom,
} from '../http/blueprint-picture.ts';

/** A blueprint in a form that can be drawn. */
export function pictureBlueprint(blueprint: Blueprint): BlueprintPicture {
  const { events, http, sweep } = blueprint.on;
  return {
    on: { events, http, ...(sweep ? { sweep } : {}) },
    then: blueprint.then.map(pictureFollowUp),
    ...(blueprint.kind === 'Room' ? pictureRoomBlueprint(blueprint) : pictureCloseOut(blueprint)),
  };
}

function pictureRoomBlueprint(blueprint: RoomBlueprint): Omit<BlueprintPicture, 'on' | 'then'> {
  const { when, key, room } = blueprint;
  const isEach = blueprint.for !== 'room';
  return { ...(when === undefined ? {} : { when }), ...(isEach ? { key: key.text } : {}), room: pictureRoom(room) };
}

function pictureCloseOut(blueprint: CloseOutBlueprint): Omit<BlueprintPicture, 'on' | 'then'> {
  const { rooms: which } = blueprint;
  const rooms = typeof which === 'string' ? which : `tag ${which.tag}`;
  if (blueprint.for === 'person') {
    const { when } = blueprint;
    return { when, closeOut: { for: 'person', rooms, remove: ['memberships'], ownership: 'never', reports: false } };
  }
  const { remove, ownership, report } = blueprint;
  return { closeOut: { for: 'room', rooms, remove, ownership, reports: report !== undefined } };
}

function pictureRoom(room: RoomBlueprint['room']): PicturedRoom {
  const { title, type, from, tags, contents, access, links } = room;
  return {
    title: title.text,
    ...(type === undefined ? {} : { type }),
    ...(from ? { from: from.text } : {}),
    tags: tags.map(({ text }) => text),
    contents: contents.flatMap(pictureItem),
    access: access.map(pictureAccess),
    links: links.map(pictureLink),
  };
}

type Named<Key extends string> = Readonly<Partial<Record<Key, string>>>;

function named<Key extends string>(key: Key, expression: Expression | undefined): Named<Key>;
function named(key: string, expression: Expression | undefined): Named<string> {
  return expression ? { [key]: expression.text } : {};
}

function pictureItem(item: RoomBlueprint['room']['contents'][number]): PicturedItem[] {
  const when = named('when', item.when);
  switch (item.kind) {
    case 'folder':
      return [{ kind: 'folder', title: item.title.text, ...when, contents: item.contents.flatMap(pictureItem) }];
    case 'text':
      return [{ kind: 'text', title: item.as.text, ...when, contents: [] }];
    case 'copy':
      return item.files.map(({ text }) => ({ kind: 'copy', title: item.as?.text ?? text, ...when, contents: [] }));
  }
}

function pictureAccess(entry: RoomBlueprint['room']['access'][number]): PicturedAccess {
  const { subject, value, levels, optional, each, expires, when } = entry;
  return {
    ...{ subject, value: value.text, optional },
    levels: levels.map((level) => ('level' in level ? level.level : level.expression.text)),
    ...named('each', each),
    ...named('expires', expires),
    ...named('when', when),
  };
}

function pictureLink(link: RoomBlueprint['room']['links'][number]): PicturedLink {
  const { kind, level, title, expires, password } = link;
  return { kind, level, hasPassword: password !== undefined, ...named('title', title), ...named('expires', expires) };
}

function pictureFollowUp(followUp: Blueprint['then'][number]): PicturedFollowUp {
  const when = named('when', followUp.when);
  switch (followUp.kind) {
    case 'mail': {
      const to = followUp.to.map(({ text }) => text).join(', ');
      return { kind: 'mail', to, what: followUp.template?.text ?? followUp.subject?.text ?? '', ...when };
    }
    case 'crm':
      return { kind: 'crm', to: followUp.contact.text, what: followUp.note.text, ...when };
    case 'http':
      return { kind: 'http', to: followUp.url.text, what: followUp.method, ...when };
    case 'chat':
      return { kind: 'chat', to: '', what: followUp.text.text, ...when };
  }
}
