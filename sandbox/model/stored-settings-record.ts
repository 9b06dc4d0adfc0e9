import * as z from 'zod';

/** Settings that the portal keeps and gives back without acting on them, or hardly (model/stored-settings.ts). */
export const StoredSettings = z.object({
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
  /** Settings of Documents that hold for everybody. */
  files: z.record(z.string(), z.unknown()),
});
export type StoredSettings = z.infer<typeof StoredSettings>;
