/** The file format: the bytes that its definition says, back bit for bit, and nothing else taken for it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from '../../../src/network/safetensors.ts';

const float = fc.float({ noNaN: true });
const tensors = fc
  .uniqueArray(
    fc.record({
      name: fc.stringMatching(/^[a-z][a-z0-9_.é]{0,12}$/),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
    }),
    { selector: ({ name }) => name, maxLength: 6 },
  )
  .chain((named) =>
    fc.tuple(
      ...named.map(({ name, shape }) => {
        const size = shape.reduce((product, extent) => product * extent, 1);
        return fc
          .array(float, { minLength: size, maxLength: size })
          .map((values): NamedTensor => ({ name, shape, values: Float32Array.from(values) }));
      }),
    ),
  );

const two: readonly NamedTensor[] = [
  { name: 'a', shape: [2, 1], values: Float32Array.of(1, -2) },
  { name: 'b', shape: [], values: Float32Array.of(0.5) },
];

/** A file with this header, of as many bytes as it says, before the values. */
function fileOf(header: unknown, values: readonly number[] = [1, -2, 0.5]): Uint8Array {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + 4 * values.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  values.forEach((value, index) => {
    view.setFloat32(8 + text.length + 4 * index, value, true);
  });
  return bytes;
}
const header = {
  __metadata__: { run: 'r' },
  a: { dtype: 'F32', shape: [2, 1], data_offsets: [0, 8] },
  b: { dtype: 'F32', shape: [], data_offsets: [8, 12] },
};

describe('encodeSafetensors', () => {
  // Catches a length in the wrong byte order, values in that of the machine, and a header of odd length.
  it('writes length, header padded with spaces to 8 bytes, and values, little-endian throughout', () => {
    const text = JSON.stringify({ ...header, __metadata__: { run: 'ab' } });
    const padded = text.padEnd(Math.ceil(text.length / 8) * 8);
    expect(padded).not.toBe(text);
    expect(encodeSafetensors(two, { run: 'ab' })).toEqual(fileOf(padded));
  });

  it('writes the same bytes for the same tensors', () => {
    expect(encodeSafetensors(two, {})).toEqual(encodeSafetensors(structuredClone(two), {}));
  });
});

describe('decodeSafetensors', () => {
  it('gives back what was encoded, bit for bit: names, order, shapes, values, metadata', () => {
    const metadata = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.string());
    const property = fc.property(tensors, metadata, (given, texts) => {
      const read = decodeSafetensors(encodeSafetensors(given, texts));
      expect(read.tensors).toEqual(given);
      expect(read.metadata).toEqual({ ...texts });
    });
    fc.assert(property, { numRuns: 100 });
  });

  it('reads from the middle of a larger buffer, and a file without metadata', () => {
    const bytes = encodeSafetensors(two, { run: 'r' });
    const within = new Uint8Array(bytes.length + 7).fill(255);
    within.set(bytes, 3);
    expect(decodeSafetensors(within.subarray(3, 3 + bytes.length)).tensors).toEqual(two);
    const { __metadata__: _, ...rest } = header;
    expect(decodeSafetensors(fileOf(rest))).toEqual({ tensors: two, metadata: {} });
  });

  it('refuses a file that is cut, wherever, and one with a byte too many', () => {
    const bytes = encodeSafetensors(two, { run: 'r' });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length))).toThrow(/is cut/);
    }
    expect(() => decodeSafetensors(Uint8Array.of(...bytes, 0))).toThrow('has bytes after its last tensor');
  });

  const withEntry = (change: object) => ({ ...header, a: { ...header.a, ...change } });
  it.each<[string, unknown, string]>([
    ['another dtype', withEntry({ dtype: 'F16' }), 'has a as F16, not as F32'],
    ['no dtype', withEntry({ dtype: undefined }), 'has a as undefined, not as F32'],
    ['nothing', { ...header, a: null }, 'has a as undefined, not as F32'],
    ['a larger shape', withEntry({ shape: [2, 2] }), 'has a of shape [2,2] at bytes 0,8, which does not fit'],
    ['a smaller shape', withEntry({ shape: [1] }), 'has a of shape [1] at bytes 0,8, which does not fit'],
    ['negative extents', withEntry({ shape: [-2, -1] }), 'has a of shape [-2,-1], which is none'],
    ['half an extent', withEntry({ shape: [0.5, 4] }), 'has a of shape [0.5,4], which is none'],
    ['a shape that is no list', withEntry({ shape: '2' }), 'has a of shape "2", which is none'],
    ['no shape', withEntry({ shape: undefined }), 'has a of shape undefined, which is none'],
    ['no place', withEntry({ data_offsets: undefined }), 'has a of shape [2,1] at bytes undefined'],
    ['a place that is shifted', withEntry({ data_offsets: [4, 12] }), 'at bytes 4,12, which does not fit'],
    [
      'places that overlap',
      { ...header, b: { ...header.b, data_offsets: [4, 8] } },
      'has b of shape [] at bytes 4,8, which does not fit',
    ],
    ['another order than its values', { b: header.b, a: header.a }, 'has b of shape [] at bytes 8,12'],
  ])('refuses a tensor with %s, by name', (_, wrong, message) => {
    expect(() => decodeSafetensors(fileOf(wrong))).toThrow(message);
  });

  it.each(['', '{', 'null', '[]', '5', '"a"', '\u0000'])('refuses %j for a header', (text) => {
    expect(() => decodeSafetensors(fileOf(text))).toThrow('has a header that is not a JSON object');
  });

  // Catches a reader of half the length: the format has 64 bits for it.
  it('refuses a header longer than any file, whichever bit of its length says so', () => {
    for (let byte = 2; byte < 8; byte++) {
      const bytes = fileOf(header);
      bytes[byte]! |= 0x80;
      expect(() => decodeSafetensors(bytes)).toThrow('is cut');
    }
  });
});
