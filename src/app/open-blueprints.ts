import { createBlueprintStore, type BlueprintStore } from '../blueprint/blueprint-store.ts';
import type { LoadedBlueprint } from '../blueprint/load-blueprints.ts';
import type { Config } from '../config/config.ts';
import { mailTemplateNames } from '../connectors/mail-templates.ts';
import type { TriggeredBlueprint } from '../runs/start-triggered.ts';
import type { Core } from './open-core.ts';

/** What the check of blueprints knows of this installation. */
export function checkOptionsOf(config: Config) {
  return { env: config.blueprintEnvNames, mailTemplates: mailTemplateNames };
}

export interface Blueprints {
  readonly store: BlueprintStore;
  /** Those that are stored for runs: a run never starts with a document that the database does not hold. */
  readonly triggered: () => readonly TriggeredBlueprint[];
}

/** Keeps the folder's blueprints, each document stored before a run may start with it. */
export async function openBlueprints({ config, documents, log }: Core): Promise<Blueprints> {
  const state: { triggered: readonly TriggeredBlueprint[] } = { triggered: [] };

  async function take(loaded: readonly LoadedBlueprint[]): Promise<void> {
    for (const { blueprint, file, text, hash } of loaded)
      await documents.save({ name: blueprint.name, file, text, hash });
    state.triggered = loaded.map(({ blueprint, hash }) => ({
      name: blueprint.name,
      hash,
      triggers: blueprint.on.events,
      forDisabled: blueprint.kind === 'CloseOut' && blueprint.for === 'person',
    }));
  }

  const store = await createBlueprintStore(config.blueprintsDir, {
    check: checkOptionsOf(config),
    onChange(loaded) {
      log.info('blueprints changed', { blueprints: loaded.map(({ blueprint }) => blueprint.name) });
      take(loaded).catch((error: unknown) => log.error('blueprints could not be stored', { error }));
    },
    onIssues(issues) {
      for (const { file, line, column, message } of issues) {
        log.warn('blueprint refused', { where: `${file}:${line}:${column}`, reason: message });
      }
    },
  });
  await take(store.list());
  return { store, triggered: () => state.triggered };
}
