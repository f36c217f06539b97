import { describe, expect, it } from 'vitest';
import { evaluationSeconds, probeSeconds, runSeconds, stepSeconds } from '../../../src/cost.ts';
import type { ScalePlan } from '../../../src/runner/plan.ts';
import { planLine, planText } from '../../../src/runner/plan-text.ts';
import { plan } from '../../support/planted-plan.ts';
import { probeSettingsOf, runsOf, study } from '../../support/this-study.ts';

const [probe, first, second, ...others] = plan.records;
const mixed: ScalePlan = {
  ...plan,
  records: [
    probe!,
    { ...first!, status: 'stale', reason: 'setting epochs was 9', seconds: 100 },
    { ...second!, status: 'carried', seconds: 50 },
    ...others,
  ],
  audit: others[0]!.name,
};

describe('planText', () => {
  it('says whether its gate counts, and where there is none', () => {
    expect(planText(plan)).toContain('; its gate counts.');
    expect(planText({ ...plan, gates: false })).toContain('; its gate does not count.');
    expect(planText({ ...plan, study: 'why-sigmoid-lags' })).toContain('; it has no gate.');
  });
});

describe('planLine', () => {
  it('says what holds, what is computed and about how long that takes: what lacks, and the audit', () => {
    expect(planLine(mixed)).toBe(
      'Plan: relu-versus-sigmoid, quick: 30 of 31 records hold, 1 of them carried; 1 to compute; ' +
        `audit of ${others[0]!.name}; about 1 min 41 s of one core.`,
    );
  });

  it('counts no time for what is not computed, and says that it lacks', () => {
    expect(planLine({ ...mixed, trains: false, audit: undefined })).toContain(
      '1 LACKING, and not computed here; about 0 s of one core.',
    );
  });

  it('counts spot checks by the images, steps and seeds that they look at', () => {
    const [run] = runsOf('quick');
    const checks = {
      draw: 'd',
      networks: [first!.name],
      images: 100,
      prefixes: [{ name: first!.name, steps: 7 }],
      probes: [4, 5].map((seed) => ({ activation: 'relu' as const, depth: 2, seed })),
    };
    const size = { width: study.scales.quick.width, depth: run!.depth };
    const seconds =
      evaluationSeconds(size, 200) +
      7 * stepSeconds({ ...size, batchSize: study.protocol.batchSize }) +
      probeSeconds({ ...probeSettingsOf('quick'), activations: ['relu'], depths: [2], seeds: [4, 5] });
    expect(planLine({ ...plan, spotChecks: [checks] })).toContain(
      `spot checks; about ${Math.round(seconds)} s of one core.`,
    );
  });
});

describe('planText', () => {
  it('says of every record what becomes of it, and why', () => {
    const lines = planText(mixed).split('\n');
    const of = (name: string) => lines.filter((line) => line.trim().startsWith(name)).join();
    expect(lines.slice(2, -1)).toHaveLength(31);
    expect(of(first!.name)).toMatch(
      /stale \(setting epochs was 9\): to compute \(about 1 min 40 s of one core\)/,
    );
    expect(of(second!.name)).toMatch(/carried: kept$/);
    expect(of(others[0]!.name)).toContain('trained again as an audit');
    expect(planText({ ...mixed, trains: false })).toContain('an error, for it takes too long');
  });
});

describe('runSeconds', () => {
  // By the notebook's own scale: 18 hours on two cores, 8 blocks the costliest.
  it('grows with depth, width, images and epochs', () => {
    const [deep] = runsOf('paper');
    const shallow = runsOf('paper').find(({ depth }) => depth === 1)!;
    expect(runSeconds(study, deep!) / runSeconds(study, shallow)).toBeCloseTo(9 / 2, 10);
    const whole = runsOf('paper').reduce((sum, run) => sum + runSeconds(study, run), 0);
    expect(whole / 3600 / 2).toBeGreaterThan(10);
    expect(whole / 3600 / 2).toBeLessThan(25);
  });
});
