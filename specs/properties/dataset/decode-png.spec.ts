import { fc, it } from '@fast-check/vitest';
import { encode } from 'fast-png';
import { describe, expect } from 'vitest';
import { decodePng } from '../../../src/dataset/decode-png.ts';
import { encodePng, patternedImages } from '../../support/planted-dataset.ts';

describe('decodePng', () => {
  it.prop([fc.integer({ min: 1, max: 6 }), fc.nat(1000)], { numRuns: 20 })(
    'reads row n as image n, and pixel j of it as row ⌊j / 32⌋, column j mod 32',
    (count, seed) => {
      const set = patternedImages(count, seed);
      expect(Buffer.compare(decodePng(encodePng(set), 'x.png', count), set.images)).toBe(0);
    },
  );

  it('puts one coloured pixel where it belongs', () => {
    const data = new Uint8Array(2 * 1024 * 3);
    data.set([10, 20, 30], (1024 + 40) * 3); // image 1, pixel 40: row 1, column 8
    const images = decodePng(encode({ width: 1024, height: 2, data, channels: 3 }), 'x.png', 2);
    const at = (channel: number) => images[((3 + channel) * 32 + 1) * 32 + 8];
    expect([at(0), at(1), at(2)]).toEqual([10, 20, 30]);
    expect(images.reduce((total, value) => total + value, 0)).toBe(60);
  });

  it.each([
    ['too narrow', { width: 512, height: 2, channels: 3 }],
    ['too short', { width: 1024, height: 1, channels: 3 }],
    ['with transparency', { width: 1024, height: 2, channels: 4 }],
    ['grey', { width: 1024, height: 2, channels: 1 }],
  ])('refuses an image that is %s', (_, shape) => {
    const data = new Uint8Array(shape.width * shape.height * shape.channels);
    expect(() => decodePng(encode({ ...shape, data }), 'x.png', 2)).toThrow(
      `x.png is altered: expected a PNG of 1024×2 pixels, 3 channels of 8 bits, found ${shape.width}×${shape.height} pixels`,
    );
  });

  it('refuses 16 bits a channel', () => {
    const data = new Uint16Array(2 * 1024 * 3);
    const png = encode({ width: 1024, height: 2, data, channels: 3, depth: 16 });
    expect(() => decodePng(png, 'x.png', 2)).toThrow('3 channels of 16 bits. Fetch the package again.');
  });

  it('says how much it got of what does not decode, and what to do', () => {
    expect(() => decodePng(Buffer.from('no PNG'), 'x.png', 2)).toThrow(
      /found 6 bytes that do not decode \(.+\)\. Fetch the package again\.$/,
    );
  });

  it.prop([fc.double({ min: 0, max: 0.999, noNaN: true })], { numRuns: 20 })(
    'refuses a PNG cut short at any place',
    (part) => {
      const png = encodePng(patternedImages(2, 1));
      const cut = png.subarray(0, Math.floor(png.length * part));
      expect(() => decodePng(cut, 'x.png', 2)).toThrow('x.png is altered');
    },
  );

  it('refuses a PNG with a flipped bit', () => {
    const png = encodePng(patternedImages(2, 1)).slice();
    const middle = Math.floor(png.length / 2);
    png[middle] = png[middle]! ^ 1;
    expect(() => decodePng(png, 'x.png', 2)).toThrow('x.png is altered');
  });
});
