import { possibleLevels } from '../../docspace/vocabulary/role-table.ts';
import { type RoomType, roomTypes } from '../../docspace/vocabulary/words.ts';
import { type Issue, issueAt } from '../issue.ts';
import type { InputField } from '../inputs/input-field.ts';
import { quoteWords } from '../nearest-word.ts';
import type { BlueprintLink } from '../room/links.ts';
import type { RoomBlueprint } from '../room-schema.ts';

/** Further external links beside the primary one; 403 for more (DocSpace server, FileStorageService.cs). */
const furtherLinks: Readonly<Record<RoomType, number>> = {
  custom: 5,
  public: 5,
  'form-filling': 0,
  collaboration: 0,
  'virtual-data': 0,
};

/** Links that the portal would answer with 403 or silently make otherwise. */
export function checkLinks({ room, inputs }: RoomBlueprint): Issue[] {
  const { type, links } = room;
  return [
    ...links.flatMap((link) => [...checkForm(link), ...checkPassword(link, inputs)]),
    ...(type === undefined ? [] : links.flatMap((link) => checkKind(link, type))),
    ...checkCount(links, type),
  ];
}

function checkForm({ kind, title, password, wrongPassword, maxUses, denyDownload, at }: BlueprintLink): Issue[] {
  const issues: Issue[] = [];
  const refuse = (key: string, other: string): void => {
    issues.push(issueAt(at, `\`${key}\` is not possible for an ${kind} link`, `Only ${other} links take it.`));
  };
  if (kind === 'external' && maxUses !== undefined) refuse('maxUses', 'invitation');
  if (kind === 'invitation') {
    if (password ?? wrongPassword) refuse('password', 'external');
    if (denyDownload !== undefined) refuse('denyDownload', 'external');
    if (title) refuse('title', 'further external');
  }
  return issues;
}

function checkPassword({ password, wrongPassword }: BlueprintLink, inputs: readonly InputField[]): Issue[] {
  const hint = 'Declare it: inputs: { password: { type: string, secret: true } }, and write "{{ password }}" here.';
  if (wrongPassword) return [issueAt(wrongPassword, 'the password is not exactly one expression', hint)];
  if (!password || !('input' in password.source)) return [];
  const { input } = password.source;
  const field = inputs.find(({ name }) => name === input);
  if (field?.secret) return [];
  const message = field ? `the input \`${input}\` is not secret` : `there is no input \`${input}\``;
  return [issueAt(password.at, message, hint)];
}

function checkKind(link: BlueprintLink, type: RoomType): Issue[] {
  const { kind, level, title, expires } = link;
  if (!possibleLevels(type, kind).includes(level)) return [impossible(link, type)];
  const isPrimary = kind === 'external' && title === undefined;
  if (!isPrimary || !expires || (type !== 'public' && type !== 'form-filling')) return [];
  const message = `the primary link of a ${type} room never ends: the portal ignores \`expires\``;
  const hint = type === 'public' ? 'Give the link a `title`, which makes it a further one.' : 'Leave `expires` out.';
  return [issueAt(expires.at, message, hint)];
}

function impossible({ kind, level, at }: BlueprintLink, type: RoomType): Issue {
  const possible = possibleLevels(type, kind);
  const types = roomTypes.filter((one) => possibleLevels(one, kind).includes(level));
  const elsewhere = types.length > 0 ? `Possible in rooms of type ${quoteWords(types)}.` : '';
  if (possible.length === 0) return issueAt(at, `a ${type} room cannot have an ${kind} link`, elsewhere);
  const message = `an ${kind} link cannot be \`${level}\` in a ${type} room`;
  return issueAt(at, message, `Possible there: ${quoteWords(possible)}. ${elsewhere}`.trim());
}

function checkCount(links: readonly BlueprintLink[], type: RoomType | undefined): Issue[] {
  const invitations = links.filter(({ kind }) => kind === 'invitation');
  const primary = links.filter(({ kind, title }) => kind === 'external' && title === undefined);
  const further = links.filter(({ kind, title }) => kind === 'external' && title !== undefined);
  const most = type === undefined ? 5 : furtherLinks[type];
  const isPossible = type === undefined || possibleLevels(type, 'external').length > 0;
  return [
    ...invitations.slice(1).map(({ at }) => issueAt(at, 'a room has one invitation link', 'Remove one of them.')),
    ...primary.slice(1).map(({ at }) => {
      return issueAt(at, 'a room has one link without a title', 'Give this one a `title`: it becomes a further link.');
    }),
    ...(isPossible ? further.slice(most) : []).map(({ at }) => {
      return issueAt(at, `a room of this type has at most ${most} further links`, 'Remove one of them.');
    }),
  ];
}
