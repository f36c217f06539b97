import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testLabels } from '../../../src/dataset/test-labels.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { bestAccuracy, finalAccuracy } from '../../../src/records/evidence.ts';
import { makeRunRecord } from '../../../src/records/make-record.ts';
import { parseRecord } from '../../../src/records/record-kind.ts';
import {
  classesOf,
  correctImages,
  lossesOf,
  runRecordKind,
  settingsOfRecord,
} from '../../../src/records/run-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import type { TrainingState } from '../../../src/training/training.ts';
import {
  plantedFingerprint,
  plantedRecord,
  plantedState,
  recordOfState,
} from '../../support/planted-evidence.ts';
import { resealed } from '../../support/reseal.ts';
import { type Run, runName, runsOf, settingsOf, study } from '../../support/this-study.ts';

const runs = fc.constantFrom(...runsOf('smoke'));
const nonNegative = fc.double({ min: 0, max: 1e300, noNaN: true });

function shareRight(predicted: Uint8Array): number {
  return predicted.filter((k, image) => k === testLabels[image]).length / predicted.length;
}

/** Any end that training a smoke run could come to. */
const ends = runs.chain((run): fc.Arbitrary<{ run: Run; state: TrainingState }> => {
  const { testImages } = settingsOf(run);
  const norms = fc.array(nonNegative, { minLength: run.depth + 2, maxLength: run.depth + 2 });
  const classes = fc.uint8Array({
    min: 0,
    max: 9,
    minLength: testImages,
    maxLength: testImages,
    size: 'max',
  });
  const drawn = fc.tuple(classes, classes, norms, nonNegative, nonNegative, norms);
  return drawn.map(([running, recomputed, initialGradientNorms, loss, g, relativeGradientNorms]) => {
    const made = plantedState(run, 0.5);
    const epochs = made.epochs.map((epoch) => ({
      ...epoch,
      trainLoss: loss,
      meanAbsoluteGradients: epoch.meanAbsoluteGradients.map((_, tensor) => g / (tensor + 1)),
      relativeGradientNorms,
      testLoss: loss / 2,
      testAccuracy: shareRight(running),
      recomputedTestLoss: loss / 3,
      recomputedTestAccuracy: shareRight(recomputed),
    }));
    const predictions = { running, recomputed };
    return { run, state: { ...made, initialGradientNorms, epochs, predictions } };
  });
});

const [first] = runsOf('smoke');

describe('makeRunRecord', () => {
  it('gives the same bytes for the same end, whatever the order in which the run’s fields were set', () => {
    fc.assert(
      fc.property(ends, ({ run, state }) => {
        const again = makeRunRecord(
          { study: study.name, name: runName(run) },
          Object.fromEntries(Object.entries(run).reverse()) as unknown as Run,
          plantedFingerprint,
          state,
          nodeHost,
        );
        expect(formatSealed(again.record)).toBe(formatSealed(recordOfState(run, state)));
      }),
    );
  });

  it('holds no clock, host, path or process: only the fields that the run decides', () => {
    const record = plantedRecord(first!, 0.5);
    expect(Object.keys(record)).toEqual([
      'schema',
      'study',
      'run',
      'settings',
      'fingerprint',
      'initialGradientNorms',
      'epochs',
      'chain',
      'losses',
      'weights',
      'predictions',
      'digest',
    ]);
    const text = formatSealed(record);
    for (const trace of [process.cwd(), process.version, String(new Date().getFullYear()), '/', '\\']) {
      // base64 may hold a slash, and so may a package's name; neither made-up one does here
      expect(text.replace(record.losses, '')).not.toContain(trace);
    }
  });

  it('records the settings that were used, not those that the study asks for', () => {
    const state = plantedState(first!, 0.5);
    const used = { ...state, settings: { ...state.settings, learningRate: 0.1 } };
    expect(recordOfState(first!, used).settings.learningRate).toBe(0.1);
  });

  it('tells two ends apart that differ in the last bit of one number', () => {
    const state = plantedState(first!, 0.5);
    const epochs = state.epochs.map((epoch) => {
      return { ...epoch, trainLoss: epoch.trainLoss * (1 + Number.EPSILON) };
    });
    const changed = recordOfState(first!, { ...state, epochs });
    expect(changed.digest).not.toBe(recordOfState(first!, state).digest);
  });

  it('gives the digest of the weights’ file, which changes with one weight, one statistic and the run’s name', () => {
    const state = plantedState(first!, 0.5);
    const made = (run: Run, end: TrainingState) =>
      makeRunRecord({ study: study.name, name: runName(run) }, run, plantedFingerprint, end, nodeHost);
    const { record, weights } = made(first!, state);
    expect(record.weights).toBe(nodeHost.sha256([weights]));
    const { network, recomputed } = state;
    const stem = network.parameters[0]!.values;
    stem[0]! += 1;
    const moved = made(first!, state).record.weights;
    stem[0]! -= 1;
    recomputed[0]!.mean[0]! += 1;
    const shifted = made(first!, state).record.weights;
    recomputed[0]!.mean[0]! -= 1;
    const renamed = made({ ...first!, scale: 'quick' }, state).record.weights;
    expect(new Set([record.weights, moved, shifted, renamed]).size).toBe(4);
    expect(made(first!, state).record.weights).toBe(record.weights);
  });
});

describe('parseRecord of a run', () => {
  it('undoes formatSealed exactly, to the last bit of every number', () => {
    fc.assert(
      fc.property(ends, ({ run, state }) => {
        const record = recordOfState(run, state);
        const read = parseRecord(runRecordKind, formatSealed(record));
        expect(read).toStrictEqual(record);
        expect(formatSealed(read)).toBe(formatSealed(record));
      }),
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses a loss of %d', (trainLoss) => {
    const state = plantedState(first!, 0.5);
    const epochs = state.epochs.map((epoch) => ({ ...epoch, trainLoss }));
    const text = formatSealed(recordOfState(first!, { ...state, epochs }));
    expect(() => parseRecord(runRecordKind, text)).toThrow('at epochs[0].trainLoss');
  });

  it('holds the last of more than two epochs against the predictions, under both evaluations', () => {
    const record = plantedRecord(runsOf('quick').find(({ depth }) => depth === 1)!, 0.5);
    expect(record.epochs).toHaveLength(4);
    expect(parseRecord(runRecordKind, formatSealed(record))).toStrictEqual(record);
    const forged = resealed(record, (draft) => Object.assign(draft.epochs[3], { testAccuracy: 0.51 }));
    expect(() => parseRecord(runRecordKind, forged)).toThrow(
      'field predictions.running says accuracy 0.5, the last epoch 0.51',
    );
    const other = resealed(record, (draft) =>
      Object.assign(draft.epochs[3], { recomputedTestAccuracy: 0.51 }),
    );
    expect(() => parseRecord(runRecordKind, other)).toThrow(
      'field predictions.recomputed says accuracy 0.5005, the last epoch 0.51',
    );
  });
});

describe('what is read off a run record', () => {
  it('is the classes that were given, and whether each is the image’s own, by either evaluation', () => {
    fc.assert(
      fc.property(ends, ({ run, state }) => {
        const record = recordOfState(run, state);
        for (const evaluation of ['running', 'recomputed'] as const) {
          const given = state.predictions[evaluation];
          expect(classesOf(record.predictions[evaluation])).toEqual(given);
          const hits = given.map((k, image) => (k === testLabels[image] ? 1 : 0));
          expect(correctImages(record, evaluation)).toEqual(hits);
        }
        expect(correctImages(record)).toEqual(correctImages(record, 'running'));
      }),
    );
  });

  it('is every step’s loss, as the float32 that it is nearest to', () => {
    const losses = [0, 1e-30, Math.LN10, 3.4e38];
    const record = recordOfState(first!, { ...plantedState(first!, 0.5), losses });
    expect([...lossesOf(record)]).toEqual(losses.map(Math.fround));
  });

  it('is the settings, under the names that training knows them by', () => {
    expect(settingsOfRecord(plantedRecord(first!, 0.5))).toEqual(settingsOf(first!));
  });
});

describe('finalAccuracy', () => {
  it('reads the last epoch, not the best one', () => {
    const record = plantedRecord(first!, 0.5);
    expect(finalAccuracy(record)).toBe(0.5);
    expect(bestAccuracy(record)).toBe(0.53);
  });
});
