/** A record's text must be exactly what this project writes: the audit compares bytes. */
import { describe, expect, it } from 'vitest';
import { makeRecord, parseRecord } from '../../../src/records/run-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { runsOf } from '../../../src/study.ts';
import { syntheticFingerprint, syntheticRecord, syntheticResult } from '../../support/synthetic-evidence.ts';
import { resealed } from './reseal.ts';

const run = runsOf('smoke').find(({ depth }) => depth === 1)!;
const result = syntheticResult(run, 0.5);
const epochs = result.epochs.map((epoch) => ({ ...epoch, trainLoss: 1e-7 }));
const text = formatSealed(makeRecord(run, syntheticFingerprint, { ...result, epochs }));

describe('parseRecord', () => {
  it.each([
    ['1E-7 for 1e-7, one flipped bit', text.replace('1e-7', '1E-7')],
    ['the final line end cut off', text.slice(0, -1)],
    ['blanks behind the end', `${text}\n \n`],
    ['a field given twice', text.replace('{\n "schema"', '{\n "schema": 9,\n "schema"')],
    ['a __proto__ field', text.replace('{\n "schema"', '{\n "__proto__": 1,\n "schema"')],
    [
      'its fields in another order',
      formatSealed(Object.fromEntries(Object.entries(JSON.parse(text)).reverse())),
    ],
  ])('refuses a text that means the same in other words: %s', (_, altered) => {
    expect(altered).not.toBe(text);
    expect(() => parseRecord(altered)).toThrow();
  });

  it('refuses a list of right images that is too long or too short, however its digest was computed', () => {
    const record = syntheticRecord(run, 0.5);
    const longer = resealed(record, (draft) => {
      draft.correct = Buffer.concat([Buffer.from(draft.correct, 'base64'), Buffer.alloc(9, 255)]).toString(
        'base64',
      );
    });
    const shorter = resealed(record, (draft) => {
      draft.correct = Buffer.from(draft.correct, 'base64').subarray(0, 7).toString('base64');
    });
    for (const forged of [longer, shorter]) expect(() => parseRecord(forged)).toThrow('field correct has');
  });

  it('refuses an absurd number of test images at once, without unpacking it', () => {
    for (const images of [2e8, 1e300]) {
      const huge = resealed(syntheticRecord(run, 0.5), (draft) => {
        draft.settings.testImages = images;
      });
      expect(() => parseRecord(huge)).toThrow('field correct has');
    }
  });
});
