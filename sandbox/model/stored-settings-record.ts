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
  backups: z.array(
    z.object({
      id: z.string(),
      fileName: z.string(),
      storageType: z.number(),
      createdOn: z.string(),
      expiresOn: z.string(),
    }),
  ),
  backupPlan: z
    .object({
      storageType: z.number(),
      storageParams: z.record(z.string(), z.string()),
      backupsStored: z.number(),
      cronParams: z.object({ period: z.number(), hour: z.number(), day: z.number() }),
      lastBackupTime: z.string(),
      dump: z.boolean(),
    })
    .nullable(),
  /** What a new room and a new person get, in bytes. */
  roomQuota: z.object({ enableQuota: z.boolean(), defaultQuota: z.number() }),
  userQuota: z.object({ enableQuota: z.boolean(), defaultQuota: z.number() }),
  /** Settings of Documents that hold for everybody. */
  files: z.record(z.string(), z.unknown()),
});
export type StoredSettings = z.infer<typeof StoredSettings>;
