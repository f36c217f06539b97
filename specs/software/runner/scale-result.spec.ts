import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import type { Outcome } from '../../../src/judging/verdict.ts';
import { conclude as concludeAll } from '../../../src/runner/conclusion.ts';
import { judgeScale, type ModuleReport, scaleResult } from '../../../src/runner/scale-result.ts';
import { passing, plan } from '../../support/planted-plan.ts';
import { keptReplication, replicationOf } from '../../support/planted-replication.ts';
import { evidenceFor } from '../../support/planted-report.ts';

const modules = passing('supported');
const resultOf = (reports: readonly ModuleReport[], unhandled = 0) => scaleResult(plan, reports, unhandled);
const conclude = (result: ReturnType<typeof scaleResult>) =>
  concludeAll({ ...result, absent: [], gates: result.gate ? [result.gate] : [] });
const conclusionOf = (...args: Parameters<typeof resultOf>) => conclude(resultOf(...args));

/** The same spec files, with one of them changed. */
const changed = (project: string, change: (report: ModuleReport) => ModuleReport) =>
  modules.map((report) => (report.project === project ? change(report) : report));
const failing = (project: string) =>
  changed(project, (report) => ({ ...report, failed: true, errors: ['it broke'] }));
const withRecord = (project: string, edit: (text: string) => string) =>
  changed(project, (report) => {
    const record = report.metas[0]!.record!;
    const texts = { ...record.texts, record: edit(record.texts.record) };
    return { ...report, metas: [{ record: { ...record, texts } }] };
  });

describe('scaleResult', () => {
  it('takes nothing from specs of another scale', () => {
    const other = { ...plan, trains: false, plain: false };
    const result = scaleResult(other, modules, 0);
    expect([result.validRuns, result.evidence, result.gate]).toEqual([0, undefined, undefined]);
    const named = modules.map((report) =>
      report.project === 'properties' ? report : { ...report, project: 'quick-records' },
    );
    expect(scaleResult(other, named, 0)).toMatchObject({ validRuns: 30, gate: 'supported' });
    expect(scaleResult(plan, named, 0).validRuns).toBe(0);
  });

  it.each<Outcome>(['supported', 'refuted', 'inconclusive'])('judges complete evidence: %s', (outcome) => {
    const result = resultOf(passing(outcome, 2));
    expect(result).toMatchObject({ validRuns: 30, gate: outcome, failed: false, problems: [] });
    expect(result.verdicts).toEqual(judgeAll(evidenceFor(outcome)));
    expect([...result.obtained.keys()]).toEqual(['relu-depth-8-seed-1', 'sigmoid-depth-8-seed-1']);
    expect(conclude(result)).toBe(outcome);
  });

  it('comes to the same whatever order the spec files ended in', () => {
    expect(resultOf([...modules].reverse()).evidence).toEqual(resultOf(modules).evidence);
  });

  it('judges nothing when a run or the probe did not take part', () => {
    for (const absent of ['sigmoid-depth-1-seed-3', 'initialisation']) {
      const result = resultOf(modules.filter(({ project }) => project !== absent));
      expect([result.evidence, result.verdicts, result.gate]).toEqual([undefined, [], undefined]);
      expect(conclude(result)).toBe('held');
    }
  });

  it('takes the verdicts that specs handed over when runs did not take part', () => {
    const [verdict] = resultOf(passing('refuted')).verdicts;
    const judged = {
      project: 'hypotheses',
      failed: true,
      errors: [],
      metas: [{ verdict: verdict! }],
    };
    const result = resultOf([judged]);
    expect(result).toMatchObject({ gate: 'refuted', failed: false, problems: [] });
    expect(conclude(result)).toBe('refuted');
  });

  it('takes no verdict for an excuse of what else went wrong in its spec file', () => {
    const [verdict] = resultOf(passing('refuted')).verdicts;
    const judged = { project: 'hypotheses', failed: true, metas: [{}, { verdict: verdict! }, {}] };
    expect(resultOf([{ ...judged, errors: [] }]).problems).toEqual([]);
    expect(resultOf([{ ...judged, errors: ['H2 was not judged'] }]).problems).toEqual([
      'hypotheses: H2 was not judged',
    ]);
  });

  it('takes a failure without a word for a fault', () => {
    const silent = changed('initialisation', (report) => ({ ...report, failed: true }));
    expect(resultOf(silent).problems).toEqual(['initialisation: it failed, and did not say why']);
  });

  it('says of the probe too whether it was computed now', () => {
    const obtained = { how: 'trained', reason: 'missing (no record is stored)' } as const;
    const probed = changed('initialisation', (report) => ({
      ...report,
      metas: report.metas.map(({ record }) => ({ record: { ...record!, obtained } })),
    }));
    expect([...resultOf(probed).obtained]).toEqual([['initialisation', obtained]]);
    expect(resultOf(modules).obtained.size).toBe(0);
  });

  it('withholds the gate at smoke scale, which is no evidence', () => {
    const [verdict] = resultOf(modules).verdicts;
    const judged = { project: 'hypotheses', failed: false, errors: [], metas: [{ verdict: verdict! }] };
    expect(scaleResult({ ...plan, scale: 'smoke' }, [judged], 0).gate).toBeUndefined();
  });

  it('collects audits', () => {
    const audit = { run: 'relu-depth-2-seed-1', equal: true };
    const audited = changed('relu-depth-2-seed-1', (report) => ({
      ...report,
      metas: [...report.metas, { audit }],
    }));
    expect(resultOf(audited).audits).toEqual([audit]);
  });

  it('calls a failed property, and an error of nobody’s, a fault of the software', () => {
    expect(conclusionOf(failing('properties'))).toBe('failed');
    expect(conclusionOf(modules, 1)).toBe('failed');
    expect(resultOf(failing('properties')).problems).toEqual([]);
  });

  it.each(['relu-depth-4-seed-2', 'initialisation'])(
    'calls a failure of %s a fault in the evidence',
    (project) => {
      const result = resultOf(failing(project));
      expect(result).toMatchObject({ failed: false, problems: [`${project}: it broke`] });
      expect(conclude(result)).toBe('evidence');
    },
  );

  it('calls a hypothesis that could not be judged a fault in the evidence', () => {
    const unjudged = {
      project: 'hypotheses',
      failed: true,
      errors: ['No verdict at quick scale'],
      metas: [{}],
    };
    expect(resultOf([unjudged]).problems).toEqual(['hypotheses: No verdict at quick scale']);
    expect(conclusionOf([...modules, unjudged])).toBe('evidence');
  });

  it.each(['sigmoid-depth-6-seed-1', 'initialisation'])(
    'believes no edited record that is handed over: %s',
    (project) => {
      const result = resultOf(withRecord(project, (text) => text.replace('"seed": 1', '"seed": 2')));
      expect(result.evidence).toBeUndefined();
      expect(result.problems).toEqual([expect.stringMatching(new RegExp(`^${project} .*edited`))]);
      expect(conclude(result)).toBe('evidence');
    },
  );

  it('believes no record of other code', () => {
    const fingerprint = { ...plan.store.fingerprint, platform: 'abacus' };
    const result = scaleResult({ ...plan, store: { ...plan.store, fingerprint } }, modules, 0);
    expect(result.validRuns).toBe(0);
    expect(result.problems).toEqual(['simd, one thread is now abacus (31 times)']);
  });

  it('makes no evidence of a run that two shards handed over', () => {
    const twice = [...modules, modules.find(({ project }) => project === 'relu-depth-1-seed-1')!];
    const result = resultOf(twice);
    expect(result.evidence).toBeUndefined();
    expect(result.problems).toEqual([
      expect.stringContaining('needs one record of relu-depth-1-seed-1, got 2'),
    ]);
  });
});

describe('judgeScale', () => {
  const kept = async (text: string) => {
    const folder = await keptReplication(text);
    return { ...plan, store: { ...plan.store, folder } };
  };

  it('brings the replication that is kept, and none where none is', async () => {
    const { file, ...content } = replicationOf(evidenceFor('supported'));
    const judged = await judgeScale(await kept(JSON.stringify(content)), modules, 0);
    expect(judged.replication).toEqual({ file, ...content });
    expect(judged).toMatchObject({ ...resultOf(modules), plan: judged.plan });
    expect((await judgeScale(plan, modules, 0)).replication).toBeUndefined();
  });

  it('names one that is none among the problems, so that no findings are written without it', async () => {
    const { problems } = await judgeScale(await kept('{}'), modules, 0);
    expect(problems).toEqual([expect.stringContaining('quick.json is no replication of quick scale')]);
  });
});
