import { describe, expect, it } from 'vitest';
import type { Comparison, Verdict } from '../../../src/judging/verdict.ts';
import { hypothesisSection, valuesBySeed } from '../../../src/report/hypothesis-section.ts';
import { reluBeatsSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h1-relu-beats-sigmoid.ts';
import { reluImprovesWithDepth } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h3-relu-improves-with-depth.ts';
import { alignmentOf } from '../../support/planted-report.ts';
import { study } from '../../support/this-study.ts';

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
  it('goes from claim and origin over rule to the verdict', () => {
    const { claim, origin, reads, rule } = reluBeatsSigmoid;
    expect(hypothesisSection(study, verdictOn('H1', comparison)).split('\n')).toEqual([
      `### H1: ${claim}`,
      '',
      origin,
      '',
      `- Read from the records: ${reads}`,
      `- Rule (gate): ${rule}`,
      '- Standing: confirmatory, registered on 2026-11-24 after a pilot, and before any record of this study.',
      '- Verdict: **refuted**. It fails.',
    ]);
  });

  it('calls no rule but the gate’s a gate', () => {
    const section = hypothesisSection(study, verdictOn('H3', comparison));
    expect(section).toContain(`### H3: ${reluImprovesWithDepth.claim}\n`);
    expect(section).toContain(`\n- Rule: ${reluImprovesWithDepth.rule}\n`);
  });

  it('says of each hypothesis whether it is confirmatory, and what had been seen when it was registered', () => {
    const standing = (id: string) => /^- Standing: (.*)$/m.exec(hypothesisSection(study, verdictOn(id)))![1];
    expect(standing('H3')).toBe(
      'exploratory, registered on 2026-11-24 after a pilot, and before any record of this study.',
    );
    expect(standing('H9a')).toBe(
      'confirmatory, registered on 2026-11-24 after the results of `quick` scale and before any record of `paper` scale.',
    );
  });

  it('prints a negative number with a minus, as everywhere else', () => {
    const section = hypothesisSection(study, { ...verdictOn('H3'), reason: 't = -0.07, p = 0.5' });
    expect(section).toContain('. t = −0.07, p = 0.5');
  });

  it('knows the study’s hypotheses alone', () => {
    expect(() => hypothesisSection(study, verdictOn('H9'))).toThrow(
      "hypothesisSection needs a verdict on one of the study's hypotheses, got H9",
    );
  });
});

describe('valuesBySeed', () => {
  it('folds the values away, as exactly as ties need', () => {
    expect(valuesBySeed('H1', comparison).split('\n')).toEqual([
      '<details><summary>H1: depth 8</summary>',
      '',
      '| Seed |   first | difference |',
      '| :--- | ------: | ---------: |',
      '| 1    | 61.2346 |       −0.5 |',
      '| 2    |       7 |   −1.25e−9 |',
      '',
      '</details>',
    ]);
  });

  it('tells leads apart that differ by one image of 10,000', () => {
    const bySeed = { ...comparison.bySeed, rows: [[0.10025, 0.1002], [0.10024, 0.3 - 0.2]] }; // biome-ignore format: as a table
    const text = valuesBySeed('H2', { ...comparison, bySeed });
    expect(text).toMatch(/0\.10025 +\| +0\.1002 \|/);
    expect(text).toMatch(/0\.10024 +\| +0\.1 \|/);
  });

  it('numbers seeds from where the comparison’s begin', () => {
    const bySeed = { ...comparison.bySeed, firstSeed: 31 };
    const text = valuesBySeed('H7b', { ...comparison, bySeed });
    expect([...text.matchAll(/^\| (\d+) /gm)].map(([, seed]) => seed)).toEqual(['31', '32']);
    expect(alignmentOf(text.split('\n\n')[1]!)).toBe('lrr');
  });
});
