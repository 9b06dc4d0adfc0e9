import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

/** `npm run sbom -- FILE`: writes what is installed with Concierge as a CycloneDX document. */
const [file] = process.argv.slice(2);
process.exitCode = file === undefined ? refuse('Give a file: npm run sbom -- sbom.cdx.json') : write(file);

function write(path: string): number {
  const { stdout, stderr, status } = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx', '--omit=dev'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) return refuse(`npm could not list the dependencies: ${stderr}`);
  const bom = z
    .looseObject({ metadata: z.looseObject({ component: z.looseObject({}) }), components: z.array(z.unknown()) })
    .parse(JSON.parse(stdout));
  // npm calls the project by the folder that it lies in.
  bom.metadata.component['name'] = z
    .object({ name: z.string() })
    .parse(JSON.parse(readFileSync('package.json', 'utf8'))).name;
  writeFileSync(path, `${JSON.stringify(bom, undefined, 2)}\n`);
  process.stdout.write(`${path}: ${String(bom.components.length)} packages\n`);
  return 0;
}

function refuse(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}
