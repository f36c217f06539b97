/** A dense layer without its bias, and both its gradients: one matrix product with the factors turned as needed. */
import { type KernelFunc, registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelModule } from './kernel-module.ts';
import { addressOf, type WasmHeap } from './wasm-heap.ts';

/** A matrix in memory, perhaps transposed: the lines go by `rowBytes`, the values of a line by `columnBytes`. */
interface Matrix {
  readonly tensor: TensorInfo;
  readonly rows: number;
  readonly columns: number;
  readonly rowBytes: number;
  readonly columnBytes: number;
}

type KernelArguments = Parameters<KernelFunc>[0];

/**
 * Registers the three kernels for 'wasm'.
 *
 * @param module - the compiled kernels, on the backend's memory
 */
export function registerDenseKernels(module: KernelModule): void {
  register(module, 'Dense', ({ x, kernel }) => [matrix(x), matrix(kernel)]);
  register(module, 'DenseBackpropInput', ({ dy, kernel }) => [matrix(dy), transposed(matrix(kernel))]);
  register(module, 'DenseBackpropKernel', ({ x, dy }) => [transposed(matrix(x)), matrix(dy)]);
}

type Factors = (
  inputs: Readonly<Record<'x' | 'kernel' | 'dy', TensorInfo | undefined>>,
) => readonly [Matrix, Matrix];

function register(module: KernelModule, kernelName: string, factors: Factors): void {
  const kernelFunc = ({ inputs, backend }: KernelArguments) => {
    const [a, b] = factors(inputs as Parameters<Factors>[0]);
    if (a.columns !== b.rows) {
      throw new Error(
        `${kernelName} needs factors that fit, got ${a.rows} × ${a.columns} and ${b.rows} × ${b.columns}`,
      );
    }
    return multiply(module, backend as WasmHeap, a, b);
  };
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
}

function multiply(module: KernelModule, heap: WasmHeap, a: Matrix, b: Matrix): TensorInfo {
  const c = heap.makeOutput([a.rows, b.columns], 'float32');
  module.product(heap, module.productScratchBytes(a.rows, b.columns), {
    a: addressOf(heap, a.tensor),
    aRowBytes: a.rowBytes,
    aColumnBytes: a.columnBytes,
    b: addressOf(heap, b.tensor),
    bRowBytes: b.rowBytes,
    bColumnBytes: b.columnBytes,
    c: addressOf(heap, c),
    rows: a.rows,
    depth: a.columns,
    columns: b.columns,
  });
  return c;
}

function matrix(tensor: TensorInfo | undefined): Matrix {
  const [rows, columns] = tensor?.shape ?? [];
  if (tensor?.shape.length !== 2 || rows === undefined || columns === undefined) {
    throw new Error(`Dense kernels need matrices, got shape [${tensor?.shape}]`);
  }
  const columnBytes = Float32Array.BYTES_PER_ELEMENT;
  return { tensor, rows, columns, rowBytes: columns * columnBytes, columnBytes };
}

function transposed({ tensor, rows, columns, rowBytes, columnBytes }: Matrix): Matrix {
  return { tensor, rows: columns, columns: rows, rowBytes: columnBytes, columnBytes: rowBytes };
}
