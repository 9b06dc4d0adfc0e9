import {
  cancelPeopleJob,
  eraseRooms,
  findPeopleJob,
  handOver,
  type JobKind,
  type PeopleJob,
  roomsOwnedBy,
  startPeopleJob,
} from '../model/people-jobs.ts';
import { publishUser } from '../model/events.ts';
import { changeAccount } from '../model/people.ts';
import { type Account, employeeStatus } from '../model/records.ts';
import { isPortalAdmin, mayOwnRooms } from '../model/security.ts';
import { removeAccount } from '../model/state.ts';
import { employeeType, operationStatus } from '../model/vendor-numbers.ts';
import { choice, flag, guid, record } from '../wire/body.ts';
import { guidParameter } from '../wire/parameters.ts';
import { badArgument, denied } from '../wire/portal-error.ts';
import { readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { publishChange, requireManageable } from './people-changes.ts';
import { accountTypeOf } from './people-creation.ts';
import { get, post, put } from './route.ts';

// TaskProgressResponseDto. A job that was just started is shown as running; it is over before the next call.
function writeStarted({ id }: PeopleJob): Record<string, unknown> {
  return { id, error: '', percentage: 0, isCompleted: false, status: operationStatus.running };
}

function writeProgress(job: PeopleJob | undefined): Record<string, unknown> | undefined {
  if (!job) return undefined;
  const status = job.isCanceled ? operationStatus.canceled : operationStatus.completed;
  return { id: job.id, error: '', percentage: 100, isCompleted: true, status };
}

function requireAdmin({ caller }: ApiRequest): void {
  if (!isPortalAdmin(caller)) throw denied();
}

function readProgress(request: ApiRequest, kind: JobKind): unknown {
  requireAdmin(request);
  return writeProgress(findPeopleJob(request.portal, { kind, accountId: guidParameter(request.params, 'userid') }));
}

const Named = record({ userId: guid() });

function terminate(request: ApiRequest, kind: JobKind): unknown {
  const { userId } = request.body(Named);
  requireAdmin(request);
  return writeProgress(cancelPeopleJob(request.portal, { kind, accountId: userId }));
}

const TypeChange = record({ type: choice(employeeType), userId: guid(), reassignUserId: guid().nullish() });

// Downwards only; upwards is PUT people/type/{type}. What the account owns goes to who is named, else to the caller.
function startTypeChange(request: ApiRequest): unknown {
  const { type, userId, reassignUserId } = request.body(TypeChange);
  const account = requireManageable(request, userId);
  const wanted = accountTypeOf(type);
  if (wanted !== 'user' && wanted !== 'guest') throw badArgument('type');
  const to = requireHeir(request, reassignUserId ?? request.caller.id);
  const job = startPeopleJob(request.portal, { kind: 'type', accountId: userId }, () => {
    handOver(request.portal, { from: account, to });
    publishChange(request, changeAccount(request.portal, account, { type: wanted }));
  });
  return writeStarted(job);
}

function requireHeir(request: ApiRequest, id: string): Account {
  const account = request.portal.state.accounts.get(id);
  if (account?.status !== employeeStatus.active || !mayOwnRooms(account)) throw badArgument('toUserId');
  return account;
}

function requireTerminated(request: ApiRequest, id: string): Account {
  requireAdmin(request);
  if (!request.portal.state.accounts.has(id)) throw badArgument(`User with id = ${id} not found`);
  const account = requireManageable(request, id);
  if (account.status !== employeeStatus.terminated) throw badArgument(`Can not delete user with id = ${id}`);
  return account;
}

const Reassignment = record({ fromUserId: guid(), toUserId: guid(), deleteProfile: flag() });

function startReassignment(request: ApiRequest): unknown {
  const { fromUserId, toUserId, deleteProfile } = request.body(Reassignment);
  const from = requireTerminated(request, fromUserId);
  const to = requireHeir(request, toUserId);
  const job = startPeopleJob(request.portal, { kind: 'reassign', accountId: from.id }, () => {
    handOver(request.portal, { from, to });
    if (deleteProfile) removeProfile(request, from);
  });
  return writeStarted(job);
}

function removeProfile(request: ApiRequest, account: Account): void {
  removeAccount(request.portal.state, account.id);
  publishUser(request.portal, { trigger: 'user.deleted', actor: request.caller }, account);
}

function startRemoval(request: ApiRequest): unknown {
  const { userId } = request.body(Named);
  const account = requireTerminated(request, userId);
  const job = startPeopleJob(request.portal, { kind: 'remove', accountId: userId }, () => {
    eraseRooms(request.portal, account.id);
    removeProfile(request, account);
  });
  return writeStarted(job);
}

// Without an id it is about the caller.
function isReassignmentNecessary(request: ApiRequest): boolean {
  requireAdmin(request);
  return roomsOwnedBy(request.portal, readText(request.query, 'UserId') ?? request.caller.id).length > 0;
}

/** What is done with the rooms of somebody whose type is lowered or who goes: jobs that clients poll. */
export const routes: readonly ApiRoute[] = [
  post('people/type', 'starUserTypetUpdate', startTypeChange),
  get('people/type/progress/:userid', 'getUserTypeUpdateProgress', (request) => readProgress(request, 'type')),
  put('people/type/terminate', 'terminateUserTypeUpdate', (request) => terminate(request, 'type')),
  get('people/reassign/necessary', 'necessaryReassign', isReassignmentNecessary),
  post('people/reassign/start', 'startReassign', startReassignment),
  get('people/reassign/progress/:userid', 'getReassignProgress', (request) => readProgress(request, 'reassign')),
  put('people/reassign/terminate', 'terminateReassign', (request) => terminate(request, 'reassign')),
  post('people/remove/start', 'startRemove', startRemoval),
  get('people/remove/progress/:userid', 'getRemoveProgress', (request) => readProgress(request, 'remove')),
  put('people/remove/terminate', 'terminateRemove', (request) => {
    terminate(request, 'remove');
    return undefined;
  }),
];
