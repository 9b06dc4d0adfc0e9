import { expect, it } from 'vitest';
import { disarmCell } from './disarm-cell.ts';

it.each(['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\tx', '\rx', '-', '=', '+49 170 1234', '-5e3'])('disarms %j', (cell) => {
  expect(disarmCell(cell)).toBe(`'${cell}`);
});

it.each(['', 'Acme', '-5', '+5', '-5.25', '-1,234.50', 'a=b', ' =1', "'=1"])('leaves %j as it is', (cell) => {
  expect(disarmCell(cell)).toBe(cell);
});
