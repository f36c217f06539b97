/** What the benchmark tells a process to train, and what the process answers: one line of JSON each. */
import { z } from 'zod';

/** What one process is to measure. The Python peer reads the same names. */
export interface Assignment {
  /** `wasm`, `wasm-library`, `cpu` or `tensorflow` for TensorFlow.js; PyTorch's memory format for the peer. */
  readonly configuration: string;
  readonly width: number;
  readonly depth: number;
  /** Images a step. */
  readonly batch: number;
  /** For native libraries; the others compute on one thread. */
  readonly threads: number;
  /** Training before the clock starts: at least one step, unless negative. */
  readonly warmUpSeconds: number;
  /** Steps are taken until so much time has passed, at least one. */
  readonly seconds: number;
}

/** A process's answers: `ready` after the warm-up, then, once told to go, `measured`; or why it cannot. */
export const answerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready') }),
  z.strictObject({
    status: z.literal('measured'),
    images: z.int().positive(),
    seconds: z.number().positive(),
    peakMegabytes: z.number().positive(),
    identity: z.string(),
  }),
  z.strictObject({ status: z.literal('absent'), reason: z.string() }),
  z.strictObject({ status: z.literal('failed'), reason: z.string() }),
]);

export type Answer = Readonly<z.infer<typeof answerSchema>>;

/** What came of one measurement of a contender on a case, all its processes together. */
export type Outcome =
  | {
      readonly status: 'measured';
      /** Summed over the processes. */
      readonly imagesPerSecond: number;
      /** Largest resident memory of any one process. */
      readonly peakMegabytes: number;
      /** What computed, with versions. */
      readonly identity: string;
    }
  | { readonly status: 'absent' | 'failed'; readonly reason: string };

/** One measurement with what was measured. */
export interface Sample {
  readonly contender: string;
  readonly benchmarkCase: string;
  readonly outcome: Outcome;
}
