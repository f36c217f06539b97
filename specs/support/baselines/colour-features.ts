/** What an image's colours say, its shapes left out: the features of the baselines. */
import type { ImageSet } from '../../../src/dataset/cifar10.ts';

const PIXELS = 32 * 32;
const CHANNELS = 3;

export type ColourFeatures = 'means' | 'means and deviations';

/**
 * Measures the first `count` images.
 *
 * @param set - planar bytes
 * @returns per image the mean of red, green and blue, and where asked their standard deviations, each in 0..1
 */
export function colourFeatures(set: ImageSet, count: number, features: ColourFeatures): readonly number[][] {
  return Array.from({ length: count }, (_, image) => {
    const channels = Array.from({ length: CHANNELS }, (_channel, channel) => {
      const start = (image * CHANNELS + channel) * PIXELS;
      return spread(set.images.subarray(start, start + PIXELS));
    });
    const means = channels.map(({ mean }) => mean);
    return features === 'means' ? means : [...means, ...channels.map(({ deviation }) => deviation)];
  });
}

function spread(bytes: Uint8Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0];
  for (const byte of bytes) {
    sum += byte;
    squares += byte * byte;
  }
  const mean = sum / bytes.length;
  const variance = Math.max(0, squares / bytes.length - mean * mean);
  return { mean: mean / 255, deviation: Math.sqrt(variance) / 255 };
}
