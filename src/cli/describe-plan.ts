import { describeLinkInFull, describeSettings, describeTime, nameLink } from '../plan/describe-parts.ts';
import type {
  Action,
  CopyFile,
  FolderPath,
  InviteEntry,
  PersonPlan,
  Plan,
  PlanLine,
  RemoveAccess,
  RemoveLink,
  RemoveTags,
  RoomPlan,
  ShareEntry,
} from '../plan/plan.ts';

interface Node {
  mark: PlanLine['mark'];
  readonly text: string;
  readonly children: Node[];
}

/**
 * A plan as the tree of its room: `+` will be made, `~` will be changed, `-` will be removed, `=` stays. Folders that exist already and get something
 * new are shown too, so that everything hangs where it belongs.
 */
export function describePlan(plan: Plan): readonly PlanLine[] {
  if ('person' in plan) return describePersonPlan(plan);
  const tree = createTree(describeRoom(plan));
  for (const action of plan.actions) addAction(tree, action);
  tree.root.children.push(...plan.notes.map((note) => leaf('=', note)));
  return flatten(tree.root, 0);
}

/** A plan as the list of the rooms that a person is taken out of, and of what it leaves. */
function describePersonPlan({ person, actions, notes }: PersonPlan): readonly PlanLine[] {
  const root: Node = {
    mark: actions.length > 0 ? '~' : '=',
    text: `access of ${person.name}`,
    children: [
      ...actions.map(({ room, level }) => leaf('-', `room "${room.title}" (${String(room.id)}): ${level}`)),
      ...notes.map((note) => leaf('=', note)),
    ],
  };
  return flatten(root, 0);
}

interface Tree {
  readonly root: Node;
  /** The node of a folder; one that nobody made yet stands for an existing folder. */
  readonly findFolder: (path: FolderPath, about?: string) => Node;
}

function createTree(root: Node): Tree {
  const folders = new Map<FolderPath, Node>([['', root]]);

  function findFolder(path: FolderPath, about = ''): Node {
    const known = folders.get(path);
    if (known) return known;
    // `Contracts/2026/`: the folder `2026/` in `Contracts/`.
    const nameAt = path.lastIndexOf('/', path.length - 2) + 1;
    const folder: Node = { mark: '=', text: `${path.slice(nameAt)}${about}`, children: [] };
    folders.set(path, folder);
    findFolder(path.slice(0, nameAt)).children.push(folder);
    return folder;
  }

  return { root, findFolder };
}

function addAction({ root, findFolder }: Tree, action: Action): void {
  switch (action.kind) {
    case 'create-folder':
      findFolder(action.path, unlessBrought(action)).mark = '+';
      break;
    case 'copy-file':
      findFolder(action.parent).children.push(
        leaf('+', `${action.title} (${describeSource(action)})${unlessBrought(action)}`),
      );
      break;
    case 'create-text':
      findFolder(action.parent).children.push(leaf('+', `${action.title}${unlessBrought(action)}`));
      break;
    default:
      root.children.push(...describeOfRoom(action));
  }
}

/** What happens to the room itself, not to something in it. */
function describeOfRoom(action: Exclude<Action, { kind: 'create-folder' | 'copy-file' | 'create-text' }>): Node[] {
  switch (action.kind) {
    case 'create-room':
    case 'create-room-from-template':
      return describeNewRoom(action);
    case 'share':
      return action.entries.map((entry) => leaf(entry.was === undefined ? '+' : '~', describeEntry(entry)));
    case 'invite':
      return action.entries.map((entry) => leaf('+', describeInvitation(entry)));
    case 'set-link':
      return [leaf(action.linkId === undefined ? '+' : '~', describeLinkInFull(action.link))];
    case 'update-room':
      return [leaf('~', describeSettings(action))];
    case 'add-tags':
      return [leaf('+', `tags ${action.tags.join(', ')}`)];
    default:
      return describeRemoval(action);
  }
}

function describeRemoval(action: RemoveAccess | RemoveTags | RemoveLink): Node[] {
  if (action.kind === 'remove-access') return action.entries.map(({ name }) => leaf('-', `access for ${name}`));
  const what =
    action.kind === 'remove-tags' ? `tags ${action.tags.join(', ')}` : nameLink(action.linkKind, action.name);
  return [leaf('-', what)];
}

function describeNewRoom(action: Extract<Action, { kind: 'create-room' | 'create-room-from-template' }>): Node[] {
  const settings = describeSettings(action);
  return [
    ...('templateId' in action
      ? [leaf('+', `from template "${action.templateTitle}" (${String(action.templateId)})`)]
      : []),
    ...(action.tags.length > 0 ? [leaf('+', `tags ${action.tags.join(', ')}`)] : []),
    ...(settings === '' ? [] : [leaf('+', settings)]),
  ];
}

function describeRoom({ room, actions }: RoomPlan): Node {
  const text = `room "${room.title}" (${room.roomType}${room.id === undefined ? '' : `, ${String(room.id)}`})`;
  const existing = actions.length === 0 ? '=' : '~';
  return { mark: room.id === undefined ? '+' : existing, text, children: [] };
}

function describeEntry({ subject, name, level, was, expiresAt }: ShareEntry): string {
  const change = was === undefined ? '' : ` instead of ${was}`;
  return `access for ${subject === 'group' ? 'group ' : ''}${name}: ${level}${change}${untilOf(expiresAt)}`;
}

function describeInvitation({ email, level, expiresAt }: InviteEntry): string {
  return `access for ${email}, invited as a guest: ${level}${untilOf(expiresAt)}`;
}

function untilOf(expiresAt: string | undefined): string {
  return expiresAt === undefined ? '' : `, until ${describeTime(expiresAt)}`;
}

function describeSource({ fileId, sourceTitle, title }: CopyFile): string {
  return sourceTitle === title ? `copy of file ${String(fileId)}` : `copy of "${sourceTitle}", file ${String(fileId)}`;
}

/** What a template holds is known once its room is made. */
function unlessBrought({ looksFirst }: Pick<CopyFile, 'looksFirst'>): string {
  return looksFirst ? ', unless the template brings it' : '';
}

function leaf(mark: PlanLine['mark'], text: string): Node {
  return { mark, text, children: [] };
}

function flatten({ mark, text, children }: Node, depth: number): PlanLine[] {
  return [{ depth, mark, text }, ...children.flatMap((child) => flatten(child, depth + 1))];
}
