/**
 * y = act(x + bias) over rows of channels, and its gradient: batch normalisation's passes with mean 0 and
 * scale 1, which leave every bit of x + bias as it is.
 */
import { BETA, clear, fill, LEVEL, MEAN, SCALE, SLOPE } from './channel-records';
import { gradientSums } from './gradient-sums';
import { NormalisationCall } from './normalisation-call';
import { normalise } from './normalise';
import { normaliseGradient } from './normalise-gradient';

/** Writes y from x and beta, the bias. */
export function biasActivation(call: NormalisationCall): void {
  fillBias(call);
  normalise(call);
}

/** Writes dx and dbeta, the bias's gradient Σ g, from dy, x, y and beta. */
export function biasActivationGradient(call: NormalisationCall): void {
  fillBias(call);
  gradientSums(call);
  let totals = call.totals, dbeta = call.dbeta;
  for (let c = 0; c < call.channels; c++, totals += 16, dbeta += 4) store<f32>(dbeta, <f32>load<f64>(totals));
  clear(call.records, LEVEL, call.channels);
  clear(call.records, SLOPE, call.channels);
  normaliseGradient(call);
}

function fillBias(call: NormalisationCall): void {
  const records = call.records, channels = call.channels;
  let beta = call.beta;
  for (let c = 0; c < channels; c++, beta += 4) {
    fill(records, MEAN, channels, c, 0);
    fill(records, SCALE, channels, c, 1);
    fill(records, BETA, channels, c, load<f32>(beta));
  }
}
