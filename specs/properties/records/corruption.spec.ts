/** Every way in which a stored record can go bad, by accident or on purpose: none may be read as evidence. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { formatSealed } from '../../../src/records/seal.ts';
import { runsOf } from '../../../src/study.ts';
import { syntheticRecord } from '../../support/synthetic-evidence.ts';
import { type Draft, edited, resealed } from './reseal.ts';

const run = runsOf('smoke').find(({ depth }) => depth === 1)!;
const record = syntheticRecord(run, 0.5);
const text = formatSealed(record);
const bytes = Buffer.from(text);

let parseRecord: typeof import('../../../src/records/run-record.ts').parseRecord;
// Loaded anew, so that the schema in force while a mutant is on trial is what reads.
beforeEach(async () => {
  vi.resetModules();
  ({ parseRecord } = await import('../../../src/records/run-record.ts'));
});

/** What is wrong, or `same` if the text still says exactly what the record says. */
function verdictOn(corrupt: string): string {
  try {
    expect(parseRecord(corrupt)).toStrictEqual(record);
    return 'same';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

// Each message names a field, or says that the text is not JSON.
const NAMES_THE_FAULT =
  /is not JSON|is not in the form|→ at \w|Unrecognized key|field \w+|gradient norm list|list of mean gradients|^✖ Invalid input/;

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
      draft.schema = 2;
      draft.correct = '~';
    });
    expect(verdictOn(corrupt)).toMatch(/^✖ .+ → at (content\.)?schema ✖ .+ → at (content\.)?correct$/);
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
      expect(verdictOn(corrupt)).toMatch(/at (content\.)?epochs\[0\]\.testAccuracy/);
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
    for (const place of [[], ['run'], ['settings'], ['fingerprint'], ['epochs', '0']]) {
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
        expect(verdictOn(corrupt)).toMatch(/field digest is .* it was edited|at (content\.)?(run|schema)/);
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
  it.each<[string, (draft: Draft) => void, RegExp]>([
    [
      'a better last accuracy',
      (d) => (d.epochs.at(-1).testAccuracy = 0.51),
      /field correct says accuracy 0.5/,
    ],
    ['one image more right', (d) => (d.correct = `A${d.correct.slice(1)}`), /field correct says accuracy/],
    ['a dropped epoch', (d) => d.epochs.pop(), /field epochs has 1 entries, its settings say 2/],
    ['an epoch more', (d) => d.epochs.push(d.epochs[0]), /field epochs has 3 entries/],
    ['a layer less', (d) => d.initialGradientNorms.pop(), /gradient norm list has 2 layers, not 3/],
    ['a layer more', (d) => d.epochs[0].relativeGradientNorms.push(1), /has 4 layers, not 3/],
    ['a tensor less', (d) => d.epochs[0].meanAbsoluteGradients.pop(), /has 9 tensors, not 10/],
    ['another depth', (d) => (d.run.depth = 2), /gradient norm list has 3 layers, not 4/],
    ['fewer test images', (d) => (d.settings.testImages = 50), /field correct has 13 bytes/],
    ['no test images', (d) => (d.settings.testImages = 0), /field correct has 13 bytes/],
    ['test images that are no number', (d) => (d.settings.testImages = 'x'), /field correct has 13 bytes/],
    ['another schema version', (d) => (d.schema = 2), /expected 1.*at (content\.)?schema/],
    ['an unknown activation', (d) => (d.run.activation = 'softplus'), /at (content\.)?run\.activation/],
    ['an unknown scale', (d) => (d.run.scale = 'huge'), /at (content\.)?run\.scale/],
    ['an unknown engine', (d) => (d.fingerprint.engine = 'abacus'), /at (content\.)?fingerprint\.engine/],
    ['seed 0, which means unseeded', (d) => (d.run.seed = 0), /at (content\.)?run\.seed/],
    ['half a seed', (d) => (d.run.seed = 1.5), /at (content\.)?run\.seed/],
    ['a depth beyond any', (d) => (d.run.depth = 1e9), /at (content\.)?run\.depth/],
    ['text that is no base64', (d) => (d.correct = '~~~~'), /at (content\.)?correct/],
    [
      'a short digest',
      (d) => (d.weightsDigest = 'abc'),
      /64 lower-case hexadecimal digits.*at (content\.)?weightsDigest/,
    ],
    ['no epoch at all', (d) => (d.epochs = []), /at (content\.)?epochs/],
  ])('notices %s', (_, edit, message) => {
    expect(verdictOn(resealed(record, edit))).toMatch(message);
  });
});
