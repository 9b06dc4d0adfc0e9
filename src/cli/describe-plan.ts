import type { PlanLine } from '../http/parts.ts';
import type { Action, FolderPath, Plan, ShareEntry } from '../plan/plan.ts';

interface Node {
  mark: PlanLine['mark'];
  readonly text: string;
  readonly children: Node[];
}

/**
 * A plan as the tree of its room: `+` will be made, `~` will be changed, `=` stays. Folders that exist already and get something
 * new are shown too, so that everything hangs where it belongs.
 */
export function describePlan(plan: Plan): readonly PlanLine[] {
  const tree = createTree(describeRoom(plan));
  for (const action of plan.actions) addAction(tree, action);
  tree.root.children.push(...plan.notes.map((note) => leaf('=', note)));
  return flatten(tree.root, 0);
}

interface Tree {
  readonly root: Node;
  /** The node of a folder; one that nobody made yet stands for an existing folder. */
  readonly findFolder: (path: FolderPath) => Node;
}

function createTree(root: Node): Tree {
  const folders = new Map<FolderPath, Node>([['', root]]);

  function findFolder(path: FolderPath): Node {
    const known = folders.get(path);
    if (known) return known;
    // `Contracts/2026/`: the folder `2026/` in `Contracts/`.
    const nameAt = path.lastIndexOf('/', path.length - 2) + 1;
    const folder: Node = { mark: '=', text: path.slice(nameAt), children: [] };
    folders.set(path, folder);
    findFolder(path.slice(0, nameAt)).children.push(folder);
    return folder;
  }

  return { root, findFolder };
}

function addAction({ root, findFolder }: Tree, action: Action): void {
  switch (action.kind) {
    case 'create-room':
      if (action.tags.length > 0) root.children.push(leaf('+', `tags ${action.tags.join(', ')}`));
      break;
    case 'create-folder':
      findFolder(action.path).mark = '+';
      break;
    case 'copy-file':
      findFolder(action.parent).children.push(leaf('+', `${action.title} (copy of file ${String(action.fileId)})`));
      break;
    case 'share':
      root.children.push(...action.entries.map((entry) => leaf('+', describeEntry(entry))));
      break;
    case 'add-tags':
      root.children.push(leaf('+', `tags ${action.tags.join(', ')}`));
      break;
  }
}

function describeRoom({ room, actions }: Plan): Node {
  const text = `room "${room.title}" (${room.roomType}${room.id === undefined ? '' : `, ${String(room.id)}`})`;
  const existing = actions.length === 0 ? '=' : '~';
  return { mark: room.id === undefined ? '+' : existing, text, children: [] };
}

function describeEntry({ subject, name, level }: ShareEntry): string {
  return `access for ${subject === 'group' ? 'group ' : ''}${name}: ${level}`;
}

function leaf(mark: PlanLine['mark'], text: string): Node {
  return { mark, text, children: [] };
}

function flatten({ mark, text, children }: Node, depth: number): PlanLine[] {
  return [{ depth, mark, text }, ...children.flatMap((child) => flatten(child, depth + 1))];
}
