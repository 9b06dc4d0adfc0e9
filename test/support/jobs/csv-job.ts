import { existsSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../wait-for.ts';
import type { Job, JobWorld } from './job.ts';
import { contentsOf, membersOf } from './look-at-room.ts';

const rows = 3;

/** A client room for each row of a file. Its command line dies with the service and is called again with `--resume`. */
export function createCsvJob(world: JobWorld): Job {
  const { portal } = world;
  const manager = portal.blueprintEnv['ACCOUNT_MANAGER_ID'] ?? '';
  const room = { rooms: 1, contents: 5, members: [`${manager} 9`, 'guest 2'] };
  return {
    name: 'csv',
    expected: { lines: rows + 1, rooms: Array.from({ length: rows }, () => room) },
    async prepare(id) {
      const folder = await mkdtemp(join(tmpdir(), 'concierge-test-csv-'));
      const names = Array.from({ length: rows }, (_, index) => `${id}-${index + 1}`);
      const lines = names.map((name) => `${name},${name},${name}@client.example`);
      await writeFile(join(folder, 'clients.csv'), ['client.id,client.name,client.email', ...lines, ''].join('\n'));
      const result = join(folder, 'clients.result.csv');
      return {
        async begin() {
          await waitFor(
            'the end of the command line',
            async () => {
              const resumed = existsSync(result) ? ['--resume'] : [];
              const args = ['apply', 'client-room', '--csv', 'clients.csv', ...resumed, '--json'];
              const { code, stdout, stderr } = await world.command(args, folder);
              if (code !== 0) throw new Error(`it ended with ${code}: ${stdout}${stderr}`);
              return true;
            },
            { withinMs: 300_000 },
          );
        },
        async outcome() {
          const written = (await readFile(result, 'utf8')).trim().split('\n');
          return {
            lines: written.length,
            rooms: await Promise.all(names.map((name) => lookAt(name, world))),
          };
        },
      };
    },
  };
}

async function lookAt(name: string, { portal }: JobWorld) {
  const found = await portal.rooms(`Client - ${name}`);
  const roomId = found[0]?.id ?? 0;
  const contents = await contentsOf(roomId, portal);
  return { rooms: found.length, contents: contents.length, members: await membersOf(roomId, portal) };
}
