import { randomUUID } from 'node:crypto';
import type { Portal } from '../portal.ts';
import { erase } from './entries.ts';
import type { TemplateJob } from './records.ts';
import type { Room } from './sections.ts';

/** What a job does: make the empty room or template, then fill it. Both may throw. */
export interface TemplateWork {
  make: () => Room;
  fill: (made: Room) => void;
}

type JobKind = keyof Portal['state']['templateJobs'];

/**
 * Starts the one job of this kind that the portal does at a time; while one runs, another is dropped without a word
 * (DocSpace server, RoomTemplatesWorker.cs). The job goes on when the returned function is called, which the caller does
 * once the reply is written; without a delay it is over then. What goes wrong stands in the job, and what was made is
 * deleted again without an event.
 */
export function startTemplateJob(portal: Portal, kind: JobKind, work: TemplateWork): () => void {
  if (portal.state.templateJobs[kind]?.isCompleted === false) return () => undefined;
  const job: TemplateJob = { id: randomUUID(), progress: 0, isCompleted: false };
  portal.state.templateJobs[kind] = job;
  return () => {
    attempt(portal, kind, { job, step: () => begin(portal, kind, { job, work }) });
  };
}

interface Step {
  job: TemplateJob;
  step: () => void;
}

function attempt(portal: Portal, kind: JobKind, { job, step }: Step): void {
  try {
    step();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    portal.state.templateJobs[kind] = { ...job, error: message, isCompleted: true };
  }
}

function begin(portal: Portal, kind: JobKind, { job, work }: { job: TemplateJob; work: TemplateWork }): void {
  const { delayMs, fail } = portal.templateConditions;
  const made = work.make();
  const step = (): void => {
    try {
      if (fail) throw new Error('The contents of the template could not be copied');
      work.fill(made);
    } catch (error) {
      erase(portal, made);
      throw error;
    }
    portal.state.templateJobs[kind] = { ...job, entryId: made.id, progress: 100, isCompleted: true };
  };
  if (delayMs === 0) {
    step();
    return;
  }
  setTimeout(() => {
    // A portal that was reset or replaced meanwhile knows nothing of this job.
    if (portal.state.templateJobs[kind]?.id === job.id) attempt(portal, kind, { job, step });
  }, delayMs).unref();
}
