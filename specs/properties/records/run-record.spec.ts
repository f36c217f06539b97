import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestAccuracy, finalAccuracy } from '../../../src/records/evidence.ts';
import { correctImages, makeRecord, parseRecord } from '../../../src/records/run-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { type Run, runsOf, settingsOf } from '../../../src/study.ts';
import type { RunResult } from '../../../src/training/train-run.ts';
import { syntheticFingerprint, syntheticRecord, syntheticResult } from '../../support/synthetic-evidence.ts';
import { resealed } from './reseal.ts';

const runs = fc.constantFrom(...runsOf('smoke'));
const nonNegative = fc.double({ min: 0, max: 1e300, noNaN: true });

/** Any result that training a smoke run could give. */
const results = runs.chain((run): fc.Arbitrary<{ run: Run; result: RunResult }> => {
  const { testImages } = settingsOf(run);
  const norms = fc.array(nonNegative, { minLength: run.depth + 2, maxLength: run.depth + 2 });
  const bits = fc.uint8Array({ min: 0, max: 1, minLength: testImages, maxLength: testImages, size: 'max' });
  return fc.tuple(bits, norms, nonNegative, nonNegative, norms).map(([correct, initial, loss, g, norm]) => {
    const made = syntheticResult(run, correct.reduce((sum, bit) => sum + bit, 0) / testImages);
    const epochs = made.epochs.map((epoch) => {
      const meanAbsoluteGradients = epoch.meanAbsoluteGradients.map((_, tensor) => g / (tensor + 1));
      return {
        ...epoch,
        trainLoss: loss,
        testLoss: loss / 2,
        meanAbsoluteGradients,
        relativeGradientNorms: norm,
      };
    });
    return { run, result: { ...made, initialGradientNorms: initial, epochs, correct } };
  });
});

describe('makeRecord', () => {
  it('gives the same bytes for the same result, whatever the order in which its fields were set', () => {
    fc.assert(
      fc.property(results, ({ run, result }) => {
        const backwards = <T extends object>(value: T) =>
          Object.fromEntries(Object.entries(value).reverse()) as T;
        const again = { ...backwards(result), epochs: result.epochs.map((epoch) => backwards(epoch)) };
        const first = makeRecord(run, syntheticFingerprint, result);
        const second = makeRecord(backwards(run), backwards(syntheticFingerprint), again);
        expect(formatSealed(second)).toBe(formatSealed(first));
      }),
    );
  });

  it('holds no clock, host, path or process: only the fields that the result decides', () => {
    const record = syntheticRecord(runsOf('smoke')[0]!, 0.5);
    expect(Object.keys(record)).toEqual([
      'schema',
      'run',
      'settings',
      'fingerprint',
      'initialGradientNorms',
      'epochs',
      'weightsDigest',
      'correct',
      'digest',
    ]);
    const text = formatSealed(record);
    for (const trace of [process.cwd(), process.version, String(new Date().getFullYear()), '/', '\\']) {
      // base64 may hold a slash, and so may a package's name; neither made-up one does here
      expect(text.replace(record.correct, '')).not.toContain(trace);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])('refuses a result with a loss of %d', (trainLoss) => {
    const run = runsOf('smoke')[0]!;
    const result = syntheticResult(run, 0.5);
    const epochs = result.epochs.map((epoch) => ({ ...epoch, trainLoss }));
    expect(() => makeRecord(run, syntheticFingerprint, { ...result, epochs })).toThrow('trainLoss');
  });

  it('tells two results apart that differ in the last bit of one number', () => {
    const run = runsOf('smoke')[0]!;
    const result = syntheticResult(run, 0.5);
    const epochs = result.epochs.map((epoch) => {
      return { ...epoch, trainLoss: epoch.trainLoss * (1 + Number.EPSILON) };
    });
    const changed = makeRecord(run, syntheticFingerprint, { ...result, epochs });
    expect(changed.digest).not.toBe(makeRecord(run, syntheticFingerprint, result).digest);
  });
});

describe('parseRecord', () => {
  it('undoes formatSealed exactly, to the last bit of every number', () => {
    fc.assert(
      fc.property(results, ({ run, result }) => {
        const record = makeRecord(run, syntheticFingerprint, result);
        const read = parseRecord(formatSealed(record));
        expect(read).toStrictEqual(record);
        expect(formatSealed(read)).toBe(formatSealed(record));
      }),
    );
  });
});

describe('parseRecord of a run with more than two epochs', () => {
  const record = syntheticRecord(runsOf('quick').find(({ depth }) => depth === 1)!, 0.5);

  it('holds the last of them against the images that were right', () => {
    expect(record.epochs).toHaveLength(4);
    expect(parseRecord(formatSealed(record))).toStrictEqual(record);
    const forged = resealed(record, (draft) => Object.assign(draft.epochs[3], { testAccuracy: 0.51 }));
    expect(() => parseRecord(forged)).toThrow('field correct says accuracy 0.5, the last epoch 0.51');
  });
});

describe('correctImages', () => {
  it('unpacks the very images that were right, in their order', () => {
    fc.assert(
      fc.property(results, ({ run, result }) => {
        const record = makeRecord(run, syntheticFingerprint, result);
        expect([...correctImages(record)]).toEqual([...result.correct]);
      }),
    );
  });
});

describe('finalAccuracy', () => {
  it('reads the last epoch, not the best one', () => {
    const record = syntheticRecord(runsOf('smoke')[0]!, 0.5);
    expect(finalAccuracy(record)).toBe(0.5);
    expect(bestAccuracy(record)).toBe(0.53);
  });
});
