/** The compiled kernels on a memory of their own, without TensorFlow.js: for what only addresses can show. */
import { instantiateKernelModule, type KernelModule } from '../../src/engine/wasm/kernel-module.ts';
import type { WasmHeap } from '../../src/engine/wasm/wasm-heap.ts';

export interface BareKernels {
  readonly module: KernelModule;
  readonly heap: WasmHeap;
  /** Copies values into memory; addresses grow, and nothing is ever freed but scratch. */
  put(values: ArrayLike<number>): number;
  /** A copy of what is at an address now. */
  take(address: number, count: number): Float32Array;
  /** Bytes of scratch on loan. */
  readonly lent: () => number;
}

const PAGES = 512; // of 64 KiB
const SCRATCH = 16 * 2 ** 20; // tensors lie below, scratch above

/** Instantiates the kernels on 32 MiB. */
export function bareKernels(binary: Uint8Array): BareKernels {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  let [top, lent] = [64, 0];
  const wasm = {
    asm: { memory },
    _malloc: (bytes: number) => {
      if (lent > 0 || SCRATCH + bytes > PAGES * 2 ** 16) return 0;
      lent = bytes;
      // What scratch holds at first is anything.
      return new Float32Array(memory.buffer, SCRATCH, bytes >> 2).fill(Number.NaN).byteOffset;
    },
    _free: () => {
      lent = 0;
    },
  };
  const elsewhere = () => {
    throw new Error('bareKernels has no tensors');
  };
  const heap: WasmHeap = { wasm, dataIdMap: { get: elsewhere }, makeOutput: elsewhere, incRef: elsewhere };
  return {
    module: instantiateKernelModule(binary, memory),
    heap,
    put: (values) => {
      const address = top;
      top += Math.ceil((values.length * 4) / 16) * 16;
      if (top > SCRATCH) throw new Error('bareKernels holds 16 MiB');
      new Float32Array(memory.buffer, address, values.length).set(values);
      return address;
    },
    take: (address, count) => new Float32Array(memory.buffer, address, count).slice(),
    lent: () => lent,
  };
}
