/** The chain: where its links are, that each holds all that the run is, and that equal runs have equal ones. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { addLink, bytesOf, endsInItsLink, isLinked, type Link } from '../../../src/training/chain.ts';
import { imagesDigest } from '../../../src/training/require-images.ts';
import type { TrainingState } from '../../../src/training/training.ts';
import { tinyData, type tinySettings, trainTiny } from '../../support/tiny-run.ts';

let ended: TrainingState;

beforeEach(async () => {
  await startEngine('wasm');
  ended = await trainTiny({ epochs: 2 });
});

/** A link made of the state as it stands, over all of its links but the last. */
function linkOf(state: TrainingState): Link {
  const again = { ...state, chain: state.chain.slice(0, -1) };
  addLink(again, nodeHost);
  return again.chain.at(-1)!;
}

/** Both uses of the digest: made anew it is another, and a saved state with its old link is not believed. */
function expectNoticed(state: TrainingState): void {
  expect(linkOf(state).digest).not.toBe(state.chain.at(-1)!.digest);
  expect(endsInItsLink(state, nodeHost)).toBe(false);
}

describe('isLinked', () => {
  it('is true of 0 and of the powers of two alone', () => {
    const linked = Array.from({ length: 4000 }, (_, step) => step).filter(isLinked);
    expect(linked).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048]);
  });
});

describe('the chain of a run', () => {
  // Catches two links after a step that is a power of two and ends an epoch.
  it.each([
    [8, 3, [0, 1, 2, 3, 4, 6, 8, 9]], // 3 steps per epoch
    [5, 3, [0, 1, 2, 4, 8, 12]], // 4 steps per epoch: a power of two ends the first two
    [20, 5, [0, 1, 2, 3, 4, 5]], // 1 step per epoch
    [2, 1, [0, 1, 2, 4, 8, 10]],
  ])(
    'with batches of %i over %i epochs has links after 0, the powers of two, and each epoch',
    async (batchSize, epochs, steps) => {
      const { chain } = await trainTiny({ batchSize, epochs });
      expect(chain.map(({ step }) => step)).toEqual(steps);
      expect(new Set(chain.map(({ digest }) => digest)).size).toBe(steps.length);
      for (const { digest } of chain) expect(digest).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it('ends in its link at its beginning, at its end, and at every link between', async () => {
    await trainTiny({}, ({ kind }, state) => {
      const linked = kind === 'epoch' || (isLinked(state.adam.steps) && state.adam.steps % 3 !== 0);
      expect(endsInItsLink(state, nodeHost)).toBe(linked);
    });
    expect(endsInItsLink(ended, nodeHost)).toBe(true);
  });

  it('is the same for the same settings, link by link', async () => {
    expect((await trainTiny({ epochs: 2 })).chain).toEqual(ended.chain);
  });

  // Catches a prefix that is passed off as the beginning of another, longer run.
  it('has nothing in common with that of other settings, of a longer run too: the settings are in its first link', async () => {
    const own = new Set(ended.chain.map(({ digest }) => digest));
    const changes = [{ epochs: 3 }, { seed: 2 }, { activation: 'sigmoid' }, { statisticsImages: 8 }] as const;
    for (const change of changes) {
      const { chain } = await trainTiny({ epochs: 2, ...change });
      expect(chain.filter(({ digest }) => own.has(digest))).toEqual([]);
    }
  });

  it('changes with the images, which its settings name', async () => {
    const fewer = { testImages: 11, testDigest: imagesDigest(tinyData.test, 11, nodeHost) };
    const { chain, network } = await trainTiny({ epochs: 2, ...fewer });
    expect(network.parameters).toEqual(ended.network.parameters);
    expect(chain[0]!.digest).not.toBe(ended.chain[0]!.digest);
  });
});

describe('addLink and endsInItsLink', () => {
  const arrays = {
    weights: ({ network }: TrainingState) => network.parameters.map(({ values }) => values),
    'running means': ({ network }: TrainingState) => network.statistics.map(({ mean }) => mean),
    'running variances': ({ network }: TrainingState) => network.statistics.map(({ variance }) => variance),
    'first moments': ({ adam }: TrainingState) => adam.first,
    'second moments': ({ adam }: TrainingState) => adam.second,
  } as const;

  it('are blind to nothing else: the state as it was gives the link that it ends in', () => {
    expect(linkOf(ended)).toEqual(ended.chain.at(-1));
    expect(ended.chain.at(-1)!.step).toBe(6);
  });

  // Catches an array that is left out, hashed twice in place of its neighbour, or hashed only in part.
  it.each(Object.entries(arrays))('notice one bit of any value among the %s', (_, arraysOf) => {
    const place = fc.record({
      array: fc.nat(),
      at: fc.nat(),
      bit: fc.integer({ min: 0, max: 7 }),
    });
    const property = fc.property(place, ({ array, at, bit }) => {
      const all = arraysOf(ended);
      const bytes = bytesOf(all[array % all.length]!);
      const flip = () => {
        bytes[at % bytes.length]! ^= 1 << bit;
      };
      flip();
      expectNoticed(ended);
      flip();
      expect(endsInItsLink(ended, nodeHost)).toBe(true);
    });
    fc.assert(property, { numRuns: 40 });
  });

  it('notice arrays that were exchanged, byte for byte as many', () => {
    const { first, second } = ended.adam;
    expectNoticed({ ...ended, adam: { ...ended.adam, first: second, second: first } });
  });

  /** The next number of the same type. */
  const next = (value: number) => {
    const bits = new BigUint64Array(Float64Array.of(value).buffer);
    bits[0]! += 1n;
    return new Float64Array(bits.buffer)[0]!;
  };

  it('notice the last bit of any step’s loss, and a loss more or less', () => {
    for (const [step, loss] of ended.losses.entries()) {
      expectNoticed({ ...ended, losses: ended.losses.with(step, next(loss)) });
    }
    expectNoticed({ ...ended, losses: ended.losses.slice(1) });
    expectNoticed({ ...ended, losses: [...ended.losses, 0] });
  });

  it('notice the last bit of every figure of every epoch, and an epoch more or less', () => {
    const { epochs } = ended;
    const withFigure = (index: number, change: object) =>
      ({ ...ended, epochs: epochs.with(index, { ...epochs[index]!, ...change }) }) as TrainingState;
    for (const [index, epoch] of epochs.entries()) {
      expect(Object.keys(epoch)).toHaveLength(9);
      for (const [name, figure] of Object.entries(epoch) as [string, number | readonly number[]][]) {
        if (typeof figure === 'number') expectNoticed(withFigure(index, { [name]: next(figure) }));
        else {
          figure.forEach((value, at) => {
            expectNoticed(withFigure(index, { [name]: figure.with(at, next(value)) }));
          });
        }
      }
    }
    expectNoticed({ ...ended, epochs: epochs.slice(1) });
    expectNoticed({ ...ended, epochs: [...epochs, epochs[0]!] });
  });

  it('notice any initial gradient norm', () => {
    ended.initialGradientNorms.forEach((norm, layer) => {
      expectNoticed({ ...ended, initialGradientNorms: ended.initialGradientNorms.with(layer, next(norm)) });
    });
  });

  it('notice every setting', () => {
    const names = Object.keys(ended.settings) as (keyof typeof tinySettings)[];
    expect(names.length).toBeGreaterThanOrEqual(17);
    for (const name of names) {
      const value = ended.settings[name];
      const other = typeof value === 'number' ? next(value) : `${value}!`;
      expectNoticed({ ...ended, settings: { ...ended.settings, [name]: other } });
    }
  });

  // Catches links that are hashed each for itself, so that one could be taken out or forged.
  it('notice any earlier link, changed in one digit or in its step, taken out, or put elsewhere', () => {
    const { chain } = ended;
    for (const [index, { step, digest }] of chain.slice(0, -1).entries()) {
      const digit = digest.startsWith('0') ? '1' : '0';
      expectNoticed({ ...ended, chain: chain.with(index, { step, digest: digit + digest.slice(1) }) });
      expectNoticed({ ...ended, chain: chain.with(index, { step: step + 1, digest }) });
      expectNoticed({ ...ended, chain: chain.toSpliced(index, 1) });
    }
    expectNoticed({ ...ended, chain: [chain[1]!, chain[0]!, ...chain.slice(2)] });
  });

  it('do not believe a chain whose last link is of another step, or that has none', () => {
    const { chain, adam } = ended;
    expect(endsInItsLink({ ...ended, adam: { ...adam, steps: 7 } }, nodeHost)).toBe(false);
    expect(endsInItsLink({ ...ended, chain: chain.slice(0, -1) }, nodeHost)).toBe(false);
    expect(endsInItsLink({ ...ended, chain: [] }, nodeHost)).toBe(false);
  });
});
