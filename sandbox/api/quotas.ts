import { readStored, store } from '../model/stored-settings.ts';
import { flag, guid, integer, list, record } from '../wire/body.ts';
import { writeEmployeeFull } from '../wire/employee-dto.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { forAdmins } from './for-admins.ts';
import { requireManageable } from './people-changes.ts';
import { get, post, put } from './route.ts';

const Default = record({ enableQuota: flag(), defaultQuota: integer() });

function changeRoomQuota(request: ApiRequest): unknown {
  const change = request.body(Default);
  request.portal.state.settings.roomQuotasEnabled = change.enableQuota;
  return { ...store(request.portal, 'roomQuota', change), lastModified: request.portal.timestamp() };
}

function changeUserQuota(request: ApiRequest): unknown {
  const change = request.body(Default);
  return { ...store(request.portal, 'userQuota', change), lastModified: request.portal.timestamp() };
}

function changePortalQuota(request: ApiRequest): unknown {
  const { quota } = request.body(record({ tenantId: integer(), quota: integer().default(-1) }));
  const { settings } = request.portal.state;
  if (quota < 0) delete settings.tenantQuota;
  else settings.tenantQuota = quota;
  return { enableQuota: quota >= 0, quota, lastModified: request.portal.timestamp() };
}

const Members = record({ userIds: list(guid()), quota: integer().default(-1) });

// What single people may use is not kept: nobody here has documents of a size that would matter.
function listMembers(request: ApiRequest): unknown {
  const { userIds, quota } = request.body(Members);
  const accounts = userIds.map((id) => requireManageable(request, id));
  request.setCount(1);
  return accounts.map((account) => ({
    ...writeEmployeeFull(request, account),
    quotaLimit: quota,
    isCustomQuota: quota >= 0,
  }));
}

/** How much rooms, people and the portal may take. */
export const routes: readonly ApiRoute[] = [
  post('settings/roomquotasettings', 'saveRoomQuotaSettings', forAdmins(changeRoomQuota)),
  get(
    'settings/userquotasettings',
    'getUserQuotaSettings',
    forAdmins(({ portal }) => readStored(portal, 'userQuota')),
  ),
  post('settings/userquotasettings', 'saveUserQuotaSettings', forAdmins(changeUserQuota)),
  put('settings/tenantquotasettings', 'setTenantQuotaSettings', forAdmins(changePortalQuota)),
  put('people/userquota', 'updateUserQuota', forAdmins(listMembers)),
  put('people/resetquota', 'resetUsersQuota', forAdmins(listMembers)),
];
