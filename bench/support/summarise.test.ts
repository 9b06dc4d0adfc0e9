import { expect, it } from 'vitest';
import { summarise } from './summarise.ts';

it('takes quantiles from the samples themselves, in whatever order they came', () => {
  const samples = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(summarise(samples)).toEqual({ count: 200, min: 1, mean: 100.5, p50: 100, p95: 190, p99: 198, max: 200 });
});

it('shows a single sample as every quantile', () => {
  expect(summarise([7])).toEqual({ count: 1, min: 7, mean: 7, p50: 7, p95: 7, p99: 7, max: 7 });
});
