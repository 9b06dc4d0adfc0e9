import { describeAccount } from '../model/events.ts';
import { hasPaidSeat } from '../model/people.ts';
import { employeeStatus } from '../model/records.ts';
import { spaceBelow, usedSpace } from '../model/room-space.ts';
import { portalOwnerId, sectionRoot } from '../model/sections.ts';
import { mayOwnRooms } from '../model/security.ts';
import { emptyGuid, folderType } from '../model/vendor-numbers.ts';
import { guidParameter } from '../wire/parameters.ts';
import { denied, notFound } from '../wire/portal-error.ts';
import { readText } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { get } from './route.ts';

const tenantId = 1;
const unlimited = -1;
/** When the portal was made, and never changed since. */
const epoch = '2026-01-01T00:00:00Z';

function readPortal({ portal }: ApiRequest): unknown {
  return {
    tenantAlias: 'sandbox',
    calls: false,
    creationDateTime: epoch,
    tenantId,
    industry: 0,
    language: 'en-US',
    lastModified: epoch,
    name: 'Sandbox',
    ownerId: portalOwnerId(portal.state),
    spam: false,
    status: 0,
    statusChangeDate: epoch,
    timeZone: 'UTC',
    trustedDomains: [],
    trustedDomainsRaw: '',
    trustedDomainsType: 0,
    version: 0,
    versionChanged: epoch,
  };
}

// As a server of one's own is licensed, but for what the sandbox is told to limit.
function readQuota({ portal }: ApiRequest): unknown {
  const { tenantQuota, paidSeats, roomLimit } = portal.state.settings;
  return {
    tenantId,
    name: 'sandbox',
    price: 0,
    priceCurrencySymbol: '$',
    priceISOCurrencySymbol: 'USD',
    productId: '',
    serviceName: '',
    visible: false,
    wallet: false,
    features: 'audit,ldap,sso,customization,thirdparty,restore,oauth,contentsearch,file_size:1024',
    maxFileSize: 1024 * 1024 * 1024,
    maxTotalSize: tenantQuota ?? unlimited,
    countUser: unlimited,
    countRoomAdmin: paidSeats ?? unlimited,
    usersInRoom: unlimited,
    countRoom: roomLimit ?? unlimited,
    ...{ nonProfit: false, trial: false, free: false, update: false, audit: true, docsEdition: false, ldap: true },
    ...{ sso: true, statistic: true, branding: true, customization: true, lifetime: true, custom: false },
    ...{ restore: true, oauth: true, contentSearch: true, thirdParty: true, year: false, backup: true },
    countFreeBackup: unlimited,
    countAIAgent: unlimited,
  };
}

function readTariff({ portal }: ApiRequest): unknown {
  const ends = new Date(portal.clock.now());
  ends.setFullYear(ends.getFullYear() + 1);
  const dueDate = ends.toISOString();
  return {
    id: 1,
    // Paid; over its seats the portal takes no further admins, and is not suspended.
    state: 1,
    dueDate,
    delayDueDate: dueDate,
    licenseDate: epoch,
    quotas: [{ id: 1, quantity: hasPaidSeat(portal.state) ? 1 : 0, wallet: false, state: 0 }],
    overdueQuotas: [],
  };
}

function readUsedSpace({ portal }: ApiRequest): number {
  return usedSpace(portal.state);
}

function countUsers({ portal }: ApiRequest): number {
  return [...portal.state.accounts.values()].filter(({ status }) => status === employeeStatus.active).length;
}

function readUser(request: ApiRequest): unknown {
  const account = request.portal.state.accounts.get(guidParameter(request.params, 'userID'));
  if (!mayOwnRooms(request.caller)) throw denied();
  if (!account) throw notFound('The user could not be found');
  return describeAccount(account);
}

function readFilesSpace({ portal }: ApiRequest): unknown {
  const section = (title: string, type: number) => ({ title, usedSpace: spaceUnder(portal, type) });
  return {
    myDocumentsUsedSpace: { title: 'My documents', usedSpace: 0 },
    trashUsedSpace: { title: 'Trash', usedSpace: 0 },
    archiveUsedSpace: section('Archive', folderType.archive),
    roomsUsedSpace: section('Rooms', folderType.rooms),
    aiAgentsUsedSpace: { title: 'AI agents', usedSpace: 0 },
  };
}

function spaceUnder(portal: ApiRequest['portal'], type: number): number {
  return spaceBelow(portal.state, sectionRoot(portal, type).id);
}

const capabilities = {
  ldapEnabled: false,
  providers: [],
  ssoLabel: '',
  oauthEnabled: false,
  identityServerEnabled: false,
};

const documents = {
  id: 'e67be73d-f9ae-4ce1-8fec-1880cb518cb4',
  appName: 'documents',
  title: 'Documents',
  link: '/products/files/',
  iconUrl: '/static/images/documents.svg',
  imageUrl: '/static/images/documents_large.svg',
  helpUrl: '',
  description: 'Rooms and documents',
  isPrimary: true,
};

/** What a client reads about the portal itself before it does anything. */
export const routes: readonly ApiRoute[] = [
  get('portal', 'getPortalInformation', readPortal),
  get('portal/quota', 'getPortalQuota', readQuota),
  get('portal/quota/right', 'getRightQuota', () => undefined),
  get('portal/tariff', 'getPortalTariff', readTariff),
  get('portal/usedspace', 'getPortalUsedSpace', readUsedSpace),
  get('portal/userscount', 'getPortalUsersCount', countUsers),
  get('portal/path', 'getPortalPath', ({ query, origin }) => `${origin}/${readText(query, 'virtualPath') ?? ''}`),
  get('portal/users/:userID', 'getUserById', readUser),
  { ...get('capabilities', 'getPortalCapabilities', () => capabilities), access: 'anonymous' },
  get('modules', 'getModules', () => [documents]),
  get('files/info', 'getFilesModule', () => documents),
  get('files/filesusedspace', 'getFilesUsedSpace', readFilesSpace),
  get('files/@privacy/available', 'isAvailablePrivacyRoomSettings', () => false),
  get('files/thirdparty', 'getThirdPartyAccounts', () => []),
  get('files/thirdparty/capabilities', 'getCapabilities', () => []),
  get('files/thirdparty/providers', 'getAllProviders', () => []),
  get('people/thirdparty/providers', 'getThirdPartyAuthProviders', () => []),
  get('settings/security/administrator', 'getIsProductAdministrator', ({ query, portal }) => {
    const userId = readText(query, 'userid') ?? emptyGuid;
    const type = portal.state.accounts.get(userId)?.type;
    const administrator = type === 'owner' || type === 'docspace-admin';
    return { productId: readText(query, 'productid') ?? emptyGuid, userId, administrator };
  }),
];
