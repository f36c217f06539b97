/**
 * Batch normalisation with the activation that follows, over rows of channels [rows, channels]:
 * y = act(γ (x − mean) / √(variance + ε) + β).
 */
import { batchNormStatistics } from './batch-norm-statistics';
import { BETA, fill, MEAN, SCALE } from './channel-records';
import { NormalisationCall } from './normalisation-call';
import { normalise } from './normalise';

/**
 * In training: writes y, mean and variance from x, gamma, beta and epsilon. Memory bounds it, so x is read
 * from memory twice, once for the statistics and once to write y, and no more.
 */
export function batchNormActivation(call: NormalisationCall): void {
  batchNormStatistics(call);
  normaliseActivation(call);
}

/** In evaluation: writes y from x, gamma, beta, mean, variance and epsilon. */
export function normaliseActivation(call: NormalisationCall): void {
  fillAffine(call);
  normalise(call);
}

/** MEAN, SCALE = γ / √(variance + ε), in float64 until the last rounding, and BETA. */
export function fillAffine(call: NormalisationCall): void {
  const records = call.records, channels = call.channels;
  let gamma = call.gamma, beta = call.beta, mean = call.mean, variance = call.variance;
  for (let c = 0; c < channels; c++, gamma += 4, beta += 4, mean += 4, variance += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance) + call.epsilon);
    fill(records, MEAN, channels, c, load<f32>(mean));
    fill(records, SCALE, channels, c, <f32>(<f64>load<f32>(gamma) / deviation));
    fill(records, BETA, channels, c, load<f32>(beta));
  }
}
