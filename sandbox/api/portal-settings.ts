import * as z from 'zod';
import { passwordHasher } from '../model/password.ts';
import { portalOwnerId } from '../model/sections.ts';
import { isDefault, readStored, store } from '../model/stored-settings.ts';
import { flag, integer, list, record, requiredText } from '../wire/body.ts';
import { badArgument } from '../wire/portal-error.ts';
import { readFlag } from '../wire/query.ts';
import type { ApiRequest, ApiRoute } from './api-types.ts';
import { forAdmins } from './for-admins.ts';
import { get, post, put, remove } from './route.ts';

const version = '3.7.2';

// Without credentials only what a login page needs is shown.
function readSettings(request: ApiRequest): unknown {
  const { portal, caller } = request;
  const { settings, accounts } = portal.state;
  const open = {
    culture: 'en-US',
    greetingSettings: readStored(portal, 'greeting').title,
    ...{ trustedDomains: [], trustedDomainsType: 0, utcOffset: '00:00:00', utcHoursOffset: 0 },
    ownerId: portalOwnerId(portal.state),
    ...{ enabledJoin: false, enableAdmMess: false, thirdpartyEnable: false, docSpace: true, standalone: true },
    ...{ isAmi: false, baseDomain: 'localhost', passwordHash: passwordHasher, version, recaptchaType: 0 },
    ...{ debugInfo: false, socketUrl: '', tenantStatus: 0, tenantAlias: 'sandbox', displayAbout: true },
    domainValidator: { regex: '^[a-z0-9]([a-z0-9-]){1,61}[a-z0-9]$', minLength: 3, maxLength: 63 },
    ...{ cookieSettingsEnabled: readStored(portal, 'cookies').enabled, limitedAccessSpace: false },
    ...{ userNameRegex: "^[\\p{L}\\p{M}'’-]+$", logoText: 'Sandbox', maxImageUploadSize: 26_214_400 },
    deepLink: { androidPackageName: '', url: '', iosPackageId: '' },
  };
  if (!accounts.has(caller.id)) return open;
  const hours = settings.timezoneOffsetMinutes / 60;
  return {
    ...open,
    timezone: 'UTC',
    utcOffset: writeSpan(settings.timezoneOffsetMinutes),
    utcHoursOffset: hours,
    limitedAccessDevToolsForUsers: settings.devToolsLimited,
    displayBanners: !readStored(portal, 'banner').hidden,
    nameSchemaId: 'Common',
    plugins: { enabled: false, upload: false, delete: false },
  };
}

function writeSpan(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : ''}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}:00`;
}

function readPassword({ portal }: ApiRequest): unknown {
  return {
    ...readStored(portal, 'password'),
    allowedCharactersRegexStr: '[\\x21-\\x7E]',
    digitsRegexStr: '(?=.*\\d)',
    upperCaseRegexStr: '(?=.*[A-Z])',
    specSymbolsRegexStr: '(?=.*[\\x21-\\x2F\\x3A-\\x40\\x5B-\\x60\\x7B-\\x7E])',
  };
}

const PasswordChange = record({ minLength: integer(), upperCase: flag(), digits: flag(), specSymbols: flag() });

function writePassword(request: ApiRequest): unknown {
  const change = request.body(PasswordChange);
  if (change.minLength < 8 || change.minLength > 30) throw badArgument('minLength');
  store(request.portal, 'password', change);
  return readPassword(request);
}

function readLogin({ portal }: ApiRequest): unknown {
  return { ...readStored(portal, 'login'), isDefault: isDefault(portal, 'login') };
}

const between = (least: number, most: number) =>
  integer().refine((value) => value >= least && value <= most, `The field must be between ${least} and ${most}.`);
const LoginChange = record({
  attemptCount: between(1, 9999),
  blockTime: between(1, 9999),
  checkPeriod: between(1, 9999),
});

function readInvitations({ portal }: ApiRequest): unknown {
  const { allowInvitingMembers, allowInvitingGuests } = portal.state.settings;
  return { allowInvitingMembers, allowInvitingGuests };
}

function writeInvitations(request: ApiRequest): unknown {
  const { allowInvitingMembers, allowInvitingGuests } = request.body(
    record({ allowInvitingMembers: flag(), allowInvitingGuests: flag() }),
  );
  Object.assign(request.portal.state.settings, { allowInvitingMembers, allowInvitingGuests });
  return readInvitations(request);
}

function readDevTools({ portal }: ApiRequest): unknown {
  return { limitedAccessForUsers: portal.state.settings.devToolsLimited, lastModified: portal.timestamp() };
}

const Restrictions = record({
  enable: flag(),
  ipRestrictions: list(record({ ip: requiredText(50), forAdmin: flag() })),
});

function writeRestrictions(request: ApiRequest): unknown {
  return store(request.portal, 'ipRestrictions', request.body(Restrictions));
}

const Greeting = record({ title: requiredText(255) });
const saved = 'Settings have been successfully updated';

function writeGreeting(request: ApiRequest): unknown {
  store(request.portal, 'greeting', request.body(Greeting));
  return saved;
}

function readCsp({ portal }: ApiRequest): unknown {
  return { ...readStored(portal, 'csp'), header: "default-src 'self'" };
}

/** Settings that clients read, and those of them that change what the sandbox does. They change for DocSpace admins alone. */
export const routes: readonly ApiRoute[] = [
  { ...get('settings', 'getPortalSettings', readSettings), access: 'anonymous' },
  {
    ...get('settings/version/build', 'getBuildVersions', () => ({ docSpace: version, communityServer: version })),
    access: 'anonymous',
  },
  get('settings/security/password', 'getPasswordSettings', readPassword),
  put('settings/security/password', 'updatePasswordSettings', forAdmins(writePassword)),
  get('settings/security/loginsettings', 'getLoginSettings', forAdmins(readLogin)),
  put(
    'settings/security/loginsettings',
    'updateLoginSettings',
    forAdmins((request) => {
      store(request.portal, 'login', request.body(LoginChange));
      return readLogin(request);
    }),
  ),
  remove(
    'settings/security/loginsettings',
    'setDefaultLoginSettings',
    forAdmins((request) => {
      store(request.portal, 'login');
      return readLogin(request);
    }),
  ),
  { ...get('settings/invitationsettings', 'getTenantUserInvitationSettings', readInvitations), access: 'anonymous' },
  put('settings/invitationsettings', 'updateInvitationSettings', forAdmins(writeInvitations)),
  get('settings/devtoolsaccess', 'getTenantAccessDevToolsSettings', readDevTools),
  post(
    'settings/devtoolsaccess',
    'setTenantDevToolsAccessSettings',
    forAdmins((request) => {
      const { limitedAccessForUsers } = request.body(record({ limitedAccessForUsers: flag() }));
      request.portal.state.settings.devToolsLimited = limitedAccessForUsers;
      return readDevTools(request);
    }),
  ),
  get(
    'settings/iprestrictions',
    'getIpRestrictions',
    forAdmins(({ portal }) =>
      readStored(portal, 'ipRestrictions').ipRestrictions.map((it, index) => ({ id: index + 1, tenantId: 1, ...it })),
    ),
  ),
  put('settings/iprestrictions', 'saveIpRestrictions', forAdmins(writeRestrictions)),
  get(
    'settings/iprestrictions/settings',
    'readIpRestrictionsSettings',
    forAdmins(({ portal }) => ({
      enable: readStored(portal, 'ipRestrictions').enable,
      lastModified: portal.timestamp(),
    })),
  ),
  put('settings/iprestrictions/settings', 'updateIpRestrictionsSettings', forAdmins(writeRestrictions)),
  get(
    'settings/cookiesettings',
    'getCookieSettings',
    forAdmins(({ portal }) => readStored(portal, 'cookies')),
  ),
  put(
    'settings/cookiesettings',
    'updateCookieSettings',
    forAdmins((request) => {
      store(request.portal, 'cookies', request.body(record({ lifeTime: between(0, 9999), enabled: flag() })));
      return saved;
    }),
  ),
  get('settings/greetingsettings', 'getGreetingSettings', ({ portal }) => readStored(portal, 'greeting').title),
  post('settings/greetingsettings', 'saveGreetingSettings', forAdmins(writeGreeting)),
  get('settings/greetingsettings/isdefault', 'getIsDefaultGreetingSettings', ({ portal }) =>
    isDefault(portal, 'greeting'),
  ),
  post(
    'settings/greetingsettings/restore',
    'restoreGreetingSettings',
    forAdmins(({ portal }) => store(portal, 'greeting').title),
  ),
  get('settings/banner', 'getTenantBannerSettings', ({ portal }) => ({
    ...readStored(portal, 'banner'),
    lastModified: portal.timestamp(),
  })),
  get('settings/cultures', 'getSupportedCultures', () => ['en-US', 'en-GB', 'de', 'es', 'fr', 'it', 'ja-JP', 'pt-BR']),
  { ...get('settings/timezones', 'getTimeZones', () => [{ id: 'UTC', displayName: '(UTC)' }]), access: 'anonymous' },
  get('settings/machine', 'getPortalHostname', () => 'sandbox'),
  get('settings/logo', 'getPortalLogo', ({ origin }) => `${origin}/static/images/logo.svg`),
  get('settings/socket', 'getSocketSettings', () => ({ url: '' })),
  get('settings/security/modules', 'getEnabledModules', () => [
    { id: 'e67be73d-f9ae-4ce1-8fec-1880cb518cb4', title: 'Documents' },
  ]),
  { ...get('settings/license/required', 'getIsLicenseRequired', () => false), access: 'anonymous' },
  get('settings/tfaapp', 'getTfaSettings', () => [
    {
      id: 'sms',
      title: 'SMS',
      enabled: false,
      avaliable: false,
      trustedIps: [],
      mandatoryUsers: [],
      mandatoryGroups: [],
    },
    {
      id: 'app',
      title: 'App',
      enabled: false,
      avaliable: true,
      trustedIps: [],
      mandatoryUsers: [],
      mandatoryGroups: [],
    },
  ]),
  get('settings/webplugins', 'getWebPlugins', ({ query }) => {
    readFlag(query, 'enabled');
    return [];
  }),
  { ...get('security/csp', 'getCspSettings', readCsp), access: 'anonymous' },
  post(
    'security/csp',
    'configureCsp',
    forAdmins((request) => {
      store(request.portal, 'csp', request.body(record({ domains: list(z.string()) })));
      return readCsp(request);
    }),
  ),
];
