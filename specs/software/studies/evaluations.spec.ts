import { describe, expect, it } from 'vitest';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import { lagTable } from '../../../src/report/accuracy-tables.ts';
import { bothVerdictsTable } from '../../../src/studies/relu-versus-sigmoid/both-evaluations.ts';
import { planted } from '../../support/planted-accuracies.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { alignmentOf, cellsOf } from '../../support/planted-report.ts';
import type { ScaleName } from '../../support/this-study.ts';

// By running statistics ReLU gains 4 points per block and Sigmoid loses 1, by recomputed ones both gain 2. Seeds lie 0,
// 1 and 3 tenths of a point per block apart for Sigmoid, and as much the other way for ReLU.
const evidence = (scale: ScaleName = 'quick'): Evidence => {
  const spread = ({ activation, seed }: { activation: string; seed: number }) =>
    ([0, 0.001, 0.003][seed - 1] ?? 0) * (activation === 'relu' ? -1 : 1);
  return planted(
    (run) => 0.4 + ((run.activation === 'relu' ? 0.04 : -0.01) + spread(run)) * run.depth,
    scale,
    (run) => 0.4 + (0.02 + spread(run)) * run.depth,
  );
};

describe('lagTable', () => {
  it('gives the mean over seeds and layers after the last epoch', () => {
    const records = evidence().records.map((record) => {
      const lags = [0.1, 0.3].map(
        (lag) => lag * record.run.seed * (record.run.activation === 'relu' ? 1 : 2),
      );
      const [first, ...others] = record.epochs;
      const last = { ...others.at(-1)!, runningMeanLag: lags };
      return { ...record, epochs: [first!, ...others.slice(0, -1), last] };
    });
    const rows = cellsOf(lagTable({ ...evidence(), records }));
    expect(rows).toEqual([
      ['Blocks', 'ReLU', 'Sigmoid'],
      ...[1, 2, 4, 6, 8].map((depth) => [`${depth}`, '0.40', '0.80']),
    ]);
  });
});

describe('bothVerdictsTable', () => {
  const rows = (scale?: ScaleName) => cellsOf(bothVerdictsTable(evidence(scale))).slice(1);

  it('applies the rules of H1, H2b and H4b to both evaluations', () => {
    expect(rows().map(([id, statistics, , outcome]) => [id, statistics, outcome])).toEqual([
      ['H1', 'running', 'supported'],
      ['H1', 'recomputed', 'inconclusive'],
      ['H2b', 'running', 'supported'],
      ['H2b', 'recomputed', 'inconclusive'],
      ['H4b', 'running', 'supported'],
      ['H4b', 'recomputed', 'refuted'],
    ]);
    expect(alignmentOf(bothVerdictsTable(evidence()))).toBe('llll');
  });

  it('says what each was applied to, with its bounds', () => {
    const effects = rows().map(([, , effect]) => effect!);
    expect(effects[0]).toMatch(
      /^depth 8: \+37\.87 \[.*\]; depth 6: \+28\.40 \[.*\]; depth 4: \+18\.93 \[.*\]$/,
    );
    expect(effects[1]).toMatch(/^depth 8: −2\.13 \[−6\.25, \+1\.99\]$/); // 2.919986 · 2.4440 / √3 = 4.12
    expect(effects[2]).toMatch(/^slope of the lead, points per block: \+4\.73 /);
    expect(effects[5]).toMatch(/^8 blocks − 1 block: \+14\.93 /);
  });

  it('withholds every outcome at smoke scale, which is no evidence', () => {
    expect(new Set(rows('smoke').map((row) => row[3]))).toEqual(new Set(['inconclusive']));
  });

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(evidence(), ({ depth, seed }) => !(depth === 8 && seed === 2));
    expect(() => bothVerdictsTable(partial)).toThrow(IncompleteEvidence);
    expect(() => lagTable(partial)).toThrow(IncompleteEvidence);
  });
});
