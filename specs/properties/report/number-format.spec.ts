import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { meanAndDeviation, percent } from '../../../src/report/number-format.ts';
import { mean } from '../../../src/statistics/mean.ts';

const accuracies = fc.array(
  fc.nat(4000).map((hits) => hits / 4000),
  { minLength: 2, maxLength: 5 },
);

describe('percent', () => {
  // Catches 20.72 % in one table and 20.73 % in another: a mean of 20.725, whose last bit the order of computing decides.
  it.prop([accuracies])(
    'prints a mean of fractions as tables print the mean of the percentages',
    (fractions) => {
      expect(percent(mean(fractions))).toBe(`${meanAndDeviation(fractions).split(' ')[0]} %`);
    },
  );
});
