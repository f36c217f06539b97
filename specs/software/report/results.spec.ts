import { describe, expect, it, onTestFinished } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import type { Amendment } from '../../../src/judging/registration.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import { type Results, resultsSchema, resultsText as write } from '../../../src/report/results.ts';
import { claim } from '../../../src/studies/relu-versus-sigmoid/claim.ts';
import { onlyRuns } from '../../support/planted-evidence.ts';
import { cloned, evidenceFor, withCurves } from '../../support/planted-report.ts';
import { registration } from '../../support/this-study.ts';

const resultsText = (given: Evidence) => write(given, judgeAll(given));
const read = (evidence: Evidence): Results => JSON.parse(resultsText(evidence));
const supported = evidenceFor('supported');
const results = read(supported);

describe('resultsText', () => {
  it('is JSON of the published schema, ending in one line end, the same for the same evidence', () => {
    expect(resultsSchema.parse(results)).toEqual(results);
    expect(resultsText(supported)).toBe(`${JSON.stringify(results, null, 2)}\n`);
    expect(resultsText(cloned(supported))).toBe(resultsText(supported));
  });

  it('says what was judged, on what and under which registration', () => {
    const { hypotheses: _, records: __, ...head } = results;
    expect(head).toEqual({
      schema: 2,
      claim,
      scale: 'quick',
      engine: 'wasm',
      evidence: true,
      admissible: true,
      outcome: 'supported',
      registration: {
        date: registration.date,
        digest: registration.amendments.at(-1)!.digest,
        amendments: registration.amendments.length,
      },
    });
  });

  it.each<[Outcome]>([['supported'], ['refuted'], ['inconclusive']])(
    'gives the gate’s outcome: %s',
    (outcome) => {
      const each = read(evidenceFor(outcome));
      expect([each.outcome, each.hypotheses[0]!.outcome]).toEqual([outcome, outcome]);
    },
  );

  it('gives none in a study without a gate', () => {
    const { study } = supported;
    const hypotheses = study.hypotheses.map((hypothesis) => ({ ...hypothesis, gate: false }));
    expect(read({ ...supported, study: { ...study, hypotheses } }).outcome).toBeNull();
  });

  it('lists every hypothesis with its own verdict, the gate first', () => {
    expect(results.hypotheses.map(({ id, gate, status }) => [id, gate, status])).toEqual(
      supported.study.hypotheses.map(({ id, status }) => [id, id === 'H1', status]),
    );
    expect(results.hypotheses.map(({ outcome }) => outcome)).toEqual(
      judgeAll(supported).map(({ outcome }) => outcome),
    );
    const [first, second] = results.hypotheses;
    expect(first).toMatchObject({
      claim: 'ReLU reaches a higher test accuracy than Sigmoid with 8, 6 and 4 blocks.',
      reason: 'It holds at depth 8, depth 6, depth 4.',
    });
    expect(first!.comparisons.map(({ label }) => label)).toEqual(['depth 8', 'depth 6', 'depth 4']);
    expect(second!.claim).toBe("ReLU's lead over Sigmoid grows with the number of blocks.");
  });

  it('gives effect, bounds and p of each comparison in its unit, and null where there is none', () => {
    // δ with 8 blocks is 20, 24 and 22 points, t = 22 / (2 / √3); a one-sided bound reaches 2.919986 · 2 / √3.
    const led = read(
      withCurves(({ activation, seed }) => [
        activation === 'relu' ? 0.58 + seed / 50 : [0.4, 0.38, 0.42][seed - 1]!,
      ]),
    );
    const [{ effect, bounds, p, bySeed, ...others }] = led.hypotheses[0]!.comparisons as [
      Results['hypotheses'][number]['comparisons'][number],
    ];
    expect(others).toEqual({ label: 'depth 8', outcome: 'supported', unit: 'points', n: 3 });
    expect(effect).toBeCloseTo(22, 9);
    expect(bySeed).toMatchObject({ firstSeed: 1, columns: ['ReLU (%)', 'Sigmoid (%)', 'difference'] });
    expect(bySeed.rows.map((row) => row.map((value) => value.toFixed(3)).join(' '))).toEqual([
      '60.000 40.000 20.000',
      '62.000 38.000 24.000',
      '64.000 42.000 22.000',
    ]);
    expect(bounds!.map((bound) => bound.toFixed(2))).toEqual(['18.63', '25.37']);
    // With 2 degrees of freedom P(T > t) = (1 − t / √(2 + t²)) / 2.
    const t = 11 * Math.sqrt(3);
    expect(p).toBeCloseTo((1 - t / Math.sqrt(2 + t ** 2)) / 2, 12);
    const [trend] = led.hypotheses[1]!.comparisons;
    expect(trend).toMatchObject({ unit: 'L', bounds: null, n: 3 });
    const constant = read(withCurves(() => [0.5])).hypotheses[0]!.comparisons;
    expect(constant).toMatchObject([
      { label: 'depth 8', outcome: 'inconclusive', effect: 0, unit: 'points', bounds: null, p: null, n: 3 },
    ]);
  });

  it('names every record behind it by its digest', () => {
    const { records, probe } = supported;
    const runs = records.map(({ run, digest }) => [
      `${run.activation}-depth-${run.depth}-seed-${run.seed}`,
      digest,
    ]);
    expect(Object.entries(results.records)).toEqual([...runs, ['initialisation', probe.digest]]);
  });

  it('is no evidence at smoke scale, and draws no conclusion there', () => {
    const smoke = read(evidenceFor('supported', 'smoke'));
    expect([smoke.scale, smoke.evidence, smoke.admissible, smoke.outcome]).toEqual([
      'smoke',
      false,
      null,
      'inconclusive',
    ]);
    expect(new Set(smoke.hypotheses.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
  });

  it('goes by the last amendment’s digest, if there is one', () => {
    const before = registration.amendments;
    onTestFinished(() => void Object.assign(registration, { amendments: before }));
    const amendments = ['first', 'second', 'third'].map(
      (digest): Amendment => ({ date: '2027-01-01', digest, seen: 'Nothing.', changes: [] }),
    );
    Object.assign(registration, { amendments });
    expect(read(supported).registration).toEqual({
      date: registration.date,
      digest: 'third',
      amendments: 3,
    });
    Object.assign(registration, { amendments: [] });
    expect(read(supported).registration).toMatchObject({ digest: registration.digest, amendments: 0 });
  });

  it('is not made of incomplete evidence', () => {
    const partial = onlyRuns(supported, ({ depth, seed }) => !(depth === 1 && seed === 3));
    expect(() => resultsText(partial)).toThrow(IncompleteEvidence);
  });
});

describe('resultsSchema', () => {
  it.each<[string, object]>([
    ['another version', { schema: 3 }],
    ['an unknown outcome', { outcome: 'maybe' }],
    ['an unknown scale', { scale: 'huge' }],
    ['an unknown engine', { engine: 'abacus' }],
    ['a field more', { extra: 1 }],
    ['a hypothesis without comparisons', { hypotheses: [{ ...results.hypotheses[0]!, comparisons: [] }] }],
    ['a date that is none', { registration: { ...results.registration, date: 'yesterday' } }],
    ['fewer than no amendments', { registration: { ...results.registration, amendments: -1 } }],
  ])('refuses %s', (_, change) => {
    expect(resultsSchema.safeParse({ ...results, ...change }).success).toBe(false);
  });
});
