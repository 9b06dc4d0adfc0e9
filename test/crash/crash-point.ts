/** Where a kill is counted: at a call to the portal, or at a write to the database. */
export const crashKinds = ['portal', 'database'] as const;
export type CrashKind = (typeof crashKinds)[number];

/** What is killed. */
export const victims = ['process', 'database', 'both'] as const;
export type Victim = (typeof victims)[number];

export interface CrashPoint {
  readonly job: string;
  readonly victim: Victim;
  readonly kind: CrashKind;
  /** Which call or write of the job, counted from 1. */
  readonly nth: number;
  readonly moment: 'before' | 'after';
}

interface Passed {
  readonly kind: CrashKind;
  /** How often a job passes there when nothing disturbs it. */
  readonly passages: number;
  readonly victims: readonly Victim[];
}

/** Every point of a job at one kind of place, in the order of its passages. */
export function listPoints(job: string, { kind, passages, victims: wanted }: Passed): CrashPoint[] {
  return wanted.flatMap((victim) =>
    Array.from({ length: passages }, (_, index) => index + 1).flatMap((nth) =>
      (['before', 'after'] as const).map((moment) => ({ job, victim, kind, nth, moment })),
    ),
  );
}

export function nameOf({ job, victim, kind, nth, moment }: CrashPoint): string {
  return `${job}: ${victim} killed ${moment} ${kind === 'portal' ? 'call' : 'write'} ${nth}`;
}

/** Some of the points, the same for the same seed. */
export function choosePoints(points: readonly CrashPoint[], count: number, seed: number): CrashPoint[] {
  const random = createRandom(seed);
  const left = [...points];
  const chosen: CrashPoint[] = [];
  while (chosen.length < count && left.length > 0) chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  return chosen;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
