import type { Summary } from './summarise.ts';

/** One measured number. A goal makes it a promise. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | '%' | 'times' | 'per second';
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface BenchResult {
  readonly figures: readonly Figure[];
  /** What the figures were taken from, in milliseconds. */
  readonly samples: Readonly<Record<string, Summary>>;
}

export interface BenchOptions {
  /** Fewer samples: shows that a bench works, not how fast anything is. */
  readonly quick: boolean;
}

export interface Bench {
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly about: string;
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}

/** The figure over its goal: under 1 is good for `atMost`, over 1 for `atLeast`. Undefined without a goal. */
export function ratioToGoal({ value, goal }: Figure): number | undefined {
  if (goal === undefined) return undefined;
  return value / ('atMost' in goal ? goal.atMost : goal.atLeast);
}

/** Whether the promise is kept. Undefined where none was given. */
export function meetsGoal({ value, goal }: Figure): boolean | undefined {
  if (goal === undefined) return undefined;
  return 'atMost' in goal ? value <= goal.atMost : value >= goal.atLeast;
}
