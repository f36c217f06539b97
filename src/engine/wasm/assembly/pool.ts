/** The average over all pixels of an image, and its gradient. */

/** What both are called with. */
@unmanaged
export class PoolCall {
  /** [batch, pixels, channels]: read by the average, written by the gradient */
  pixelValues: usize;
  /** [batch, channels]: written by the average, read by the gradient */
  averages: usize;
  /** `poolScratchBytes` long */
  scratch: usize;
  batch: i32;
  pixels: i32;
  channels: i32;
}

/** Byte offsets of the fields, exported for the caller to write by. */
export enum PoolFields {
  pixelValues = offsetof<PoolCall>('pixelValues'),
  averages = offsetof<PoolCall>('averages'),
  scratch = offsetof<PoolCall>('scratch'),
  batch = offsetof<PoolCall>('batch'),
  pixels = offsetof<PoolCall>('pixels'),
  channels = offsetof<PoolCall>('channels'),
}

/** A float64 a channel. */
export function poolScratchBytes(channels: i32): usize {
  return <usize>channels << 3;
}

/**
 * Each channel's average over the pixels of each image, pixel after pixel in float64: a sum of 1,024 pixels
 * loses at most 10 of the 29 bits that float64 has beyond float32, so the average is rounded once, to float32.
 */
export function globalAveragePool(call: PoolCall): void {
  const channels = call.channels, sums = call.scratch;
  const pixelBytes = <usize>channels << 2, sumBytes = poolScratchBytes(channels);
  let from = call.pixelValues, to = call.averages;
  for (let image = 0; image < call.batch; image++) {
    memory.fill(sums, 0, sumBytes);
    for (let pixel = 0; pixel < call.pixels; pixel++, from += pixelBytes) addPixel(from, sums, pixelBytes);
    for (let sum = sums; sum < sums + sumBytes; sum += 8, to += 4) {
      store<f32>(to, <f32>(load<f64>(sum) / <f64>call.pixels));
    }
  }
}

// @ts-ignore: decorator
@inline
function addPixel(pixel: usize, sums: usize, pixelBytes: usize): void {
  let at: usize = 0, sum = sums;
  for (; at + 16 <= pixelBytes; at += 16, sum += 32) {
    const low = f64x2.promote_low_f32x4(v128.load64_zero(pixel + at));
    const high = f64x2.promote_low_f32x4(v128.load64_zero(pixel + at, 8));
    v128.store(sum, f64x2.add(v128.load(sum), low));
    v128.store(sum, f64x2.add(v128.load(sum, 16), high), 16);
  }
  for (; at < pixelBytes; at += 4, sum += 8) {
    store<f64>(sum, load<f64>(sum) + <f64>load<f32>(pixel + at));
  }
}

/** Every pixel's share of its image's gradient: averages / pixels. */
export function globalAveragePoolGradient(call: PoolCall): void {
  const channels = call.channels, pixelBytes = <usize>channels << 2;
  const imageBytes = <usize>call.pixels * pixelBytes;
  let from = call.averages, to = call.pixelValues;
  for (let image = 0; image < call.batch; image++, from += pixelBytes, to += imageBytes) {
    for (let at: usize = 0; at < pixelBytes; at += 4) {
      store<f32>(to + at, load<f32>(from + at) / <f32>call.pixels);
    }
    // What is there is copied behind itself: as many copies as the number of pixels has bits.
    for (let filled = pixelBytes; filled < imageBytes; filled <<= 1) {
      memory.copy(to + filled, to, min(filled, imageBytes - filled));
    }
  }
}
