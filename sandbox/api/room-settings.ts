import * as z from 'zod';
import type { PortalSettings, RoomSettings } from '../model/records.ts';
import { integer, record, text } from '../wire/body.ts';
import { notPossible } from '../wire/portal-error.ts';

const optionalFlag = z.boolean().nullish();
const lifetime = record({
  deletePermanently: optionalFlag,
  period: integer().nullish(),
  value: integer().nullish(),
  enabled: optionalFlag,
}).nullish();

/** The fields of a body that set up a room: the same for a new one, a change, and one from a template. */
export const settingsFields = {
  quota: integer().nullish(),
  indexing: optionalFlag,
  denyDownload: optionalFlag,
  lifetime,
  watermark: z.record(z.string(), z.unknown()).nullish(),
  color: text(6),
  cover: text(50),
  tags: z.array(z.string()).nullish(),
};

type Fields = typeof settingsFields;
type SettingsChange = { [K in Exclude<keyof Fields, 'tags'>]?: z.infer<Fields[K]> };

/** A room without anything special. */
export const plainSettings: RoomSettings = { indexing: false, denyDownload: false, private: false };

/** What a template and a room made from it have of the other: neither quota, lifetime nor watermark. */
export function inheritedSettings({ indexing, denyDownload, color, cover }: RoomSettings): RoomSettings {
  return { ...plainSettings, indexing, denyDownload, ...given({ color, cover }) };
}

/** The known settings with what a body changes. Throws 403 for a quota over the portal's own. */
export function mergeSettings(
  portal: PortalSettings,
  known: RoomSettings,
  { quota, indexing, denyDownload, lifetime: life, watermark, color, cover }: SettingsChange,
): RoomSettings {
  return {
    ...known,
    indexing: indexing ?? known.indexing,
    denyDownload: denyDownload ?? known.denyDownload,
    ...given({ quota: allowedQuota(portal, quota ?? undefined), lifetime: life, watermark, color, cover }),
  };
}

/** The quota that a room gets: none while room quotas are off. Throws 403 for one over the portal's own. */
export function allowedQuota(portal: PortalSettings, quota: number | undefined): number | undefined {
  if (quota === undefined || !portal.roomQuotasEnabled) return undefined;
  if (portal.tenantQuota !== undefined && quota > portal.tenantQuota)
    throw notPossible('The room quota exceeds the quota of the portal');
  return quota;
}

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

function given<T extends Record<string, unknown>>(values: T): Given<T>;
function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));
}
