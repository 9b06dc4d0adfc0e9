/**
 * The number of the workflow's code. A journal is replayed by position: it can be gone on with only by code that takes the same steps in the
 * same order and understands what was kept of each. To be raised by every change after which that is no longer so: steps that come, go, move
 * or are named otherwise, or an outcome of another form. Runs that are under way at the upgrade are then planned anew (see `carryOn`).
 */
export const workflowNumber = 3;
