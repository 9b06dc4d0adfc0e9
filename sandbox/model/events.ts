import type { EventName, Portal, PortalEvent } from '../portal.ts';
import { isVisible, mayReadGroups } from './people.ts';
import type { Account, Group } from './records.ts';
import { activationStatus } from './records.ts';
import { isFile, lineage, roomOf, rootOf, type Entry } from './sections.ts';
import { may } from './security.ts';
import { emptyGuid } from './vendor-numbers.ts';

/** What happened and through whom. */
export interface Cause {
  trigger: EventName;
  actor: Account;
}

/** Publishes something about a folder, room or file as it is now. */
export function publishEntry(portal: Portal, { trigger, actor }: Cause, entry: Entry): void {
  portal.publish({
    trigger,
    actorId: actor.id,
    entity: { kind: 'entry', id: entry.id },
    payload: describeEntry(portal, entry),
    visibleTo: (accountId) => mayRead(portal, accountId, entry),
  });
}

/** Takes an event's content while the entry still exists; the returned function publishes it after the deletion. */
export function prepareEntryEvent(portal: Portal, { trigger, actor }: Cause, entry: Entry): () => void {
  const creators = new Set([...portal.state.webhooks.values()].map((config) => config.createdBy));
  const readers = new Set([...creators].filter((accountId) => mayRead(portal, accountId, entry)));
  const event: PortalEvent = {
    trigger,
    actorId: actor.id,
    entity: { kind: 'entry', id: entry.id },
    payload: describeEntry(portal, entry),
    visibleTo: (accountId) => readers.has(accountId),
  };
  return () => portal.publish(event);
}

function mayRead(portal: Portal, accountId: string, entry: Entry): boolean {
  const account = portal.state.accounts.get(accountId);
  return account !== undefined && may(portal.state, account, { action: 'Read', entry });
}

// The server serialises the abstract FileEntry, so what only folders, rooms or files have never appears.
function describeEntry(portal: Portal, entry: Entry): Record<string, unknown> {
  const root = rootOf(portal.state, entry);
  const room = roomOf(portal.state, entry);
  const isBelowRoom = room !== undefined && room.id !== entry.id;
  return {
    id: entry.id,
    parentId: entry.parentId,
    securityByUsers: {},
    folderIdDisplay: entry.parentId,
    rootId: root.id,
    title: entry.title,
    createBy: entry.createdBy,
    modifiedBy: entry.modifiedBy,
    createOn: entry.created,
    modifiedOn: entry.modified,
    rootFolderType: root.folderType,
    rootCreateBy: root.createdBy,
    parentRoomType: isBelowRoom ? room.folderType : undefined,
    parentRoomCreatedBy: isBelowRoom ? room.createdBy : undefined,
    originId: entry.originId,
    fileEntryType: isFile(entry) ? 2 : 1,
    shared: lineage(portal.state, entry).some((ancestor) => portal.state.shares.has(ancestor.id)),
  };
}

/** Publishes something about an account. Works for one that has just been deleted. */
export function publishUser(portal: Portal, { trigger, actor }: Cause, account: Account): void {
  portal.publish({
    trigger,
    actorId: actor.id,
    entity: { kind: 'user', id: account.id },
    payload: describeAccount(account),
    visibleTo: (accountId) => {
      const viewer = portal.state.accounts.get(accountId);
      return viewer !== undefined && isVisible(portal.state, viewer, account);
    },
  });
}

// The domain object UserInfo: no type, no guest flag, no display name.
/** UserInfo, the vendor's own record of an account. */
export function describeAccount(account: Account): Record<string, unknown> {
  return {
    id: account.id,
    firstName: account.firstName,
    lastName: account.lastName,
    userName: account.userName,
    status: account.status,
    activationStatus: account.activationStatus,
    terminatedDate: account.terminatedDate,
    title: account.title,
    email: account.email,
    location: account.location,
    notes: account.notes,
    lastModified: account.lastModified,
    tenantId: 1,
    isActive: account.activationStatus === activationStatus.activated,
    cultureName: account.cultureName,
    createDate: account.registrationDate,
    createdBy: account.createdBy,
    checkActivation: account.activationStatus !== activationStatus.activated,
  };
}

/** Publishes something about a group. */
export function publishGroup(portal: Portal, { trigger, actor }: Cause, group: Group): void {
  portal.publish({
    trigger,
    actorId: actor.id,
    entity: { kind: 'group', id: group.id },
    payload: { id: group.id, name: group.name, categoryId: emptyGuid, removed: false },
    visibleTo: (accountId) => {
      const viewer = portal.state.accounts.get(accountId);
      return viewer !== undefined && mayReadGroups(viewer);
    },
  });
}
