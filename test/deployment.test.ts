import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parse } from 'yaml';
import { loadConfig } from '../src/config/load-config.ts';
import { settingDescriptions, Settings } from '../src/config/settings.ts';
import { readProjectFile } from './support/project-files.ts';

const Compose = z.object({
  services: z.record(z.string(), z.looseObject({ environment: z.record(z.string(), z.string()).optional() })),
});

const settings = Object.entries(Settings.shape).map(([name, schema]) => ({
  name,
  about: settingDescriptions.get(schema),
}));
const known = new Set(
  settings.flatMap(({ name, about }) => [name, ...(about?.alias === undefined ? [] : [about.alias])]),
);

function unknownOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== 'NODE_ENV' && !known.has(name.replace(/_FILE$/, '')));
}

describe('files for deployment', () => {
  it('compose.yaml sets only what is a setting', () => {
    const { services } = Compose.parse(parse(readProjectFile('compose.yaml'), { merge: true }));
    const ours = ['concierge', 'worker'].flatMap((name) => Object.keys(services[name]?.environment ?? {}));
    expect(ours).toContain('DATABASE_URL_FILE');
    expect(unknownOf(ours)).toEqual([]);
  });

  it('the unit of systemd and the Dockerfile set only what is a setting', () => {
    const unit = readProjectFile('deploy/concierge.service');
    const ofUnit = [...unit.matchAll(/^Environment=(.+)$/gm)].flatMap(([, line = '']) => line.split(' '));
    const image = [...readProjectFile('Dockerfile').matchAll(/^ENV (.+)$/gm)].flatMap(([, line = '']) =>
      line.split(' '),
    );
    const names = [...ofUnit, ...image].map((pair) => pair.split('=')[0] ?? '');
    expect(names).toContain('DATA_DIR');
    expect(unknownOf(names)).toEqual([]);
  });
});

describe('secrets', () => {
  it.each(settings.filter(({ about }) => about?.secret).map(({ name, about }) => [name, about?.example ?? '']))(
    '%s may be given as a file, and is read from it alone',
    (name, example) => {
      const read: string[] = [];
      const readFile = (path: string): string => {
        if (path === '.env') throw Object.assign(new Error('none'), { code: 'ENOENT' });
        read.push(path);
        return `${example}\n`;
      };
      const others = { MAIL_FROM: 'c@example.com' };
      const config = loadConfig({ env: { ...others, [`${name}_FILE`]: `/run/secrets/${name}` }, readFile });
      expect(read).toEqual([`/run/secrets/${name}`]);
      // It arrived, and is never shown.
      const withoutIt = loadConfig({ env: others, readFile });
      expect(JSON.stringify(config)).not.toContain(example);
      expect(JSON.stringify(config) === JSON.stringify(withoutIt) && name !== 'OTEL_EXPORTER_OTLP_HEADERS').toBe(false);
      expect(() => loadConfig({ env: { ...others, [name]: example, [`${name}_FILE`]: 'x' }, readFile })).toThrow(
        `${name} and ${name}_FILE are both set`,
      );
    },
  );
});
