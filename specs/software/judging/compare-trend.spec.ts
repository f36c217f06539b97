import { describe, expect, it } from 'vitest';
import { compareTrend, type TrendRule } from '../../../src/judging/compare-trend.ts';
import { study } from '../../support/this-study.ts';

const { trendAlpha } = study.analysis;

/** Judges whether values rise; what is smaller than a tenth ties. */
const judge = (values: TrendRule['values'], direction: TrendRule['direction'] = 'rises') =>
  compareTrend({
    label: 'trend',
    depths: study.grid.depths,
    values,
    direction,
    level: trendAlpha,
    tolerance: 0.1,
  });

describe('compareTrend', () => {
  // Of five values two tie and the other three do: 10 distinct orders a seed, one of them the highest, so p = 1 / 10².
  const justEnough = [
    [0, 0, 1, 1, 1],
    [0, 0, 1, 1, 1],
  ];

  it('takes a p that is exactly the level as enough, for the claim and against it', () => {
    expect(judge(justEnough)).toMatchObject({ outcome: 'supported', p: trendAlpha });
    expect(judge(justEnough, 'falls')).toMatchObject({ outcome: 'refuted', p: 1 });
  });

  it('is inconclusive a step short of that, and says how many seeds would do', () => {
    const { outcome, p, reason } = judge([
      [0, 0, 1, 1, 1],
      [0, 1, 0, 1, 1],
    ]);
    expect(outcome).toBe('inconclusive');
    expect(p).toBeGreaterThan(trendAlpha);
    expect(reason).toMatch(/about \d+ seeds would support it at 80 % power/);
    expect(judge(justEnough).reason).not.toContain('would support it');
  });

  it('is inconclusive where nothing rises or falls by more than the tolerance', () => {
    const flat = [1, 1.02, 1.04, 1.06, 1.08];
    expect(judge([flat, flat, flat])).toMatchObject({ outcome: 'inconclusive', p: 1 });
    expect(judge([flat, flat, flat]).reason).toContain('no number of seeds up to 30 is likely to support it');
  });

  it('tells the statistic, what it would be without a trend, and p either way', () => {
    const { reason, unit, effect } = judge(justEnough); // twice the mid-ranks 1.5, 1.5, 4, 4, 4
    expect([effect, unit]).toEqual([105, 'L']);
    expect(reason).toBe(
      'L = 105 (90 expected without a trend, 110 at most), p = 0.0100 that it rises, p = 1.0000 for the opposite',
    );
  });

  it('gives the values themselves, seed by seed, one column a depth', () => {
    const { bySeed, n } = judge(justEnough, 'falls');
    expect(bySeed.rows).toEqual(justEnough);
    expect(bySeed.columns).toEqual(['depth 1', 'depth 2', 'depth 4', 'depth 6', 'depth 8']);
    expect(n).toBe(2);
  });
});
