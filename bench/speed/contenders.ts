/** Who is measured: this project's engines, and PyTorch as the peer to be measured against. */

/** What a worker trains with; `wasm-library` is the wasm backend with TensorFlow.js's kernels only. */
export type TfjsEngine = 'wasm' | 'wasm-library' | 'cpu' | 'tensorflow';

export type MemoryFormat = 'contiguous' | 'channels_last';

/** How one contender is run. */
export interface Contender {
  /** What `--only` filters by. */
  readonly id: string;
  /** A table's row heading. */
  readonly label: string;
  readonly program:
    | { readonly kind: 'tfjs'; readonly engine: TfjsEngine }
    | { readonly kind: 'pytorch'; readonly memoryFormat: MemoryFormat };
  /** A single-threaded one gets a process a core, a native one a single process with a thread a core. */
  readonly processes: 'one a core' | 'one';
  /** Whether the C library's allocator is told to keep what it has, see {@link KEEP_MEMORY}. */
  readonly keepsMemory: boolean;
  /** Too slow to repeat: one step of one image, once, without a warm-up. */
  readonly singleImage: boolean;
  /** The only case it is measured on, and then for a line of its own, not for the tables. */
  readonly onlyCase?: string;
}

/**
 * Settings of glibc's allocator under which a step reuses the last one's memory. By default each large buffer is mapped,
 * faulted in page by page, and unmapped again, in every step.
 * @see https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
export const KEEP_MEMORY: Readonly<Record<string, string>> = {
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: '100000000000',
  MALLOC_TOP_PAD_: '268435456',
};

/** The contender that is measured a second time, alone, and its lone twin. */
export const SIDE_BY_SIDE = { together: 'wasm', alone: 'wasm-alone' } as const;

/** @param costliestCase - the case on which one wasm process is measured alone */
export function contendersOn(costliestCase: string): readonly Contender[] {
  const plain = { processes: 'one a core', keepsMemory: false, singleImage: false } as const;
  const native = { ...plain, processes: 'one' } as const;
  return [
    { ...plain, id: SIDE_BY_SIDE.together, label: 'wasm engine', program: tfjs('wasm') },
    { ...plain, id: 'wasm-library', label: "wasm, the library's kernels", program: tfjs('wasm-library') },
    { ...plain, id: 'cpu', label: 'cpu engine', program: tfjs('cpu'), singleImage: true },
    { ...native, id: 'tensorflow', label: 'tensorflow engine', program: tfjs('tensorflow') },
    {
      ...native,
      id: 'tensorflow-keeping',
      label: 'tensorflow engine, memory kept',
      program: tfjs('tensorflow'),
      keepsMemory: true,
    },
    ...[false, true].flatMap((keepsMemory) => [
      pytorch('nchw', 'contiguous', keepsMemory),
      pytorch('nhwc', 'channels_last', keepsMemory),
    ]),
    {
      ...native,
      id: SIDE_BY_SIDE.alone,
      label: 'wasm engine, one process alone',
      program: tfjs('wasm'),
      onlyCase: costliestCase,
    },
  ];
}

/** Whether a contender is one of PyTorch's rows, the best of which is the yardstick. */
export function isPytorch({ program }: Contender): boolean {
  return program.kind === 'pytorch';
}

function tfjs(engine: TfjsEngine): Contender['program'] {
  return { kind: 'tfjs', engine };
}

function pytorch(layout: 'nchw' | 'nhwc', memoryFormat: MemoryFormat, keepsMemory: boolean): Contender {
  const words = layout === 'nchw' ? 'NCHW' : 'channels last';
  return {
    id: `pytorch-${layout}${keepsMemory ? '-keeping' : ''}`,
    label: `PyTorch, ${words}, ${keepsMemory ? 'memory kept' : 'as installed'}`,
    program: { kind: 'pytorch', memoryFormat },
    processes: 'one',
    keepsMemory,
    singleImage: false,
  };
}
