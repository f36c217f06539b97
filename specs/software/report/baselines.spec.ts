import { describe, expect, it } from 'vitest';
import { admissibility, baselinesOf } from '../../../src/report/baselines.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { study } from '../../support/this-study.ts';

describe('baselinesOf', () => {
  it.each(['quick', 'paper'] as const)(
    'lists guessing and both regressions at %s scale, weakest first',
    (scale) => {
      const { means, meansAndDeviations } = study.colourBaselines[scale]!;
      const accuracies = baselinesOf({ study, scale }).map(({ accuracy }) => accuracy);
      expect(accuracies).toEqual([0.1, means, meansAndDeviations]);
      expect(accuracies.toSorted((a, b) => a - b)).toEqual(accuracies);
    },
  );

  it('knows guessing alone at smoke scale', () => {
    expect(baselinesOf({ study, scale: 'smoke' }).map(({ accuracy }) => accuracy)).toEqual([0.1]);
  });
});

describe('admissibility', () => {
  // Only Sigmoid with 1 block decides: mean over seeds, against 23.1 %.
  const at = (accuracy: number) =>
    planted(({ activation, depth, seed }) =>
      activation === 'sigmoid' && depth === 1 ? accuracy + (seed - 2) / 100 : 0.15,
    );

  it.each([
    [0.232, true],
    [0.231, false], // as good is not better
    [0.23, false],
  ])('with %d is %s', (accuracy, admissible) => {
    const found = admissibility(at(accuracy))!;
    expect(found.accuracy).toBeCloseTo(accuracy, 12);
    expect(found).toMatchObject({ admissible: found.accuracy > 0.231, baseline: 0.231 });
    if (accuracy !== 0.231) expect(found.admissible).toBe(admissible);
  });

  it('has nothing to say of smoke scale', () => {
    expect(admissibility(planted(() => 0.5, 'smoke'))).toBeUndefined();
  });
});
