import { describe, expect, it } from 'vitest';
import { loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { testLabels } from '../../../src/dataset/test-labels.ts';

describe('testLabels', () => {
  it('are those of the official test file, image by image', async () => {
    const { test } = await loadCifar10();
    expect(testLabels).toHaveLength(10_000);
    expect(Buffer.compare(testLabels, test.labels)).toBe(0);
  });

  it('hold each class a thousand times', () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of testLabels) counts[label]! += 1;
    expect(counts).toEqual(new Array(10).fill(1000));
  });
});
