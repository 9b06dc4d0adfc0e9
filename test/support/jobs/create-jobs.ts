import { createArchiveJob, createCloseOutJob } from './close-out-jobs.ts';
import { createCsvJob } from './csv-job.ts';
import type { Job, JobWorld } from './job.ts';
import { createClientRoomJob, createHomeRoomJob, createProjectRoomJob, createUndoJob } from './room-jobs.ts';

/** Every job that must survive whatever ends in the middle of it. */
export function createJobs(world: JobWorld): readonly Job[] {
  return [
    createHomeRoomJob(world),
    createClientRoomJob(world),
    createProjectRoomJob(world),
    createCloseOutJob(world),
    createUndoJob(world),
    createArchiveJob(world),
    createCsvJob(world),
  ];
}
