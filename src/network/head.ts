/** The network's head, a fully connected layer from pooled features to logits, in plain arithmetic on every engine. */

/** What the head's parameters are: kernel [features, classes], bias [classes]. */
export interface Head {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

export interface HeadGradients {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  /** ∂L/∂features, row-major [batch, features]. */
  readonly features: Float32Array;
}

/**
 * logits = features · kernel + bias, summed in float64: it is small, and so no engine's order of addition matters.
 *
 * @param features - row-major [batch, features]
 * @returns row-major [batch, classes]
 */
export function headForward(features: Float32Array, { kernel, bias }: Head): Float32Array {
  const classes = bias.length;
  const width = kernel.length / classes;
  const logits = new Float32Array((features.length / width) * classes);
  for (let at = 0; at < logits.length; at++) {
    const [image, k] = [Math.floor(at / classes), at % classes];
    let sum = bias[k] as number;
    for (let i = 0; i < width; i++) {
      sum += (features[image * width + i] as number) * (kernel[i * classes + k] as number);
    }
    logits[at] = sum;
  }
  return logits;
}

/**
 * Pulls ∂L/∂logits back through {@link headForward}.
 *
 * @param dLogits - row-major [batch, classes]
 * @param features - as they went in
 * @returns ∂L/∂kernel = featuresᵀ · dLogits, ∂L/∂bias = Σ dLogits, ∂L/∂features = dLogits · kernelᵀ
 */
export function headBackward(dLogits: Float32Array, features: Float32Array, head: Head): HeadGradients {
  const classes = head.bias.length;
  const width = head.kernel.length / classes;
  const [kernel, bias] = [new Float64Array(head.kernel.length), new Float64Array(classes)];
  const dFeatures = new Float32Array(features.length);
  for (let image = 0; image < features.length / width; image++) {
    const slopes = dLogits.subarray(image * classes, (image + 1) * classes);
    slopes.forEach((slope, k) => {
      bias[k] = (bias[k] as number) + slope;
    });
    for (let i = 0; i < width; i++) {
      const [feature, row] = [features[image * width + i] as number, i * classes];
      let sum = 0;
      for (let k = 0; k < classes; k++) {
        const slope = slopes[k] as number;
        sum += slope * (head.kernel[row + k] as number);
        kernel[row + k] = (kernel[row + k] as number) + feature * slope;
      }
      dFeatures[image * width + i] = sum;
    }
  }
  return { kernel: Float32Array.from(kernel), bias: Float32Array.from(bias), features: dFeatures };
}
