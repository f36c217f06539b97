/** What the batch-norm and bias kernels are called with: a structure, known by the names of its fields. */
import { Activation } from './activations';
import { recordsBytes } from './channel-records';

/** Rows of channels through a normalisation, or a bias, and an activation, forward or backward. */
@unmanaged
export class NormalisationCall {
  /** [rows, channels] */
  x: usize;
  /** [channels] */
  gamma: usize;
  /** [channels]; of the bias kernels the bias */
  beta: usize;
  /** [channels]; written in training, given otherwise */
  mean: usize;
  /** [channels], biased; written in training, given otherwise */
  variance: usize;
  /** [rows, channels]; written forward, given backward */
  y: usize;
  /** [rows, channels] */
  dy: usize;
  /** [rows, channels], written; may be `dy`, as each value is read before it is written */
  dx: usize;
  /** [channels], written */
  dgamma: usize;
  /** [channels], written; of the bias kernels the bias's gradient */
  dbeta: usize;
  scratch: usize;
  rows: i32;
  channels: i32;
  activation: Activation;
  epsilon: f64;

  /** Bytes of x, y, dy and dx. */
  @inline
  get bytes(): usize {
    return (<usize>this.rows * <usize>this.channels) << 2;
  }

  @inline
  get records(): usize {
    return this.scratch;
  }

  /** Two float64 a channel. */
  @inline
  get totals(): usize {
    return this.scratch + recordsBytes(this.channels);
  }
}

/** Scratch bytes of any of these kernels: the records and two float64 a channel. */
export function normalisationScratchBytes(channels: i32): usize {
  return recordsBytes(channels) + (<usize>channels << 4);
}

/** Byte offsets of the fields, exported for the caller to write by. */
export enum NormalisationFields {
  x = offsetof<NormalisationCall>('x'),
  gamma = offsetof<NormalisationCall>('gamma'),
  beta = offsetof<NormalisationCall>('beta'),
  mean = offsetof<NormalisationCall>('mean'),
  variance = offsetof<NormalisationCall>('variance'),
  y = offsetof<NormalisationCall>('y'),
  dy = offsetof<NormalisationCall>('dy'),
  dx = offsetof<NormalisationCall>('dx'),
  dgamma = offsetof<NormalisationCall>('dgamma'),
  dbeta = offsetof<NormalisationCall>('dbeta'),
  scratch = offsetof<NormalisationCall>('scratch'),
  rows = offsetof<NormalisationCall>('rows'),
  channels = offsetof<NormalisationCall>('channels'),
  activation = offsetof<NormalisationCall>('activation'),
  epsilon = offsetof<NormalisationCall>('epsilon'),
}
