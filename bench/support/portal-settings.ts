import { projectPath } from './project.ts';
import type { Sandbox } from './start-sandbox.ts';

/** What every program of ours is told of the portal that it works on, with the shipped blueprints. */
export function portalSettings({ env, url, apiKey }: Sandbox): Readonly<Record<string, string>> {
  return {
    ...env,
    BLUEPRINT_ENV: Object.keys(env).join(','),
    BLUEPRINTS_DIR: projectPath('blueprints'),
    DOCSPACE_BASE_URL: url,
    DOCSPACE_API_KEY: apiKey,
  };
}
