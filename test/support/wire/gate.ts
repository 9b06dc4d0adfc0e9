/** When something is stopped: before it reaches the other side, or after its reply has come and before anybody has heard of it. */
export type Moment = 'before' | 'after';

/** The place where the gate acts: the `nth` passage since it was armed, counted from 1. */
interface GatePoint {
  readonly nth: number;
  readonly moment: Moment;
  /** Which passages count; all where it is not given. Asked once for each, in their order. */
  readonly fits?: (what: string) => boolean;
}

/** One thing that passes. `false` means: it goes no further, and its connection is cut. */
export interface Passage {
  before(): Promise<boolean>;
  after(): Promise<boolean>;
}

/** Counts what passes a proxy between the service and one of its neighbours, and acts at one of the passages, or at each. */
export interface Gate {
  /** What passed since the gate was armed or opened, in the order of its coming. */
  readonly passed: readonly string[];
  /** To be called by a proxy for each thing that it is about to hand on. */
  pass(what: string): Passage;
  /** Counts anew, and calls `strike` once at the point; it answers whether the passage goes on. */
  arm(point: GatePoint, strike: () => Promise<boolean>): void;
  /** Counts anew, and lets each thing pass as `decide` answers. */
  watch(decide: (what: string) => Passage): void;
  /** Counts anew and acts at nothing. */
  open(): void;
  /** Whether the point was reached. */
  hasStruck(): boolean;
}

export function createGate(): Gate {
  const passed: string[] = [];
  let armed: { readonly point: GatePoint; readonly strike: () => Promise<boolean> } | undefined;
  let watched: ((what: string) => Passage) | undefined;
  let hasStruck = false;
  let counted = 0;

  async function look(nth: number, moment: Moment): Promise<boolean> {
    if (armed?.point.nth !== nth || armed.point.moment !== moment) return true;
    const { strike } = armed;
    armed = undefined;
    hasStruck = true;
    return strike();
  }

  function open(): void {
    passed.length = 0;
    counted = 0;
    hasStruck = false;
    armed = undefined;
    watched = undefined;
  }

  return {
    passed,
    pass(what) {
      passed.push(what);
      if (watched) return watched(what);
      const nth = armed?.point.fits?.(what) === false ? 0 : (counted += 1);
      return { before: () => look(nth, 'before'), after: () => look(nth, 'after') };
    },
    arm(point, strike) {
      open();
      armed = { point, strike };
    },
    watch(decide) {
      open();
      watched = decide;
    },
    open,
    hasStruck: () => hasStruck,
  };
}
