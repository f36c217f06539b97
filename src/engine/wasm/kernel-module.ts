/** The compiled AssemblyScript module, instantiated on the WebAssembly memory of TensorFlow.js's backend. */
import { type WasmHeap, withScratch } from './wasm-heap.ts';

/**
 * Calls a kernel: fills in the structure that it reads, with a pointer to scratch memory, and lends both for the call.
 *
 * @param heap - of the memory the module was instantiated on
 * @param scratchBytes - from the module's function for it
 * @param fields - addresses in that memory, counts and codes, by the names that `assembly` gives them
 */
export type Kernel<Field extends string> = (
  heap: WasmHeap,
  scratchBytes: number,
  fields: Readonly<Record<Field, number>>,
) => void;

type ImageCounts = 'batch' | 'height' | 'width' | 'inChannels' | 'outChannels';
type RowCounts = 'rows' | 'channels';
type PerChannel = 'gamma' | 'beta' | 'mean' | 'variance';

export type Convolution = Kernel<'x' | 'filter' | 'bias' | 'y' | 'turn' | ImageCounts>;
export type FilterGradient = Kernel<'x' | 'dy' | 'dFilter' | ImageCounts>;
type ScratchBytes<Counts extends readonly number[]> = (...counts: Counts) => number;

/** What `assembly/index.ts` exports. */
export interface KernelModule {
  /** The code of each activation that the kernels know, by name. */
  readonly activationCodes: Readonly<Record<string, number>>;
  readonly winogradConvolution: Convolution;
  readonly winogradFilterGradient: FilterGradient;
  readonly winogradScratchBytes: ScratchBytes<[inChannels: number, outChannels: number]>;
  readonly patchConvolution: Convolution;
  readonly patchFilterGradient: FilterGradient;
  readonly patchScratchBytes: ScratchBytes<[inChannels: number, outChannels: number]>;
  readonly batchNormActivation: Kernel<'x' | 'y' | 'activation' | 'epsilon' | RowCounts | PerChannel>;
  readonly normaliseActivation: Kernel<'x' | 'y' | 'activation' | 'epsilon' | RowCounts | PerChannel>;
  readonly batchNormActivationGradient: Kernel<
    'dy' | 'x' | 'y' | 'dx' | 'dgamma' | 'dbeta' | 'activation' | 'epsilon' | RowCounts | PerChannel
  >;
  readonly biasActivation: Kernel<'x' | 'beta' | 'y' | 'activation' | RowCounts>;
  readonly biasActivationGradient: Kernel<
    'dy' | 'x' | 'y' | 'beta' | 'dx' | 'dbeta' | 'activation' | RowCounts
  >;
  readonly normalisationScratchBytes: ScratchBytes<[channels: number]>;
  readonly globalAveragePool: Kernel<'pixelValues' | 'averages' | 'batch' | 'pixels' | 'channels'>;
  readonly globalAveragePoolGradient: Kernel<'pixelValues' | 'averages' | 'batch' | 'pixels' | 'channels'>;
  readonly poolScratchBytes: ScratchBytes<[channels: number]>;
  readonly product: Kernel<
    | 'a'
    | 'aRowBytes'
    | 'aColumnBytes'
    | 'b'
    | 'bRowBytes'
    | 'bColumnBytes'
    | 'c'
    | 'rows'
    | 'depth'
    | 'columns'
  >;
  readonly productScratchBytes: ScratchBytes<[rows: number, columns: number]>;
}

/** Which structure each kernel takes: the prefix of its fields' exported offsets. */
const STRUCTURES = {
  winogradConvolution: 'ConvolutionFields',
  winogradFilterGradient: 'ConvolutionFields',
  patchConvolution: 'ConvolutionFields',
  patchFilterGradient: 'ConvolutionFields',
  batchNormActivation: 'NormalisationFields',
  normaliseActivation: 'NormalisationFields',
  batchNormActivationGradient: 'NormalisationFields',
  biasActivation: 'NormalisationFields',
  biasActivationGradient: 'NormalisationFields',
  globalAveragePool: 'PoolFields',
  globalAveragePoolGradient: 'PoolFields',
  product: 'ProductFields',
} as const;

/** Every other field is a 32-bit integer. */
const FLOAT64_FIELDS: ReadonlySet<string> = new Set(['epsilon']);

const CACHE_LINE = 64; // scratch memory starts on one, behind the structure

/**
 * Instantiates the module. It has no memory, data or allocator of its own, so it cannot disturb the backend's heap.
 *
 * @param binary - the module that `npm run build:kernels` makes
 * @param memory - the backend's memory
 * @throws if the binary is not a WebAssembly module or wants other imports
 */
export function instantiateKernelModule(binary: Uint8Array, memory: WebAssembly.Memory): KernelModule {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(binary)), {
    env: { memory },
  });
  const kernels = Object.entries(STRUCTURES).map(([name, structure]) => [
    name,
    kernelOf(exports[name] as (address: number) => void, constantsOf(exports, structure), memory),
  ]);
  const activationCodes = constantsOf(exports, 'Activation');
  return { ...exports, ...Object.fromEntries(kernels), activationCodes } as unknown as KernelModule;
}

/** The members of an exported enumeration. */
function constantsOf(exports: Record<string, unknown>, enumeration: string): Record<string, number> {
  const members = Object.entries(exports).filter(([name]) => name.startsWith(`${enumeration}.`));
  return Object.fromEntries(
    members.map(([name, global]) => [
      name.slice(enumeration.length + 1),
      (global as WebAssembly.Global).value,
    ]),
  );
}

function kernelOf(
  kernel: (address: number) => void,
  offsets: Readonly<Record<string, number>>,
  memory: WebAssembly.Memory,
): Kernel<string> {
  const end = Math.max(...Object.values(offsets)) + Float64Array.BYTES_PER_ELEMENT;
  const structureBytes = Math.ceil(end / CACHE_LINE) * CACHE_LINE;
  return (heap, scratchBytes, fields) =>
    withScratch(heap, structureBytes + scratchBytes, (address) => {
      // Not before: borrowing may have grown the memory, which replaces its buffer.
      const structure = new DataView(memory.buffer, address, structureBytes);
      for (const [name, value] of Object.entries({ ...fields, scratch: address + structureBytes })) {
        const offset = offsets[name];
        if (offset === undefined) throw new Error(`Kernel has no field '${name}'; run npm run build:kernels`);
        if (FLOAT64_FIELDS.has(name)) structure.setFloat64(offset, value, true);
        else structure.setUint32(offset, value, true);
      }
      kernel(address);
    });
}
