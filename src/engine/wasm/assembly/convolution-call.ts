/** What the convolution kernels are called with: a structure, known by the names of its fields. */

/** A 3 × 3 convolution, stride 1, padding 1, or a gradient of one. Images are channels last. */
@unmanaged
export class ConvolutionCall {
  /** [batch, height, width, inChannels]; the output gradient if `turn` */
  x: usize;
  /** [3, 3, inChannels, outChannels]; [3, 3, outChannels, inChannels] if `turn` */
  filter: usize;
  /** [outChannels], or 0 for none */
  bias: usize;
  /** [batch, height, width, outChannels], written; the input gradient if `turn` */
  y: usize;
  /** [batch, height, width, outChannels], for the filter gradient */
  dy: usize;
  /** [3, 3, inChannels, outChannels], written by the filter gradient */
  dFilter: usize;
  scratch: usize;
  batch: i32;
  height: i32;
  width: i32;
  inChannels: i32;
  outChannels: i32;
  /** 1 turns the filter by 180° and exchanges its channels, which makes the input gradient of it; else 0 */
  turn: i32;
}

/** Byte offsets of the fields, exported for the caller to write by. */
export enum ConvolutionFields {
  x = offsetof<ConvolutionCall>('x'),
  filter = offsetof<ConvolutionCall>('filter'),
  bias = offsetof<ConvolutionCall>('bias'),
  y = offsetof<ConvolutionCall>('y'),
  dy = offsetof<ConvolutionCall>('dy'),
  dFilter = offsetof<ConvolutionCall>('dFilter'),
  scratch = offsetof<ConvolutionCall>('scratch'),
  batch = offsetof<ConvolutionCall>('batch'),
  height = offsetof<ConvolutionCall>('height'),
  width = offsetof<ConvolutionCall>('width'),
  inChannels = offsetof<ConvolutionCall>('inChannels'),
  outChannels = offsetof<ConvolutionCall>('outChannels'),
  turn = offsetof<ConvolutionCall>('turn'),
}
