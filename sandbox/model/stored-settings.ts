import type { Portal } from '../portal.ts';
import type { StoredSettings } from './stored-settings-record.ts';

const defaults: StoredSettings = {
  password: { minLength: 8, upperCase: false, digits: false, specSymbols: false },
  login: { attemptCount: 5, blockTime: 60, checkPeriod: 60 },
  ipRestrictions: { enable: false, ipRestrictions: [] },
  cookies: { lifeTime: 1440, enabled: false },
  greeting: { title: 'Web Office' },
  banner: { hidden: false },
  csp: { domains: [] },
  files: {},
  backups: [],
  backupPlan: null,
  roomQuota: { enableQuota: true, defaultQuota: -1 },
  userQuota: { enableQuota: false, defaultQuota: -1 },
};

/** Whether a setting is as it was at first. */
export function isDefault(portal: Portal, name: keyof StoredSettings): boolean {
  return portal.state.settings.stored?.[name] === undefined;
}

/** A setting as it was last stored, else its default. */
export function readStored<K extends keyof StoredSettings>(portal: Portal, name: K): StoredSettings[K] {
  const stored: { [N in keyof StoredSettings]?: StoredSettings[N] | undefined } = portal.state.settings.stored ?? {};
  return stored[name] ?? defaults[name];
}

/** Stores a setting; without a value it is its default again. */
export function store<K extends keyof StoredSettings>(
  portal: Portal,
  name: K,
  value?: StoredSettings[K],
): StoredSettings[K] {
  const { stored } = portal.state.settings;
  portal.state.settings.stored = { ...stored, [name]: value };
  return value ?? defaults[name];
}
