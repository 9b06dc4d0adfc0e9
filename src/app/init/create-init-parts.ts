import type { InitParts } from '../../cli/init/init-parts.ts';
import { loadConfig } from '../../config/load-config.ts';
import type { Variables } from '../../config/read-settings.ts';
import { connect } from './connect.ts';
import { draft } from './draft.ts';
import { jobs } from './jobs.ts';

/** The first set-up, in the working directory. */
export function createInitParts(env: Variables): InitParts {
  return {
    jobs,
    known() {
      const { baseUrl, apiKey } = loadConfig({ env }).portal;
      return {
        ...(baseUrl === undefined ? {} : { url: baseUrl }),
        ...(apiKey === undefined ? {} : { apiKey: apiKey.reveal() }),
      };
    },
    connect,
    draft: (choice) => draft(choice, { envFile: '.env', blueprintsDir: loadConfig({ env }).blueprintsDir }),
  };
}
