import { settingDescriptions, settingGroups, Settings } from './settings.ts';
import type { SettingDescription, SettingGroup } from './setting.ts';

type NamedDescription = SettingDescription & { readonly name: string };

/** The text of `.env.example`: every setting, commented out, with what it is for. */
export function renderEnvExample(): string {
  const intro = [
    '# Settings of Concierge. Copy this file to .env and uncomment what you need.',
    '# A variable of the real environment wins over this file, even when it is empty; empty means unset.',
    '# Each setting may also be given as NAME_FILE: the path of a file that holds the value.',
  ];
  const groups = settingGroups.map((group) => [`# --- ${group}`, ...ofGroup(group).map(renderEnvEntry)].join('\n\n'));
  return `${[intro.join('\n'), ...groups].join('\n\n')}\n`;
}

/** The text of `docs/reference/config.md`. */
export function renderConfigReference(): string {
  const intro = [
    '# Settings',
    'Settings are environment variables, or lines of a file `.env` in the working directory. A variable of the real environment wins over `.env`, even when it is empty; empty means unset. Each setting may also be given as `NAME_FILE`, the path of a file that holds the value: `DOCSPACE_API_KEY_FILE=/run/secrets/docspace-key`.',
    'All mistakes are reported together when a command starts, by name and never with the value. This page and `.env.example` are made from the table that the program reads.',
  ];
  const groups = settingGroups.flatMap((group) => [`## ${group}`, ...ofGroup(group).map(renderReferenceEntry)]);
  return `${[...intro, ...groups].join('\n\n')}\n`;
}

function ofGroup(group: SettingGroup): NamedDescription[] {
  return Object.entries(Settings.shape).flatMap(([name, schema]) => {
    const description = settingDescriptions.get(schema);
    return description?.group === group ? [{ ...description, name }] : [];
  });
}

function renderEnvEntry(setting: NamedDescription): string {
  const notes = [...wrap(setting.about.replaceAll('`', ''), 100), ...describe(setting).map((line) => `${line}.`)];
  const value = setting.default ?? setting.example;
  return [...notes.map((line) => `# ${line}`), `#${setting.name}=${quote(value)}`].join('\n');
}

function renderReferenceEntry(setting: NamedDescription): string {
  const facts = [...describe(setting), `Example: \`${setting.example}\``].map((line) => `- ${line}`);
  return [`### ${setting.name}`, setting.about, facts.join('\n')].join('\n\n');
}

function describe({ alias, default: fallback, neededFor, secret }: NamedDescription): string[] {
  return [
    ...(neededFor === undefined ? [] : [`Needed for ${neededFor}`]),
    ...(fallback === undefined ? [] : [`Default: ${fallback}`]),
    ...(alias === undefined ? [] : [`Also accepted as ${alias}`]),
    ...(secret ? ['Secret: never shown or logged'] : []),
  ];
}

function quote(value: string): string {
  return /[\s#"']/.test(value) ? `"${value}"` : value;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
