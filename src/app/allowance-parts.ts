import type { AllowanceParts } from '../http/admin-parts.ts';
import { dailyKinds, listDailyUse } from '../runs/daily-limits.ts';
import { findBlueprint } from './find-blueprint.ts';
import type { Core } from './open-core.ts';

/** The limits of the day, as the API and commands see and raise them. */
export function createAllowanceParts(core: Core): AllowanceParts {
  const { daily, config, journal } = core;
  return {
    today: () => listDailyUse(daily, config.limits.daily),
    async raise({ blueprint, extra }, cause) {
      await findBlueprint(blueprint, core);
      for (const kind of dailyKinds) {
        const more = extra[kind];
        if (more === undefined) continue;
        await daily.raise({ kind, blueprint }, more);
        journal.record({
          kind: 'limit',
          what: 'limit of the day raised',
          cause,
          blueprint,
          detail: `${kind} +${String(more)}`,
        });
      }
    },
  };
}
