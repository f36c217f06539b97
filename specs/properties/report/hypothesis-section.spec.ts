import { describe, expect, it } from 'vitest';
import { reluBeatsSigmoid } from '../../../src/hypotheses/h1-relu-beats-sigmoid.ts';
import { reluImprovesWithDepth } from '../../../src/hypotheses/h3-relu-improves-with-depth.ts';
import type { Comparison, Verdict } from '../../../src/hypotheses/verdict.ts';
import { hypothesisSection } from '../../../src/report/hypothesis-section.ts';
import { alignmentOf } from './planted-report.ts';

const comparison: Comparison = {
  label: 'depth 8',
  outcome: 'refuted',
  effect: -1,
  unit: 'points',
  bounds: [-2, -0.5],
  p: 0.9,
  n: 2,
  bySeed: {
    firstSeed: 1,
    columns: ['first', 'difference'],
    rows: [
      [61.23456, -0.5],
      [7, -1.25e-9],
    ],
  },
  reason: '',
};

function verdictOn(id: string, ...comparisons: Comparison[]): Verdict {
  return { id, outcome: 'refuted', comparisons, reason: 'It fails.' };
}

describe('hypothesisSection', () => {
  it('goes from claim and origin over rule and verdict to the values by seed', () => {
    const { claim, origin, reads, rule } = reluBeatsSigmoid;
    expect(hypothesisSection(verdictOn('H1', comparison)).split('\n')).toEqual([
      `### H1: ${claim}`,
      '',
      origin,
      '',
      `- Read from the records: ${reads}`,
      `- Rule (gate): ${rule}`,
      '- Standing: confirmatory, registered on 2026-11-24 before any result.',
      '- Verdict: **refuted**. It fails.',
      '',
      '<details><summary>Values by seed: depth 8</summary>',
      '',
      '| Seed | first | difference |',
      '| :--- | ----: | ---------: |',
      '| 1    | 61.23 |    −0.5000 |',
      '| 2    | 7.000 |  −1.250e−9 |',
      '',
      '</details>',
    ]);
  });

  it('calls no rule but the gate’s a gate', () => {
    const section = hypothesisSection(verdictOn('H3', comparison));
    expect(section).toContain(`### H3: ${reluImprovesWithDepth.claim}\n`);
    expect(section).toContain(`\n- Rule: ${reluImprovesWithDepth.rule}\n`);
  });

  it('says of each hypothesis whether it is confirmatory, and what had been seen when it was registered', () => {
    const standing = (id: string) => /^- Standing: (.*)$/m.exec(hypothesisSection(verdictOn(id)))![1];
    expect(standing('H3')).toBe('exploratory, registered on 2026-11-24 before any result.');
    expect(standing('H9a')).toBe(
      'confirmatory, registered on 2026-11-24 after the results of `quick` scale and before any of `paper` scale.',
    );
  });

  it('numbers seeds from where the comparison’s begin', () => {
    const bySeed = { ...comparison.bySeed, firstSeed: 31 };
    const section = hypothesisSection(verdictOn('H7b', { ...comparison, bySeed }));
    expect([...section.matchAll(/^\| (\d+) /gm)].map(([, seed]) => seed)).toEqual(['31', '32']);
  });

  it('shows the values of every comparison, and none where there is none', () => {
    const twice = hypothesisSection(verdictOn('H1', comparison, { ...comparison, label: 'depth 6' }));
    expect([...twice.matchAll(/Values by seed: (.*)<\/summary>/g)].map(([, label]) => label)).toEqual([
      'depth 8',
      'depth 6',
    ]);
    const tables = twice.split('\n\n').filter((part) => part.startsWith('|'));
    expect(tables.map(alignmentOf)).toEqual(['lrr', 'lrr']);
    expect(hypothesisSection(verdictOn('H1'))).toMatch(/It fails\.$/);
  });

  it('knows the study’s hypotheses alone', () => {
    expect(() => hypothesisSection(verdictOn('H9'))).toThrow(
      "hypothesisSection needs a verdict on one of the study's hypotheses, got H9",
    );
  });
});
