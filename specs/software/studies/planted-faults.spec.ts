/** Faults planted in a study, from the records to the verdict: each must end in the right outcome or in an error. */
import { describe, expect, it } from 'vitest';
import { judge, type Outcome } from '../../../src/judging/verdict.ts';
import { type Evidence, IncompleteEvidence } from '../../../src/records/evidence.ts';
import type { RunRecord } from '../../../src/records/run-record.ts';
import { checkRecord } from '../../../src/records/store.ts';
import { reluBeatsSigmoid } from '../../../src/studies/relu-versus-sigmoid/hypotheses/h1-relu-beats-sigmoid.ts';
import { collapsedRuns } from '../../../src/studies/relu-versus-sigmoid/robustness-tables.ts';
import { asTheNotebookSays, swapped } from '../../support/planted-accuracies.ts';
import {
  filesOfRecord,
  plantedEvidence,
  plantedFingerprint,
  plantedRecord,
  withAccuracies,
} from '../../support/planted-evidence.ts';
import { evidenceOf, hypotheses, runJobs, runName, runsOf } from '../../support/this-study.ts';

const sound = plantedEvidence(asTheNotebookSays);

/** Evidence made of the sound study's records after a fault, as the reporter makes it. */
function withFault(fault: (records: readonly RunRecord[]) => readonly RunRecord[]): Evidence {
  return evidenceOf(sound.scale, { fingerprint: plantedFingerprint }, fault(sound.records), sound.probe);
}

const gate = (evidence: Evidence): Outcome => judge(reluBeatsSigmoid, evidence).outcome;
const is = (name: string) => (record: RunRecord) => runName(record.run) === name;

describe('judge', () => {
  it('supports the sound study that the faults are planted in', () => expect(gate(sound)).toBe('supported'));

  it('refutes the claim when the arms are swapped', () => {
    expect(gate(plantedEvidence(swapped(asTheNotebookSays)))).toBe('refuted');
  });

  it('makes no evidence of a duplicated seed, under its own name or another', () => {
    const [one, two] = ['relu-depth-8-seed-1', 'relu-depth-8-seed-2'].map(
      (name) => sound.records.find(is(name))!,
    );
    const twice = () => withFault((records) => [...records, one!]);
    const renamed = () =>
      withFault((records) => records.map((record) => (record === two ? { ...one!, run: two!.run } : record)));
    expect(twice).toThrow(IncompleteEvidence);
    expect(renamed).toThrow(
      'relu-depth-8-seed-2 and relu-depth-8-seed-1 end in the same state: one is a copy',
    );
  });

  it.each(runsOf('quick').map(runName))('makes no evidence without %s', (name) => {
    expect(() => withFault((records) => records.filter((record) => !is(name)(record)))).toThrow(
      `needs one record of ${name}, got 0`,
    );
  });

  it.each(hypotheses)('makes no verdict of NaN: $id', (hypothesis) => {
    const epochs = ({ epochs }: RunRecord) =>
      epochs.map((epoch) => ({
        ...epoch,
        testAccuracy: Number.NaN,
        recomputedTestAccuracy: Number.NaN,
        meanAbsoluteGradients: epoch.meanAbsoluteGradients.map(() => Number.NaN),
        relativeGradientNorms: epoch.relativeGradientNorms.map(() => Number.NaN),
      }));
    const probes = sound.probe.probes.map((probe) => ({ ...probe, relativeGradientNorms: [Number.NaN] }));
    const broken: Evidence = {
      ...sound,
      records: sound.records.map((record) => ({ ...record, epochs: epochs(record) })),
      probe: { ...sound.probe, probes },
    };
    expect(() => judge(hypothesis, broken)).toThrow(IncompleteEvidence);
  });

  it('takes no record of NaN for evidence either', () => {
    const [job] = runJobs('quick');
    const checked = (accuracy: number) => {
      const files = filesOfRecord(plantedRecord(job!.run, accuracy, plantedFingerprint));
      return checkRecord(files, job!.name, job!, { fingerprint: plantedFingerprint });
    };
    expect(checked(0.5)).toMatchObject({ status: 'valid' });
    expect(checked(Number.NaN)).toMatchObject({
      status: 'invalid',
      reason: expect.stringContaining('testAccuracy'),
    });
  });

  // Ten classes in equal parts: a network that says the same of every image is right one time in ten.
  describe('of constant-output networks', () => {
    it('decides nothing when all are', () => {
      const constant = withAccuracies(sound, () => 0.1);
      expect(gate(constant)).toBe('inconclusive');
      expect(judge(reluBeatsSigmoid, constant).reason).toContain('no spread to judge by');
      expect(collapsedRuns(constant).split(', ')).toHaveLength(31);
    });

    it('cannot support a claim by ReLU networks that are', () => {
      const constant = withAccuracies(sound, (run) =>
        run.activation === 'relu' ? 0.1 : asTheNotebookSays(run),
      );
      expect(gate(constant)).toBe('refuted');
    });

    it('lists each one, so that a lead over networks that never learnt is seen for what it is', () => {
      const constant = withAccuracies(sound, (run) =>
        run.activation === 'relu' ? asTheNotebookSays(run) : 0.1,
      );
      const said = collapsedRuns(constant);
      for (const { run } of sound.records) {
        expect(said.includes(runName(run))).toBe(run.activation === 'sigmoid');
      }
    });
  });
});
