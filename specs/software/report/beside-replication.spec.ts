import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { besideReplication } from '../../../src/report/beside-replication.ts';
import { replicationDifferences } from '../../../src/report/replication-differences.ts';
import { chernoff } from '../../support/chernoff.ts';
import { normalDraws } from '../../support/normal-draws.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import { replicationOf } from '../../support/planted-replication.ts';
import { cellsOf } from '../../support/planted-report.ts';
import type { Run } from '../../support/this-study.ts';

/** As the notebook says, seeds 1 point apart by chance, in both evaluations; gradient averages are the same whatever the seed of noise. */
const drawn = (seed: number, change: (run: Run) => number = () => 0): Evidence => {
  const draw = normalDraws(seed, 'beside-replication');
  const accuracy = (run: Run) => asTheNotebookSays(run) + 0.01 * draw() + change(run);
  return planted(accuracy, 'quick', accuracy);
};
const ours = drawn(1);
const NONE = '**Of 36 differences, none is larger than seeds explain**';

describe('besideReplication', () => {
  it('says that no difference is larger where none is, and what was compared', () => {
    const [heading, opening, means, , differences] = besideReplication(ours, replicationOf(drawn(2)));
    expect(heading).toBe('## Beside another implementation');
    expect(opening).toContain('[`replication/quick.json`](replication/quick.json) holds 30 networks');
    expect(opening).toContain('(another program)');
    expect(opening).toContain(NONE);
    const [header, ...rows] = cellsOf(means!);
    expect(header!.slice(0, 4)).toEqual(['Blocks', 'networks there', 'running, here', 'there']);
    expect(rows).toHaveLength(10);
    expect(rows[0]!.slice(0, 2)).toEqual(['ReLU, 1', '3']);
    expect(cellsOf(differences!).map(([first]) => first)).toEqual([
      'Theirs − ours',
      'running, ReLU (points)',
      'running, Sigmoid (points)',
      'recomputed, ReLU (points)',
      'recomputed, Sigmoid (points)',
      'gradient average, ReLU (%, in logarithms)',
      'gradient average, Sigmoid (%, in logarithms)',
    ]);
  });

  it('takes theirs less ours, in points', () => {
    const higher = replicationOf(drawn(1, ({ depth }) => (depth === 8 ? 0.001 : 0)));
    const [, , , , differences] = besideReplication(ours, higher);
    const [, ourSpread, theirSpread, ...row] = cellsOf(differences!)[1]!;
    expect(theirSpread).toBe(ourSpread);
    expect(Number(ourSpread)).toBeGreaterThan(0.5); // drawn with 1
    expect(Number(ourSpread)).toBeLessThan(2);
    const reach = expect.stringMatching(/^±[1-9]\.\d\d$/);
    expect(row).toEqual(['+0.10 (8 blocks)', reach, '+0.02', reach]); // a fifth of it over five depths
  });

  it('takes what there is of a replication that is not whole', () => {
    const seedAndOne = replicationOf(drawn(2), 11); // all of seed 1, and one of seed 2
    const [, opening, means, , differences] = besideReplication(ours, seedAndOne);
    expect(opening).toContain('holds 11 networks');
    expect(opening).toContain(NONE);
    const counts = cellsOf(means!).map(([, count]) => Number(count));
    expect(counts.slice(1).reduce((sum, count) => sum + count, 0)).toBe(11);
    expect(cellsOf(differences!)[2]![2]).toBe('—'); // one seed of Sigmoid shows no spread
  });

  it('compares depths alone where no seed has them all', () => {
    const { runs, ...rest } = replicationOf(drawn(2));
    const scattered = runs.filter(
      ({ activation, depth, seed }) => activation === 'relu' && depth === 2 * seed,
    );
    const [, opening, , , differences] = besideReplication(ours, { ...rest, runs: scattered });
    expect(opening).toContain('**Of 9 differences, none');
    expect(cellsOf(differences!)[1]!.slice(-2)).toEqual(['—', '—']);
  });

  it.each([
    ['arms that are swapped', planted(swapped(asTheNotebookSays)), 30, 'running, ReLU, all depths'],
    [
      'an arm that is 5 points worse',
      drawn(3, ({ activation }) => (activation === 'relu' ? -0.05 : 0)),
      30,
      'recomputed, ReLU, all depths',
    ],
    [
      'one condition that is 6 points worse',
      drawn(4, ({ activation, depth }) => (activation === 'sigmoid' && depth === 4 ? -0.06 : 0)),
      11,
      'running, Sigmoid, 4 blocks',
    ],
  ] as const)('names %s', (_, theirs, count, words) => {
    const [, opening] = besideReplication(ours, replicationOf(theirs, count));
    expect(opening).toMatch(/\*\*Of 36 differences, \d+ (is|are) larger than seeds explain\*\*: /);
    expect(opening).toContain(words);
  });

  it('sees gradients that are a half larger, in logarithms', () => {
    const { runs, ...rest } = replicationOf(ours);
    const larger = runs.map(({ epochs, ...run }) => ({
      ...run,
      epochs: epochs.map((epoch) => ({ ...epoch, gradientAverage: 1.5 * epoch.gradientAverage })),
    }));
    const [, opening, , , differences] = besideReplication(ours, { ...rest, runs: larger });
    expect(opening).toContain('gradient average, Sigmoid, all depths');
    expect(differences).toMatch(/gradient average, ReLU \(%, in logarithms\) .*\+40\.55/);
  });
});

describe('replicationDifferences', () => {
  /** Noise of a run, by side; `seedEffect` is shared by all runs of a seed. */
  interface World {
    readonly relu: number;
    readonly sigmoid: number;
    readonly seedEffect: readonly [ours: number, theirs: number];
    /** How many of their runs there are. */
    readonly runs: number;
  }

  function side(draw: () => number, world: World, seedEffect: number): Evidence {
    const shared = [draw(), draw(), draw()];
    const noisy = (run: Run) =>
      0.5 +
      0.01 * world[run.activation as 'relu' | 'sigmoid'] * draw() +
      0.01 * seedEffect * shared[run.seed - 1]!;
    return planted(noisy, 'quick', noisy);
  }

  // The gradient average is the same on both sides, so 7.5 % for three measures are 5 % for the two that vary.
  it.each<[string, World]>([
    ['all runs vary alike', { relu: 1, sigmoid: 1, seedEffect: [0, 0], runs: 30 }],
    ['one arm varies four times as much', { relu: 1, sigmoid: 4, seedEffect: [0, 0], runs: 30 }],
    ['our seeds go together', { relu: 1, sigmoid: 1, seedEffect: [2, 0], runs: 30 }],
    ['all seeds go together, and they have 19 runs', { relu: 1, sigmoid: 2, seedEffect: [1, 1], runs: 19 }],
  ])(
    'finds a difference where there is none at most 5 %% of the time: %s (false alarm: 1e-6)',
    (_, world) => {
      const draw = normalDraws(1, 'beside-replication/level');
      const trials = 600;
      let found = 0;
      for (let trial = 0; trial < trials; trial++) {
        const theirs = replicationOf(side(draw, world, world.seedEffect[1]), world.runs);
        const arms = replicationDifferences(side(draw, world, world.seedEffect[0]), theirs, 0.075);
        const differences = arms.flatMap(({ byDepth, overall }) => [
          ...byDepth,
          ...(overall ? [overall] : []),
        ]);
        if (differences.some(({ difference, reach }) => Math.abs(difference) > reach)) found += 1 / trials;
      }
      expect(found).toBeLessThan(chernoff(trials, 0.05, 1e-6)[1]);
    },
  );
});
