/** The filter gradient of any stride-1, same-padded convolution, built from the wasm backend's own conv2d: the fall-back. */
import * as tf from '@tensorflow/tfjs-core';

type KernelArguments = Parameters<tf.KernelFunc>[0];

/**
 * ∂L/∂kernel correlates the padded input with ∂L/∂y over batch and pixels; with channels as the batch and the batch as
 * channels that is itself a convolution, whose kernel is the whole image.
 *
 * @returns [height, width, in, out], the caller's to dispose
 * @throws RangeError for any other stride, padding or layout: TensorFlow.js has no such kernel on wasm
 */
export function filterGradient({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  requireSameStrideOne(tf.Conv2DBackpropFilter, attrs);
  const x = inputs.x as tf.Tensor4D; // [batch, height, width, in]
  const dy = inputs.dy as tf.Tensor4D; // [batch, height, width, out]
  const [kernelHeight, kernelWidth] = (attrs?.filterShape ?? []) as [number, number, number, number];
  const [above, left] = [(kernelHeight - 1) >> 1, (kernelWidth - 1) >> 1];
  return tf.tidy(() => {
    const padding: [number, number][] = [
      [0, 0],
      [above, kernelHeight - 1 - above],
      [left, kernelWidth - 1 - left],
      [0, 0],
    ];
    const padded = tf.pad(tf.transpose(x, [3, 1, 2, 0]), padding); // [in, height + 2, width + 2, batch]
    const whole = tf.transpose(dy, [1, 2, 0, 3]); // [height, width, batch, out]
    const correlated = tf.conv2d(padded as tf.Tensor4D, whole as tf.Tensor4D, 1, 'valid'); // [in, 3, 3, out]
    return tf.transpose(correlated, [1, 2, 0, 3]);
  });
}

function requireSameStrideOne(kernelName: string, attrs: tf.NamedAttrMap | undefined): void {
  const { pad, dataFormat = 'NHWC' } = attrs ?? {};
  const strides = [attrs?.strides].flat();
  if (pad !== 'same' || dataFormat !== 'NHWC' || strides.some((stride) => stride !== 1)) {
    throw new RangeError(
      `${kernelName} on wasm needs stride 1, pad same and NHWC, got stride ${strides}, pad ${pad} and ${dataFormat}; ` +
        'TensorFlow.js has no other kernel for it there, so use another backend',
    );
  }
}
