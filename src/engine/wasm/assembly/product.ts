/** The product of two matrices of any size, each perhaps transposed: a dense layer and its gradients. */
import { addOuterProducts, toPanels } from './matrix';

/** c = a · b, in float32, in a fixed order. Strides are in bytes; a transposed matrix has them exchanged. */
@unmanaged
export class ProductCall {
  /** [rows, depth] */
  a: usize;
  aRowBytes: usize;
  aColumnBytes: usize;
  /** [depth, columns] */
  b: usize;
  bRowBytes: usize;
  bColumnBytes: usize;
  /** [rows, columns], written, row after row */
  c: usize;
  /** `productScratchBytes` long */
  scratch: usize;
  rows: i32;
  depth: i32;
  columns: i32;
}

/** Byte offsets of the fields, exported for the caller to write by. */
export enum ProductFields {
  a = offsetof<ProductCall>('a'),
  aRowBytes = offsetof<ProductCall>('aRowBytes'),
  aColumnBytes = offsetof<ProductCall>('aColumnBytes'),
  b = offsetof<ProductCall>('b'),
  bRowBytes = offsetof<ProductCall>('bRowBytes'),
  bColumnBytes = offsetof<ProductCall>('bColumnBytes'),
  c = offsetof<ProductCall>('c'),
  scratch = offsetof<ProductCall>('scratch'),
  rows = offsetof<ProductCall>('rows'),
  depth = offsetof<ProductCall>('depth'),
  columns = offsetof<ProductCall>('columns'),
}

/** Steps of the shared dimension that are summed before they join the total: short sums round less. */
const STEPS: i32 = 64;

/** `count` rounded up to the rows of a matrix tile. */
function toTiles(count: i32): i32 {
  return (count + 3) & -4;
}

/** The padded result, and of both factors as much as a block of steps needs. */
export function productScratchBytes(rows: i32, columns: i32): usize {
  const high = <usize>toTiles(rows), wide = <usize>toPanels(columns);
  return (high * wide + <usize>STEPS * (high + wide)) << 2;
}

/**
 * The sum over blocks of steps of what `addOuterProducts` makes of them: it wants a step's column of a and
 * row of b contiguous and padded, so each block is copied like that first.
 */
export function product(call: ProductCall): void {
  const high = toTiles(call.rows), wide = toPanels(call.columns);
  const highBytes = <usize>high << 2, wideBytes = <usize>wide << 2;
  const sums = call.scratch;
  const left = sums + <usize>high * wideBytes, right = left + <usize>STEPS * highBytes;
  memory.fill(sums, 0, <usize>high * wideBytes);
  for (let first = 0; first < call.depth; first += STEPS) {
    const steps = min(STEPS, call.depth - first);
    const a = call.a + <usize>first * call.aColumnBytes, b = call.b + <usize>first * call.bRowBytes;
    pack(a, call.aColumnBytes, call.aRowBytes, left, highBytes, steps, call.rows);
    pack(b, call.bRowBytes, call.bColumnBytes, right, wideBytes, steps, call.columns);
    addOuterProducts(left, highBytes, right, wideBytes, sums, wideBytes, high, wide, steps);
  }
  const rowBytes = <usize>call.columns << 2;
  for (let row: usize = 0; row < <usize>call.rows; row++) {
    memory.copy(call.c + row * rowBytes, sums + row * wideBytes, rowBytes);
  }
}

/** `steps` rows of `count` floats, from any strides, each padded with zeros to `toStepBytes`. */
function pack(
  from: usize, stepBytes: usize, floatBytes: usize, to: usize, toStepBytes: usize, steps: i32, count: i32,
): void {
  for (let step = 0; step < steps; step++, from += stepBytes, to += toStepBytes) {
    let source = from, target = to;
    for (let i = 0; i < count; i++, source += floatBytes, target += 4) store<f32>(target, load<f32>(source));
    for (; target < to + toStepBytes; target += 4) store<f32>(target, 0);
  }
}
