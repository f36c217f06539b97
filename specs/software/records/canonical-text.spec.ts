/** A record's text must be exactly what this project writes: the audit compares bytes. */
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../src/records/record-kind.ts';
import { runRecordKind } from '../../../src/records/run-record.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { plantedRecord, plantedState, recordOfState } from '../../support/planted-evidence.ts';
import { resealed } from '../../support/reseal.ts';
import { runsOf } from '../../support/this-study.ts';

const run = runsOf('smoke').find(({ depth }) => depth === 1)!;
const state = plantedState(run, 0.5);
const epochs = state.epochs.map((epoch) => ({ ...epoch, trainLoss: 1e-7 }));
const record = recordOfState(run, { ...state, epochs });
const text = formatSealed(record);

describe('parseRecord', () => {
  it.each([
    ['1E-7 for 1e-7, one flipped bit', text.replace('1e-7', '1E-7')],
    ['0.0000001 for 1e-7', text.replace('1e-7', '0.0000001')],
    ['an escaped character', text.replace('"relu"', '"\\u0072elu"')],
    ['the final line end cut off', text.slice(0, -1)],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['two spaces for one', JSON.stringify(record, null, 2)],
    ['a byte order mark', `\ufeff${text}`],
    ['blanks behind the end', `${text}\n \n`],
    ['a field given twice', text.replace('{\n "schema"', '{\n "schema": 9,\n "schema"')],
    ['a __proto__ field', text.replace('{\n "schema"', '{\n "__proto__": 1,\n "schema"')],
    ['its fields in another order', formatSealed(Object.fromEntries(Object.entries(record).reverse()))],
    [
      'its fields in another order, its digest computed anew',
      resealed(record, (draft) => {
        const { epochs: moved, ...others } = structuredClone(draft);
        for (const name of Object.keys(draft)) delete draft[name];
        Object.assign(draft, others, { epochs: moved });
      }),
    ],
    [
      'an epoch’s fields in another order, its digest computed anew',
      resealed(record, (draft) => {
        draft.epochs = draft.epochs.map((epoch: object) =>
          Object.fromEntries(Object.entries(epoch).reverse()),
        );
      }),
    ],
  ])('refuses a text that means the same in other words: %s', (_, altered) => {
    expect(altered).not.toBe(text);
    expect(() => parseRecord(runRecordKind, altered)).toThrow();
  });

  it.each(['running', 'recomputed'])(
    'refuses a list of %s predictions that is too long or too short, however its digest was computed',
    (evaluation) => {
      const longer = resealed(record, (draft) => {
        draft.predictions[evaluation] += '0';
      });
      const shorter = resealed(record, (draft) => {
        draft.predictions[evaluation] = draft.predictions[evaluation].slice(0, -1);
      });
      for (const forged of [longer, shorter]) {
        expect(() => parseRecord(runRecordKind, forged)).toThrow(`field predictions.${evaluation} has`);
      }
    },
  );

  it('refuses absurd numbers of images and epochs at once, without counting them out', () => {
    for (const [setting, message] of [
      ['testImages', 'field predictions.running has'],
      ['trainImages', 'field losses needs'],
      ['epochs', 'field epochs has'],
    ] as const) {
      for (const count of [2e8, 1e300]) {
        const huge = resealed(plantedRecord(run, 0.5), (draft) => {
          draft.settings[setting] = count;
        });
        const start = performance.now();
        expect(() => parseRecord(runRecordKind, huge), `${setting} ${count}`).toThrow(message);
        expect(performance.now() - start).toBeLessThan(1000);
      }
    }
  });
});
