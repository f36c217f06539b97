/** Every way in which a stored record can go bad, by accident or on purpose: none may be read as evidence. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { testLabels } from '../../../src/dataset/test-labels.ts';
import { formatSealed } from '../../../src/records/seal.ts';
import { plantedRecord } from '../../support/planted-evidence.ts';
import { type Draft, edited, resealed } from '../../support/reseal.ts';
import { runsOf } from '../../support/this-study.ts';

const run = runsOf('smoke').find(({ depth }) => depth === 1)!;
const record = plantedRecord(run, 0.5);
const text = formatSealed(record);
const bytes = Buffer.from(text);

let parse: (text: string) => unknown;
// Loaded anew, so that the schema in force while a mutant is on trial is what reads.
beforeEach(async () => {
  vi.resetModules();
  const { parseRecord } = await import('../../../src/records/record-kind.ts');
  const { runRecordKind } = await import('../../../src/records/run-record.ts');
  parse = (corrupt) => parseRecord(runRecordKind, corrupt);
});

/** What is wrong, or `same` if the text still says exactly what the record says. */
function verdictOn(corrupt: string): string {
  try {
    expect(parse(corrupt)).toStrictEqual(record);
    return 'same';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Each message names a field, or says that the text is not JSON.
const NAMES_THE_FAULT =
  /is not JSON|is not in the form|→ at \w|Unrecognized key|field \w+|gradient norm list|list of mean gradients|list of lags|^✖ Invalid input/;

type Place = readonly (string | number)[];

/** The places of all values below `value`, objects and lists included. */
function placesIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place];
  const below = Object.entries(value).flatMap(([key, child]) => placesIn(child, [...place, key]));
  return place.length === 0 ? below : [place, ...below];
}

function parentAt(draft: Draft, place: Place): Draft {
  return place.slice(0, -1).reduce((value: Draft, key) => value[key], draft);
}

const places = placesIn(record);
const anyPlace = fc.constantFrom(...places);

describe('parseRecord of a damaged file', () => {
  it('never reads a text with a flipped bit as another record, and names what is wrong', () => {
    const flips = fc.tuple(fc.nat(bytes.length - 1), fc.nat(7));
    fc.assert(
      fc.property(flips, ([place, bit]) => {
        const flipped = Buffer.from(bytes);
        flipped[place] = flipped[place]! ^ (1 << bit);
        const verdict = verdictOn(flipped.toString('utf8'));
        // The exponent's e may become E, and a 17th digit may round to the same number: the record is then the same.
        if (verdict !== 'same') expect(verdict).toMatch(NAMES_THE_FAULT);
        if (bit !== 5 && !/\d/.test(text[place]!)) expect(verdict).not.toBe('same');
      }),
      { numRuns: 800 },
    );
  });

  it('refuses a text cut off at every 50th byte, or with nothing left', () => {
    for (let length = 0; length < bytes.length - 1; length += 50) {
      expect(verdictOn(bytes.subarray(0, length).toString('utf8')), `${length} bytes`).toContain(
        'is not JSON',
      );
    }
  });

  it.each(['null', '5', '"text"', 'true', '[]'])(
    'says of the JSON %s that it has no digest, as of a record without one',
    (json) => {
      expect(verdictOn(`${json}\n`)).toMatch(/^✖ Invalid input: expected string.* → at digest$/);
    },
  );

  it('tells all that is wrong in one line, with space between', () => {
    const corrupt = edited(record, (draft) => {
      draft.schema = 1;
      draft.weights = '~';
    });
    expect(verdictOn(corrupt)).toMatch(/^✖ .+ → at schema ✖ .+ → at weights$/);
  });

  it('refuses two records in one file', () => {
    expect(verdictOn(text + text)).toContain('is not JSON');
  });

  it.each(['NaN', 'Infinity', '-Infinity', 'undefined', "'0.5'"])('refuses %s for a number', (word) => {
    const corrupt = text.replace(/"testAccuracy": [\d.]+/, `"testAccuracy": ${word}`);
    expect(corrupt).not.toBe(text);
    expect(verdictOn(corrupt)).toContain('is not JSON');
  });

  it.each(['1e999', '-1e999', '1e308', '-0.5', '1.0000000001'])(
    'refuses %s for an accuracy, naming the field',
    (number) => {
      const corrupt = text.replace(/"testAccuracy": [\d.]+/, `"testAccuracy": ${number}`);
      expect(verdictOn(corrupt)).toMatch(/at epochs\[0\]\.testAccuracy/);
    },
  );
});

describe('parseRecord of an edited record', () => {
  it('refuses any value replaced by one of another type or out of any range', () => {
    const wrong = fc.constantFrom(null, true, {}, [], '', 'text', -1, 0.123, 1e308, [null], { extra: 1 });
    fc.assert(
      fc.property(anyPlace, wrong, (place, value) => {
        const corrupt = edited(record, (draft) => {
          parentAt(draft, place)[place.at(-1)!] = value;
        });
        expect(verdictOn(corrupt)).toMatch(NAMES_THE_FAULT);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses the loss of any field or list entry', () => {
    for (const place of places) {
      const corrupt = edited(record, (draft) => {
        const parent = parentAt(draft, place);
        if (Array.isArray(parent)) parent.splice(Number(place.at(-1)), 1);
        else delete parent[place.at(-1)!];
      });
      expect(verdictOn(corrupt), `without ${place.join('.')}`).toMatch(NAMES_THE_FAULT);
    }
  });

  it('refuses a field more, in every object', () => {
    for (const place of [
      [],
      ['run'],
      ['settings'],
      ['fingerprint'],
      ['fingerprint', 'packages'],
      ['fingerprint', 'tools'],
      ['epochs', '0'],
      ['chain', '0'],
      ['predictions'],
    ]) {
      const corrupt = edited(record, (draft) => {
        place.reduce((value: Draft, key) => value[key], draft).extra = 1;
      });
      expect(verdictOn(corrupt), `in ${place.join('.')}`).toMatch(/extra|digest/);
    }
  });

  it('finds any changed number by the digest, however right its shape', () => {
    const numbers = places.filter((place) => typeof parentAt(record, place)[place.at(-1)!] === 'number');
    fc.assert(
      fc.property(fc.constantFrom(...numbers), fc.double({ min: 0, max: 1, noNaN: true }), (place, value) => {
        fc.pre(parentAt(record, place)[place.at(-1)!] !== value);
        const corrupt = edited(record, (draft) => {
          parentAt(draft, place)[place.at(-1)!] = value;
        });
        // Whole-number fields are refused for their shape.
        expect(verdictOn(corrupt)).toMatch(/field digest is .* it was edited|at (run|schema|chain)/);
      }),
      { numRuns: 300 },
    );
  });

  it('calls an edited accuracy of intact shape edited', () => {
    const corrupt = edited(record, (draft) => {
      draft.epochs.at(-1).testAccuracy = 0.51;
    });
    expect(verdictOn(corrupt)).toMatch(/^field digest is [0-9a-f]{12}…, its content has [0-9a-f]{12}…/);
  });
});

describe('parseRecord of a forged record, its digest computed anew', () => {
  /** The losses of every step, edited as float32. */
  const withLosses = (edit: (losses: Float32Array) => Float32Array) => (d: Draft) => {
    const losses = new Float32Array(Uint8Array.from(Buffer.from(d.losses, 'base64')).buffer);
    const { buffer } = edit(losses);
    d.losses = Buffer.from(buffer).toString('base64');
  };
  const changed = (losses: Float32Array, value: number) =>
    losses.map((loss, step) => (step === 3 ? value : loss));

  it.each<[string, (draft: Draft) => void, RegExp]>([
    [
      'a better last accuracy',
      (d) => (d.epochs.at(-1).testAccuracy = 0.51),
      /field predictions.running says accuracy 0.5, the last epoch 0.51/,
    ],
    [
      'a better last accuracy by recomputed statistics',
      (d) => (d.epochs.at(-1).recomputedTestAccuracy = 0.51),
      /field predictions.recomputed says accuracy 0.52, the last epoch 0.51/,
    ],
    [
      'the two accuracies exchanged',
      (d) => {
        const last = d.epochs.at(-1);
        [last.testAccuracy, last.recomputedTestAccuracy] = [last.recomputedTestAccuracy, last.testAccuracy];
      },
      /field predictions.running says accuracy 0.5, the last epoch 0.52/,
    ],
    [
      'the two predictions exchanged',
      ({ predictions: p }) => ([p.running, p.recomputed] = [p.recomputed, p.running]),
      /field predictions.running says accuracy 0.52, the last epoch 0.5/,
    ],
    [
      'one image more right',
      ({ predictions: p }) => (p.running = `${p.running.slice(0, 99)}${testLabels[99]}`),
      /field predictions.running says accuracy 0.51/,
    ],
    [
      'one image less right by recomputed statistics',
      ({ predictions: p }) => (p.recomputed = `${(testLabels[0]! + 1) % 10}${p.recomputed.slice(1)}`),
      /field predictions.recomputed says accuracy 0.51/,
    ],
    [
      'a class that there is none of',
      ({ predictions: p }) => (p.running = `a${p.running.slice(1)}`),
      /one digit per test image.* at predictions\.running/,
    ],
    ['no prediction', ({ predictions: p }) => (p.recomputed = ''), /at predictions\.recomputed/],
    ['a dropped epoch', (d) => d.epochs.pop(), /field epochs has 1 entries, its settings say 2/],
    ['an epoch more', (d) => d.epochs.push(d.epochs[0]), /field epochs has 3 entries/],
    ['a layer less', (d) => d.initialGradientNorms.pop(), /gradient norm list has 2 layers, not 3/],
    ['a layer more', (d) => d.epochs[0].relativeGradientNorms.push(1), /has 4 layers, not 3/],
    ['a tensor less', (d) => d.epochs[0].meanAbsoluteGradients.pop(), /has 9 tensors, not 10/],
    ['a lag less', (d) => d.epochs[1].runningMeanLag.pop(), /a list of lags has 1 layers, not 2/],
    ['a lag more', (d) => d.epochs[0].runningMeanLag.push(0), /a list of lags has 3 layers, not 2/],
    ['another depth', (d) => (d.run.depth = 2), /gradient norm list has 3 layers, not 4/],
    ['fewer test images', (d) => (d.settings.testImages = 50), /predictions.running has 100 images/],
    ['no test images', (d) => (d.settings.testImages = 0), /predictions.running has 100 images/],
    ['test images that are no number', (d) => (d.settings.testImages = 'x'), /running has 100 images/],
    ['no setting of the epochs', (d) => delete d.settings.epochs, /its settings say undefined/],
    ['no setting of the batch size', (d) => delete d.settings.batchSize, /field losses needs NaN float32/],
    ['more training images', (d) => (d.settings.trainImages = 1000), /field losses needs 16 float32/],
    ['smaller batches', (d) => (d.settings.batchSize = 32), /field losses needs 10 float32 values, got 16/],
    ['a depth that there is none of', (d) => (d.settings.depth = 9), /needs depth in 1\.\.8, got 9/],
    ['a link less', (d) => d.chain.pop(), /field chain needs links after steps 0,1,2,4$/],
    ['a link less at the beginning', (d) => d.chain.shift(), /field chain needs links after steps 0,1,2,4$/],
    ['a link more', (d) => d.chain.push({ ...d.chain[3], step: 8 }), /field chain needs links after/],
    ['a link after another step', (d) => (d.chain[3].step = 3), /field chain needs links after/],
    ['links in another order', (d) => d.chain.reverse(), /field chain needs links after steps/],
    ['no chain', (d) => (d.chain = []), /field chain needs links after steps/],
    ['a link that is no digest', (d) => (d.chain[0].digest = 'A'.repeat(64)), /at chain\[0\]\.digest/],
    ['a step less', withLosses((all) => all.slice(1)), /losses needs 4 float32 values, got 12 bytes/],
    ['a step more', withLosses((all) => Float32Array.of(...all, 1)), /4 float32 values, got 20 bytes/],
    ['half a value', (d) => (d.losses = Buffer.alloc(15).toString('base64')), /losses needs 4 .* got 15/],
    ['no losses', (d) => (d.losses = ''), /field losses needs 4 float32 values, got 0 bytes/],
    ['a loss that is not a number', withLosses((all) => changed(all, Number.NaN)), /≥ 0, got NaN/],
    ['an infinite loss', withLosses((all) => changed(all, Number.POSITIVE_INFINITY)), /got Infinity/],
    ['a negative loss', withLosses((all) => changed(all, -1)), /losses needs finite values ≥ 0, got -1/],
    ['losses in other words', (d) => (d.losses = d.losses.replace(/.==$/, 'B==')), /field losses needs/],
    ['losses that are no base64', (d) => (d.losses = '~~~~'), /at losses/],
    ['another schema version', (d) => (d.schema = 1), /expected 2.*at schema/],
    ['an unknown activation', (d) => (d.run.activation = 'tanhh'), /at run\.activation/],
    ['an unknown scale', (d) => (d.run.scale = 'huge'), /at run\.scale/],
    ['an unknown engine', (d) => (d.fingerprint.engine = 'abacus'), /at fingerprint\.engine/],
    ['a package by its version', (d) => (d.fingerprint.packages.core = '1.2.3'), /at fingerprint\.packages/],
    ['no kernels', (d) => (d.fingerprint.kernels = ''), /at fingerprint\.kernels/],
    ['seed 0, which means unseeded', (d) => (d.run.seed = 0), /at run\.seed/],
    ['half a seed', (d) => (d.run.seed = 1.5), /at run\.seed/],
    ['a depth beyond any', (d) => (d.run.depth = 1e9), /at run\.depth/],
    ['a short digest', (d) => (d.weights = 'abc'), /64 lower-case hexadecimal digits.*at weights/],
    ['no epoch at all', (d) => (d.epochs = []), /at epochs/],
  ])('notices %s', (_, edit, message) => {
    const forged = resealed(record, edit);
    expect(forged).not.toBe(text);
    expect(verdictOn(forged)).toMatch(message);
  });
});
