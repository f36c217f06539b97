/** Tensors as rows of channels, which is all that a normalisation or a bias sees of them. */
import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/**
 * Counts rows and channels.
 *
 * @param kernelName - for the message
 * @param x - [..., channels]
 * @param perChannel - tensors that must be [channels], by name
 * @throws Error if x is empty or one of the others has another shape
 */
export function rowsAndChannels(
  kernelName: string,
  { shape }: TensorInfo,
  perChannel: Readonly<Record<string, TensorInfo>>,
): { rows: number; channels: number } {
  const channels = shape.at(-1) ?? 0;
  const size = util.sizeFromShape(shape);
  if (size === 0) throw new Error(`${kernelName} needs a value in every channel, got shape [${shape}]`);
  for (const [name, tensor] of Object.entries(perChannel)) {
    util.assertShapesMatch(tensor.shape, [channels], `${kernelName} needs one value of ${name} a channel: `);
  }
  return { rows: size / channels, channels };
}
