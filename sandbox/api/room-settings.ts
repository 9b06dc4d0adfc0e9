import * as z from 'zod';
import type { PortalSettings, RoomSettings } from '../model/records.ts';
import { choice, integer, record, text } from '../wire/body.ts';
import { notPossible } from '../wire/portal-error.ts';

const optionalFlag = z.boolean().nullish();
const lifetime = record({
  deletePermanently: optionalFlag,
  period: choice({ Day: 0, Month: 1, Year: 2 }).nullish(),
  value: integer()
    .refine((value) => value >= 1 && value <= 999, 'The field Value must be between 1 and 999.')
    .nullish(),
  enabled: optionalFlag,
}).nullish();

const watermark = record({
  enabled: optionalFlag,
  // Sums of bits: name, e-mail, IP address, date, room.
  additions: integer().nullish(),
  text: text(255),
  rotate: integer().nullish(),
  imageScale: integer().nullish(),
  imageUrl: text(),
  imageHeight: z.number().nullish(),
  imageWidth: z.number().nullish(),
}).nullish();

/** A logo that was uploaded before, and which part of it is wanted. */
export const logoFields = {
  tmpFile: text(),
  x: integer().nullish(),
  y: integer().nullish(),
  width: integer().nullish(),
  height: integer().nullish(),
};

/** The fields of a body that set up a room: the same for a new one, a change, and one from a template. */
export const settingsFields = {
  quota: integer().nullish(),
  indexing: optionalFlag,
  denyDownload: optionalFlag,
  lifetime,
  watermark,
  logo: record(logoFields).nullish(),
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
export function mergeSettings(portal: PortalSettings, known: RoomSettings, change: SettingsChange): RoomSettings {
  const { quota, indexing, denyDownload, lifetime: life, watermark: mark, logo, color, cover } = change;
  return {
    ...known,
    ...switchOff(life?.enabled, 'lifetime'),
    ...switchOff(mark?.enabled, 'watermark'),
    indexing: indexing ?? known.indexing,
    denyDownload: denyDownload ?? known.denyDownload,
    ...given({ quota: allowedQuota(portal, quota ?? undefined), color, cover, logo: logo?.tmpFile }),
    ...given({ lifetime: whenOn(life), watermark: whenOn(mark) }),
  };
}

// What is not enabled goes, and is not shown any more.
function switchOff(enabled: boolean | null | undefined, name: 'lifetime' | 'watermark'): Partial<RoomSettings> {
  return enabled === false ? { [name]: undefined } : {};
}

function whenOn(value: Record<string, unknown> | null | undefined): Record<string, unknown> | undefined {
  return !value || value['enabled'] === false ? undefined : given(value);
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
