import { asReader } from '../docspace/portal.ts';
import type { Engine } from '../engine/engine.ts';
import type { SweepParts } from '../reconcile/sweep/sweep-parts.ts';
import { sweepDue } from '../reconcile/sweep/sweep-due.ts';
import { renderWords } from '../connectors/mail-templates.ts';
import { createMailer } from '../connectors/smtp.ts';
import { startRun } from '../runs/start-run.ts';
import { createSweepRecords } from '../store/sweeps.ts';
import { createTryTurn } from '../store/turns.ts';
import type { Blueprints } from './open-blueprints.ts';
import type { Core } from './open-core.ts';

/** Sweeps are made one at a time in an installation, by hand or by the clock. */
export const sweepTurn = 'sweep';

/** What sweeps are made with: a client that only reads, and the queue. */
export function sweepPartsOf(core: Core, engine: Engine): SweepParts {
  const { lookups, documents, keptRooms, closeOuts, config, runs } = core;
  return {
    ...{ lookups, documents, keptRooms, closeOuts },
    portal: asReader(core.portal),
    env: config.blueprintEnv,
    allowBorrow: config.allowBorrow,
    start: (input) => startRun(input, engine, runs),
  };
}

/** Makes the sweeps that are due. Answers how many. */
export function createSweeps(core: Core, blueprints: Blueprints, engine: Engine): () => Promise<number> {
  const tryTurn = createTryTurn(core.store);
  const { mail } = core.config;
  const mailer = createMailer({ url: mail.smtpUrl, from: mail.from });
  const parts = {
    ...sweepPartsOf(core, engine),
    sweeps: createSweepRecords(core.store.db),
    log: core.log,
    alone: async <T>(work: () => Promise<T>) => (await tryTurn(sweepTurn, work))?.result,
    async alert({ id, subject, text }: { readonly id: string; readonly subject: string; readonly text: string }) {
      core.log.warn(subject, {});
      if (mail.alertTo === undefined) return;
      const messageId = `<${id}@docspace-concierge.invalid>`;
      await mailer.send({ ...renderWords({ subject, text }), to: mail.alertTo, messageId });
    },
  };
  return () => sweepDue(blueprints.store.list(), parts);
}
