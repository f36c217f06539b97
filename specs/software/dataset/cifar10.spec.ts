import { hash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { officialBatches } from '../../../src/dataset/batch-file.ts';
import { type Cifar10, type ImageSet, loadCifar10 } from '../../../src/dataset/cifar10.ts';

/** How often each value occurs in one channel: exact, and quick to take moments of. */
function histogram({ images, count }: ImageSet, channel: number): Float64Array {
  const occurrences = new Float64Array(256);
  for (let n = 0; n < count; n++) {
    const start = (n * 3 + channel) * 1024;
    for (let i = start; i < start + 1024; i++) occurrences[images[i]!]!++;
  }
  return occurrences;
}

/** Mean and standard deviation of the pixels, scaled to [0, 1]. */
function moments(set: ImageSet, channel: number): { mean: number; deviation: number } {
  const occurrences = histogram(set, channel);
  const total = set.count * 1024;
  const mean = occurrences.reduce((sum, n, value) => sum + (n * value) / 255, 0) / total;
  const variance = occurrences.reduce((sum, n, value) => sum + n * (value / 255 - mean) ** 2, 0) / total;
  return { mean, deviation: Math.sqrt(variance) };
}

function imagesPerClass({ labels }: ImageSet): number[] {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
}

describe('loadCifar10', () => {
  let cifar10: Cifar10;
  beforeAll(async () => {
    cifar10 = await loadCifar10();
  }, 600_000); // the first time on a machine, it downloads

  it('gives 50,000 training and 10,000 test images of 3 × 32 × 32 bytes', () => {
    expect(cifar10.train.count).toBe(50_000);
    expect(cifar10.train.images).toHaveLength(50_000 * 3072);
    expect(cifar10.train.labels).toHaveLength(50_000);
    expect(cifar10.test.count).toBe(10_000);
    expect(cifar10.test.images).toHaveLength(10_000 * 3072);
    expect(cifar10.test.labels).toHaveLength(10_000);
  });

  it('gives 5,000 training and 1,000 test images of each class', () => {
    expect(imagesPerClass(cifar10.train)).toEqual(new Array(10).fill(5000));
    expect(imagesPerClass(cifar10.test)).toEqual(new Array(10).fill(1000));
  });

  it.each([
    ['red', 0, '0.4914', '0.2470'],
    ['green', 1, '0.4822', '0.2435'],
    ['blue', 2, '0.4465', '0.2616'],
  ] as const)('has the known mean and standard deviation in %s', (_, channel, mean, deviation) => {
    const found = moments(cifar10.train, channel);
    expect(found.mean.toFixed(4)).toBe(mean);
    expect(found.deviation.toFixed(4)).toBe(deviation);
  });
});

describe('officialBatches', () => {
  it('are the files of which `sha256sum` prints this list', () => {
    const list = officialBatches.map(({ sha256, name }) => `${sha256}  ${name}\n`).join('');
    expect(hash('sha256', list)).toBe('5fdcf57d170bdbc7da569af1dabd64d7d3c7507e9e7aa861fc7b691d5355c232');
  });
});
