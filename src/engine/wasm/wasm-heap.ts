/** The part of TensorFlow.js's WebAssembly backend that the kernels stand on: its heap and its table of tensors. */
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** The members of `BackendWasm` used here. They are public at run time, but only partly in its declarations. */
export interface WasmHeap {
  readonly wasm: {
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } | undefined };
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  incRef(dataId: object): void;
}

/** Bytes of a cache line, which scratch memory starts on. */
const CACHE_LINE = 64;

/**
 * The address of a tensor's values.
 *
 * @param tensor - float32, on this backend
 * @throws if the tensor is of another type or lives elsewhere
 */
export function addressOf(heap: WasmHeap, tensor: TensorInfo): number {
  if (tensor.dtype !== 'float32') throw new Error(`Kernel needs float32 tensors, got ${tensor.dtype}`);
  const data = heap.dataIdMap.get(tensor.dataId);
  if (data === undefined) throw new Error('Kernel needs tensors on the wasm backend, got one that is not');
  return data.memoryOffset;
}

/**
 * Lends `use` some memory from the backend's own allocator for the time of a call.
 *
 * @param bytes - how much; what it holds at first is anything
 * @throws if the heap, at most 4 GiB, has no room
 */
export function withScratch(heap: WasmHeap, bytes: number, use: (address: number) => void): void {
  // Addresses above 2 GiB come back negative.
  const block = heap.wasm._malloc(bytes + CACHE_LINE) >>> 0;
  if (block === 0)
    throw new Error(`Kernel needs ${bytes} bytes of scratch memory, but the 4 GiB heap is full`);
  try {
    use(Math.ceil(block / CACHE_LINE) * CACHE_LINE);
  } finally {
    heap.wasm._free(block);
  }
}

/**
 * A second owner of a tensor's data, as the backend's own Reshape makes: for a result written over an input.
 *
 * @param tensor - on this backend
 * @returns the same data, which lives until both are disposed
 */
export function share(heap: WasmHeap, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  heap.incRef(dataId);
  return { dataId, shape, dtype };
}
