/** Named float32 tensors as bytes, in the safetensors format: a length, a JSON header, the values. */

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
}

const LENGTH_BYTES = 8;
const ALIGNMENT = 8; // the header is padded with spaces, so that values start on a whole number of words

interface HeaderEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Writes tensors one after another, in the order given.
 *
 * @param tensors - with distinct names
 * @param metadata - texts for whoever opens the file
 * @see https://huggingface.co/docs/safetensors
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, object> = { __metadata__: metadata };
  let end = 0;
  for (const { name, shape, values } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + values.byteLength] };
    end += values.byteLength;
  }
  const text = JSON.stringify(header);
  const length = Math.ceil(new TextEncoder().encode(text).length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + length + end).fill(0x20, LENGTH_BYTES, LENGTH_BYTES + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, length, true);
  bytes.set(new TextEncoder().encode(text), LENGTH_BYTES);
  let at = LENGTH_BYTES + length;
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}

/**
 * Reads a file of float32 tensors, trusting nothing in it.
 *
 * @param bytes - the whole file
 * @returns the tensors in the order of the header, and the metadata
 * @throws Error that names the tensor and what is wrong with it: cut, another dtype, a shape that does not fit
 */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly tensors: readonly NamedTensor[];
  readonly metadata: Readonly<Record<string, string>>;
} {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= LENGTH_BYTES ? Number(view.getBigUint64(0, true)) : Number.NaN;
  const start = LENGTH_BYTES + length;
  if (!(start <= bytes.length)) throw new Error(`is cut: ${bytes.length} bytes do not hold its header`);
  const { __metadata__: metadata, ...entries } = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  let expected = 0;
  const tensors = Object.entries(entries).map(([name, entry]) => {
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Partial<HeaderEntry>;
    if (dtype !== 'F32') throw new Error(`has ${name} as ${dtype}, not as F32`);
    if (!isShape(shape)) throw new Error(`has ${name} of shape ${JSON.stringify(shape)}, which is none`);
    const count = shape.reduce((product, extent) => product * extent, 1);
    if (offsets?.[0] !== expected || offsets[1] !== expected + 4 * count) {
      throw new Error(`has ${name} of shape [${shape}] at bytes ${offsets}, which does not fit`);
    }
    expected = offsets[1];
    if (start + expected > bytes.length) throw new Error(`is cut: ${name} ends after the end of the file`);
    const values = Float32Array.from({ length: count }, (_, index) =>
      view.getFloat32(start + offsets[0] + 4 * index, true),
    );
    return { name, shape, values };
  });
  if (start + expected !== bytes.length) throw new Error('has bytes after its last tensor');
  return { tensors, metadata: (metadata ?? {}) as Readonly<Record<string, string>> };
}

function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0);
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, object>> {
  const text = new TextDecoder().decode(bytes);
  try {
    const header: unknown = JSON.parse(text);
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
      return header as Readonly<Record<string, object>>;
    }
  } catch {
    // said below
  }
  throw new Error('has a header that is not a JSON object');
}
