import { join } from 'node:path';
import { listBlueprintFiles } from '../src/blueprint/load-blueprints.ts';
import { startDashboardWorld } from './support/dashboard-world.ts';
import { projectRoot } from './support/project-files.ts';

// Takes the pictures of the gallery's page anew: each of its blueprints as the dashboard draws it.
const gallery = join(projectRoot, 'blueprints/gallery');

await using world = await startDashboardWorld({ BLUEPRINTS_DIR: gallery });
for (const file of await listBlueprintFiles(gallery)) {
  const name = file.replace(/\.ya?ml$/, '');
  const page = await world.open(`/blueprints/${name}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await page.screenshot({ path: join(projectRoot, `docs/images/gallery-${name}.png`) });
  await page.close();
}
