import * as z from 'zod';
import type { Portal } from '../portal.ts';

/** Settings that the portal keeps and gives back without acting on them, or hardly: by name. */
const settings = {
  password: z.object({ minLength: z.number(), upperCase: z.boolean(), digits: z.boolean(), specSymbols: z.boolean() }),
  login: z.object({ attemptCount: z.number(), blockTime: z.number(), checkPeriod: z.number() }),
  ipRestrictions: z.object({
    enable: z.boolean(),
    ipRestrictions: z.array(z.object({ ip: z.string(), forAdmin: z.boolean() })),
  }),
  cookies: z.object({ lifeTime: z.number(), enabled: z.boolean() }),
  greeting: z.object({ title: z.string() }),
  banner: z.object({ hidden: z.boolean() }),
  csp: z.object({ domains: z.array(z.string()) }),
} as const;
type Settings = typeof settings;
type Name = keyof Settings;

const defaults: { [K in Name]: z.infer<Settings[K]> } = {
  password: { minLength: 8, upperCase: false, digits: false, specSymbols: false },
  login: { attemptCount: 5, blockTime: 60, checkPeriod: 60 },
  ipRestrictions: { enable: false, ipRestrictions: [] },
  cookies: { lifeTime: 1440, enabled: false },
  greeting: { title: 'Web Office' },
  banner: { hidden: false },
  csp: { domains: [] },
};

/** Whether a setting is as it was at first. */
export function isDefault(portal: Portal, name: Name): boolean {
  return portal.state.settings.stored?.[name] === undefined;
}

/** A setting as it was last stored, else its default. */
export function readStored<K extends Name>(portal: Portal, name: K): z.infer<Settings[K]>;
export function readStored(portal: Portal, name: Name): unknown {
  return portal.state.settings.stored?.[name] ?? defaults[name];
}

/** Stores a setting; without a value it is its default again. */
export function store<K extends Name>(portal: Portal, name: K, value?: z.infer<Settings[K]>): z.infer<Settings[K]> {
  const { stored } = portal.state.settings;
  portal.state.settings.stored = { ...stored, [name]: value };
  return value ?? defaults[name];
}
