/** Gradients of any stride-1, same-padded convolution, built from the wasm backend's own conv2d: the fall-back. */
import * as tf from '@tensorflow/tfjs-core';

type KernelArguments = Parameters<tf.KernelFunc>[0];

// ∂L/∂x is the convolution of ∂L/∂y with the kernel turned by 180° and its channel axes swapped.
export function inputGradient({ inputs, attrs }: KernelArguments): tf.TensorInfo {
  requireSameStrideOne(tf.Conv2DBackpropInput, attrs);
  const dy = inputs.dy as tf.Tensor4D; // [batch, height, width, out]
  const filter = inputs.filter as tf.Tensor4D; // [3, 3, in, out]
  return tf.tidy(() => {
    const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [3, 3, out, in]
    return tf.conv2d(dy, turned as tf.Tensor4D, 1, 'same'); // [batch, height, width, in]
  });
}

// ∂L/∂kernel correlates the padded input with ∂L/∂y over batch and pixels; with channels as the batch and the batch
// as channels that is itself a convolution, whose kernel is the whole image.
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
  const strides = [attrs?.strides].flat();
  if (attrs?.pad !== 'same' || strides.some((stride) => stride !== 1)) {
    throw new RangeError(
      `${kernelName} on wasm needs stride 1 and pad same, got stride ${strides} and pad ${attrs?.pad}`,
    );
  }
}
