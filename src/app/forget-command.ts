import type { Engine } from '../engine/engine.ts';
import { type Forgotten, forgetPerson } from '../runs/forget-person.ts';
import type { RunCause } from '../runs/run.ts';
import { createForgetRecords } from '../store/forget.ts';
import type { Core } from './open-core.ts';

interface ForgetRequest {
  readonly person: string;
  readonly cause: RunCause;
}

/** Forgets a person, in our tables and the engine's. */
export function forget({ person, cause }: ForgetRequest, core: Core, engine: Engine): Promise<Forgotten> {
  const { portal, journal, store } = core;
  return forgetPerson(person, cause, { records: createForgetRecords(store.db), engine, portal, journal });
}
