import { describe, expect, it } from 'vitest';
import { cleanTitle, titleLimits } from './clean-title.ts';

describe('a cleaned title', () => {
  it.each([
    ['Home – Ada Lovelace', 'Home – Ada Lovelace'],
    ['  Contracts ', 'Contracts'],
    ['a/b\\c', 'a_b_c'],
    ['\ta*b+c:d"e<f>g?h|i', 'a_b_c_d_e_f_g_h_i'],
    ['in\tside', 'in_side'],
    ['Team 😀', 'Team __'],
    ['Å é 漢 {x} #1 %20', 'Å é 漢 {x} #1 %20'],
  ])('of %j is %j', (title, cleaned) => {
    expect(cleanTitle(title)).toBe(cleaned);
  });

  it('is cut at the limit of its kind', () => {
    expect(cleanTitle('x'.repeat(200))).toHaveLength(titleLimits.entry);
    expect(cleanTitle('x'.repeat(200), titleLimits.room)).toHaveLength(titleLimits.room);
  });

  it('stays the same when it is cleaned again', () => {
    for (const title of ['a/b', ' 😀 ', `${'x'.repeat(164)} y`, 'x'.repeat(300)]) {
      expect(cleanTitle(cleanTitle(title))).toBe(cleanTitle(title));
    }
  });
});
