import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scope } from '../engine/engine.ts';
import type { RunInput } from './records.ts';

/** A step of a run, as the code knows it that runs on its behalf. */
export interface StepContext extends Pick<RunInput, 'runId' | 'attempt'> {
  readonly step: string;
  /** 0 for the first try of the step. */
  readonly tryNumber: number;
}

const current = new AsyncLocalStorage<StepContext>();

/** The step on whose behalf the present code runs; undefined outside of runs. */
export function currentStep(): StepContext | undefined {
  return current.getStore();
}

/** The same scope, whose steps know their run, so that each call can be told which step made it. */
export function traceSteps({ runId, attempt }: Pick<RunInput, 'runId' | 'attempt'>, scope: Scope): Scope {
  return {
    ...scope,
    step: (step, work) =>
      scope.step(step, (one) => current.run({ runId, attempt, step, tryNumber: one.number }, () => work(one))),
  };
}
