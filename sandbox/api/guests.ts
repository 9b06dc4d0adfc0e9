import { isRelated } from '../model/people.ts';
import { employeeStatus } from '../model/records.ts';
import { mayOwnRooms } from '../model/security.ts';
import { removeShare } from '../model/state.ts';
import { guid, list, record } from '../wire/body.ts';
import { denied } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { remove } from './route.ts';

const Ids = record({ userIds: list(guid()) });

// Takes away what the CALLER granted, everywhere and in archived rooms too; rows of other granters stay.
function deleteGuests(request: ApiRequest): unknown {
  const { userIds } = request.body(Ids);
  const { caller, portal } = request;
  if (!mayOwnRooms(caller) || !userIds.every((id) => isOwnGuest(request, id))) throw denied();
  for (const id of userIds) {
    portal.state.guestsOf.get(caller.id)?.delete(id);
    for (const entryId of [...(portal.state.indexes.entriesBySubject.get(id) ?? [])]) {
      const row = portal.state.shares.get(entryId)?.find((share) => share.subjectId === id);
      if (row?.grantedBy === caller.id) removeShare(portal.state, entryId, id);
    }
  }
  return undefined;
}

function isOwnGuest(request: ApiRequest, id: string): boolean {
  const { state } = request.portal;
  const account = state.accounts.get(id);
  return (
    account?.type === 'guest' && account.status !== employeeStatus.terminated && isRelated(state, request.caller.id, id)
  );
}

/** Guests that belong to the caller. */
export const routes: readonly ApiRoute[] = [remove('people/guests', 'deleteGuests', deleteGuests)];
