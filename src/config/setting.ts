import { z } from 'zod';

export const settingGroups = [
  'Portal',
  'Service',
  'Operation',
  'Storage',
  'Blueprints',
  'Limits',
  'Mail',
  'Connectors',
  'Demonstration',
] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** What a person must know of a setting. Its name and its form stand in `Settings`. */
export interface SettingDescription {
  readonly group: SettingGroup;
  readonly about: string;
  /** A value of the right form; of a secret one that works nowhere. */
  readonly example: string;
  /** Used where the setting is unset; without one the setting stays unset. */
  readonly default?: string;
  /** Never shown, and not to be listed in `BLUEPRINT_ENV`. */
  readonly secret?: true;
  /** What does not work without it. */
  readonly neededFor?: string;
  /** Another name that is accepted; the setting's own name wins. */
  readonly alias?: string;
}

export const settingDescriptions = z.registry<SettingDescription>();

/** Describes a setting where its form stands. */
export function setting<Schema extends z.ZodType>(schema: Schema, description: SettingDescription): Schema {
  settingDescriptions.add(schema, description);
  return schema;
}
