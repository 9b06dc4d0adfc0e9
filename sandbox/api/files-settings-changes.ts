import * as z from 'zod';
import { changeAccount } from '../model/people.ts';
import { isPortalAdmin } from '../model/security.ts';
import { readStored, store } from '../model/stored-settings.ts';
import { access, choice, flag, record } from '../wire/body.ts';
import { denied } from '../wire/portal-error.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { cleanUp, readSettings } from './files-settings.ts';
import { put } from './route.ts';

const Switch = record({ set: flag() });

function keepOwn({ portal, caller }: ApiRequest, changes: Record<string, unknown>): void {
  const account = portal.state.accounts.get(caller.id) ?? caller;
  changeAccount(portal, account, { filesSettings: { ...account.filesSettings, ...changes } });
}

/** A switch that each person has for themselves; without a body it is off. */
function own(name: string): ApiRoute['handler'] {
  return (request) => {
    const { set } = request.optionalBody(Switch);
    keepOwn(request, { [name]: set });
    return set;
  };
}

/** A switch of the portal, for DocSpace admins. */
function everybodys(name: string): ApiRoute['handler'] {
  return (request) => {
    const { set } = request.optionalBody(Switch);
    if (!isPortalAdmin(request.caller)) throw denied();
    store(request.portal, 'files', { ...readStored(request.portal, 'files'), [name]: set });
    return set;
  };
}

const gaps = { OneWeek: 1, TwoWeeks: 2, OneMonth: 3, ThirtyDays: 4, TwoMonths: 5, ThreeMonths: 6 };
const CleanUp = record({ set: flag(), gap: choice(gaps).default(cleanUp.gap) });

function changeCleanUp(request: ApiRequest): unknown {
  const { set, gap } = request.optionalBody(CleanUp);
  keepOwn(request, { automaticallyCleanUp: { isAutoCleanUp: set, gap } });
  return { isAutoCleanUp: set, gap };
}

function changeDefaultAccess(request: ApiRequest): unknown {
  const levels = request.body(z.array(access()));
  keepOwn(request, { defaultSharingAccessRights: levels });
  return levels;
}

function hideConversion(request: ApiRequest): boolean {
  const { save } = request.optionalBody(record({ save: flag() }));
  keepOwn(request, { [save ? 'hideConfirmConvertSave' : 'hideConfirmConvertOpen']: true });
  return true;
}

/** What people and admins change of the settings of Documents. They are kept and given back; few of them do anything here. */
export const routes: readonly ApiRoute[] = [
  put('files/changedeleteconfrim', 'changeDeleteConfirm', own('confirmDelete')),
  put('files/storeoriginal', 'storeOriginal', own('storeOriginalFiles')),
  put('files/keepnewfilename', 'keepNewFileName', own('keepNewFileName')),
  put('files/displayfileextension', 'displayFileExtension', own('displayFileExtension')),
  put('files/displayrecent', 'displayRecent', own('recentSection')),
  put('files/hideconfirmcanceloperation', 'hideConfirmCancelOperation', own('hideConfirmCancelOperation')),
  put('files/hideconfirmroomlifetime', 'hideConfirmRoomLifetime', own('hideConfirmRoomLifetime')),
  put('files/hideconfirmconvert', 'hideConfirmConvert', hideConversion),
  put('files/updateifexist', 'updateFileIfExist', (request) => request.optionalBody(Switch).set),
  put('files/settings/openeditorinsametab', 'setOpenEditorInSameTab', own('openEditorInSameTab')),
  put('files/settings/dafaultaccessrights', 'changeDefaultAccessRights', changeDefaultAccess),
  put('files/settings/autocleanup', 'changeAutomaticallyCleanUp', changeCleanUp),
  put('files/settings/downloadtargz', 'changeDownloadZipFromBody', (request) => {
    keepOwn(request, { downloadTarGz: request.optionalBody(Switch).set });
    return {};
  }),
  put('files/settings/external', 'externalShare', everybodys('externalShare')),
  put('files/settings/externalsocialmedia', 'externalShareSocialMedia', everybodys('externalShareSocialMedia')),
  put('files/thirdparty', 'changeAccessToThirdparty', everybodys('enableThirdParty')),
  // Switches of older releases that take nothing and say what is fixed now.
  put('files/forcesave', 'forcesave', (request) => readSettings(request)['forcesave']),
  put('files/storeforcesave', 'storeForcesave', (request) => readSettings(request)['storeForcesave']),
];
