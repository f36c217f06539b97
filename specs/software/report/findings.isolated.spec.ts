import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import type { Amendment } from '../../../src/judging/registration.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import { drawFigures } from '../../../src/report/figures/figures.ts';
import { findings as write } from '../../../src/report/findings.ts';
import { mean } from '../../../src/statistics/mean.ts';
import { pairedT } from '../../../src/statistics/paired-t.ts';
import { standardDeviation } from '../../../src/statistics/variance.ts';
import { answer } from '../../../src/studies/relu-versus-sigmoid/answer.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { cloned, evidenceFor, tableBelow } from '../../support/planted-report.ts';
import { registration, runName, type ScaleName, study } from '../../support/this-study.ts';

const findings = (given: Evidence, folder: string) => write(given, judgeAll(given), folder);
const evidence = evidenceFor('supported');
const report = findings(evidence, 'figures');
const { depths, seeds } = study.grid;

/** Final accuracies in per cent, read off the records here and not by the report's own code. */
function percents({ records }: Evidence, activation: string, depth: number): number[] {
  return seeds.map((seed) => {
    const record = records.find((one) => runName(one.run) === `${activation}-depth-${depth}-seed-${seed}`)!;
    return 100 * record.epochs[record.epochs.length - 1]!.testAccuracy;
  });
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

describe('findings', () => {
  it('gives the same bytes for the same evidence', () => {
    expect(findings(cloned(evidence), 'figures')).toBe(report);
  });

  // Catches any change of a word or number that nobody meant; review the difference, then update with `vitest -u`.
  it.each<[Outcome, ScaleName]>([
    ['supported', 'quick'],
    ['refuted', 'paper'],
    ['inconclusive', 'quick'],
    ['inconclusive', 'smoke'],
  ])('is, for planted evidence, what was last reviewed: %s at %s scale', async (outcome, scale) => {
    const planted = evidenceFor(outcome, scale);
    // Loaded anew, so that the claims, rules and published figures in force while a mutant is on trial are read.
    vi.resetModules();
    const { findings: text } = await import('../../../src/report/findings.ts');
    const { judgeAll: judged } = await import('../../../src/judging/judge-all.ts');
    const path = `./reviewed/${outcome}-${scale}.md`;
    await expect(text(planted, judged(planted), 'figures')).toMatchFileSnapshot(path);
  });

  it('gives the same bytes for the same evidence, in whatever order its records come', () => {
    const reversed = { ...evidence, records: [...evidence.records].reverse() };
    const withoutRunTable = (text: string) => text.split('## Appendix: runs behind this report')[0];
    expect(withoutRunTable(findings(reversed, 'figures'))).toBe(withoutRunTable(report));
  });

  it('opens with the answer, and says nothing of outcomes before the rules but what the answer says', () => {
    for (const outcome of ['supported', 'refuted', 'inconclusive'] as const) {
      const given = evidenceFor(outcome);
      const [, , , , opening, ...others] = findings(given, 'figures').split('\n');
      expect(opening).toBe(answer(given, judgeAll(given)));
      const before = others.join('\n').split('## Rules and verdicts')[0];
      expect(before).not.toMatch(/\*\*(supported|refuted|inconclusive)\*\*/);
    }
  });

  it('compares with the notebook’s own figures at `paper` scale, and there alone', () => {
    const heading = '## Beside the notebook’s own figures';
    expect(findings(evidenceFor('supported', 'paper'), 'figures')).toContain(heading);
    for (const scale of ['quick', 'smoke'] as const) {
      expect(findings(evidenceFor('supported', scale), 'figures')).not.toContain(heading);
    }
  });

  it('says of every scale that counts whether it can test the claim', () => {
    const can = (scale: ScaleName) =>
      /so this scale (can|cannot)\./.exec(findings(evidenceFor('supported', scale), 'figures'));
    expect(can('quick')![1]).toBe('can'); // made-up accuracies, which are high
    expect(can('paper')![1]).toBe('can');
    expect(can('smoke')).toBeNull();
  });

  it('lists every hypothesis under the family that it is judged in', () => {
    const families = report.split('\n').find((line) => line.startsWith('Confirmatory'))!;
    const exploratory = study.hypotheses.filter(({ status }) => status === 'exploratory').map(({ id }) => id);
    expect(families).toBe(
      'Confirmatory, each family at 5 %: H1, then H2b; and H9a, then H9b, where what follows a hypothesis that is not ' +
        'supported is not tested; and H4b and H7b together, by Holm’s procedure. 3 families ' +
        'together support something false with a chance of at most 15 %; a refutation is at its rule’s own level, without a ' +
        'correction. Exploratory, each at its own level, ' +
        `without a correction for their number: ${exploratory.join(', ')}.`,
    );
  });

  it('never says anything but inconclusive at smoke scale', () => {
    for (const outcome of ['supported', 'refuted'] as const) {
      const text = findings(evidenceFor(outcome, 'smoke'), 'figures');
      expect(text).not.toMatch(/\*\*(supported|refuted)\*\*/);
    }
  });

  it('holds no number that is not one', () => {
    for (const outcome of ['supported', 'refuted', 'inconclusive'] as const) {
      expect(findings(evidenceFor(outcome), 'figures')).not.toMatch(/NaN|Infinity|undefined|\[object/);
    }
  });

  it('prints accuracies that can be computed again from the records alone', () => {
    const [, ...rows] = tableBelow(report, '## Accuracy by depth');
    expect(rows.map(([depth]) => depth)).toEqual(depths.map(String));
    for (const [index, depth] of depths.entries()) {
      const [relu, sigmoid] = [percents(evidence, 'relu', depth), percents(evidence, 'sigmoid', depth)];
      const test = pairedT(relu, sigmoid);
      const bounds = test.kind === 'estimate' ? test.interval : [Number.NaN, Number.NaN];
      expect([rows[index]![1], rows[index]![3], rows[index]![5]]).toEqual([
        `${mean(relu).toFixed(2)} ± ${standardDeviation(relu).toFixed(2)}`,
        `${mean(sigmoid).toFixed(2)} ± ${standardDeviation(sigmoid).toFixed(2)}`,
        `${signed(test.estimate)} [${signed(bounds[0]!)}, ${signed(bounds[1]!)}]`,
      ]);
    }
  });

  it('holds the values of every seed that a verdict rests on', () => {
    const appendix = report.split('## Appendix: seed by seed')[1]!;
    for (const { id, comparisons } of judgeAll(evidence)) {
      for (const { label } of comparisons) expect(appendix).toContain(`<summary>${id}: ${label}</summary>`);
    }
    expect(report.split('## Appendix')[0]).not.toContain('<details>');
  });

  it('names every run with the digests of its record, so that each number can be traced', () => {
    const [, ...rows] = tableBelow(report, '## Appendix: runs behind this report');
    expect(rows).toEqual(
      evidence.records.map((record) => [
        `[${runName(record.run)}](runs/quick/${runName(record.run)}.json)`,
        `${(100 * record.epochs.at(-1)!.testAccuracy).toFixed(2)} %`,
        record.epochs.at(-1)!.trainLoss.toFixed(4),
        `\`${record.weights.slice(0, 12)}\``,
        `\`${record.digest.slice(0, 12)}\``,
      ]),
    );
  });

  it('links figures that exist', () => {
    const linked = [...report.matchAll(/(?:src|srcset)="figures\/([^"]+)"/g)].map(([, name]) => name);
    const drawn = drawFigures(evidence, []).map(({ name }) => name);
    expect(linked.length).toBeGreaterThan(0);
    expect([...linked].sort()).toEqual([...drawn].sort());
  });

  it('makes no report from incomplete evidence', () => {
    const partial = onlyRuns(evidence, ({ depth, seed }) => !(depth === 1 && seed === 3));
    expect(() => findings(partial, 'figures')).toThrow(IncompleteEvidence);
  });

  it('ends in one line end', () => expect(report).toMatch(/[^\n]\n$/));
});

describe('drawFigures', () => {
  it('gives the same bytes for the same evidence, in whatever order its records come', () => {
    const reversed = { ...evidence, records: [...evidence.records].reverse() };
    expect(drawFigures(reversed, [])).toEqual(drawFigures(evidence, []));
  });

  it('draws each figure for light and for dark pages', () => {
    const names = drawFigures(evidence, []).map(({ name }) => name);
    const stems = new Set(names.map((name) => name.replace(/-(light|dark)\.svg$/, '')));
    expect([...names].sort()).toEqual(
      [...stems].flatMap((stem) => [`${stem}-dark.svg`, `${stem}-light.svg`]).sort(),
    );
  });

  it('shows each amendment, old and new side by side, with its reason and digest', () => {
    const before = registration.amendments;
    onTestFinished(() => void Object.assign(registration, { amendments: before }));
    const digest = `0123456789ab${'c'.repeat(52)}`;
    const first: Amendment = {
      date: '2027-01-02',
      digest,
      seen: 'All of it.',
      changes: [
        { before: 'α = .05', after: 'α = .06', reason: 'a slip' },
        { before: '3 seeds', after: '4 seeds', reason: 'another' },
      ],
    };
    const second = { ...first, date: '2027-02-03', digest: 'd'.repeat(64), seen: 'More.' };
    Object.assign(registration, { amendments: [first, second] });
    const text = findings(evidence, 'figures');
    expect(text).not.toContain('Nothing was amended');
    expect(text).toMatch(
      /Amended on 2027-01-02, digest `0123456789ab`\. What had been seen: All of it\.\n\n\| Before +\| After +\| Reason +\|/,
    );
    expect(text).toMatch(
      /\| α = \.05 +\| α = \.06 +\| a slip +\|\n\| 3 seeds +\| 4 seeds +\| another +\|\n\nAmended on 2027-02-03/,
    );
    expect(text).toContain('digest `dddddddddddd`. What had been seen: More.');
    Object.assign(registration, { amendments: [] });
    expect(findings(evidence, 'figures')).toMatch(
      /under digest `[0-9a-f]{12}`; the repository’s history shows them and every change\. Nothing was amended since\.\n/,
    );
  });

  it('names the engine in the commands that repeat it, unless it is the default one', () => {
    expect(report).not.toContain('ENGINE=');
    const text = findings({ ...evidence, engine: 'cpu' }, 'figures');
    expect(text).toContain('ENGINE=cpu npm run reproduce -- --study relu-versus-sigmoid --scale quick');
    expect(text).toContain('ENGINE=cpu npx vitest run --mode relu-versus-sigmoid/quick');
  });
});
