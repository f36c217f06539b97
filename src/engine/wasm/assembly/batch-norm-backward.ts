/**
 * The gradient of batch normalisation with activation. With h = (x − mean) / √(variance + ε) and g = dy ·
 * act′:
 *
 *   dβ = Σ g,   dγ = Σ g h,   dx = γ / √(variance + ε) · (g − dβ / rows − h dγ / rows).
 *
 * The sums must be whole before the first dx, so dy and x are read twice. What act′ is taken from, x or y,
 * stands with the activations; from x it is by the forward expression, so the same bits and the same sign.
 */
import { fillAffine } from './batch-norm-forward';
import { fill, LEVEL, SLOPE } from './channel-records';
import { gradientSums } from './gradient-sums';
import { NormalisationCall } from './normalisation-call';
import { normaliseGradient } from './normalise-gradient';

/** Writes dx, dgamma and dbeta from dy, x and y, gamma, beta, mean, variance and epsilon. */
export function batchNormActivationGradient(call: NormalisationCall): void {
  fillAffine(call);
  gradientSums(call);
  storeParameterGradients(call);
  fillPlane(call);
  normaliseGradient(call);
}

function storeParameterGradients(call: NormalisationCall): void {
  let totals = call.totals, variance = call.variance, dgamma = call.dgamma, dbeta = call.dbeta;
  for (let c = 0; c < call.channels; c++, totals += 16, variance += 4, dgamma += 4, dbeta += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance) + call.epsilon);
    store<f32>(dbeta, <f32>load<f64>(totals));
    store<f32>(dgamma, <f32>(load<f64>(totals, 8) / deviation));
  }
}

/** LEVEL and SLOPE, for dx = SCALE · g − (LEVEL + SLOPE · (x − MEAN)). */
function fillPlane(call: NormalisationCall): void {
  const records = call.records, channels = call.channels;
  let gamma = call.gamma, variance = call.variance, dgamma = call.dgamma, dbeta = call.dbeta;
  for (let c = 0; c < channels; c++, gamma += 4, variance += 4, dgamma += 4, dbeta += 4) {
    const deviation = Math.sqrt(<f64>load<f32>(variance) + call.epsilon);
    const share = <f64>load<f32>(gamma) / deviation / <f64>call.rows;
    fill(records, LEVEL, channels, c, <f32>(share * <f64>load<f32>(dbeta)));
    fill(records, SLOPE, channels, c, <f32>(share * <f64>load<f32>(dgamma) / deviation));
  }
}
