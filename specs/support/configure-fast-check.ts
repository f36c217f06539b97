/** Gives every property the same seed, so that a failure found anywhere is found everywhere; FC_SEED draws others. */
import fc from 'fast-check';

const DEFAULT_SEED = 20_260_101;
const seed = Number(process.env.FC_SEED ?? DEFAULT_SEED);
if (!Number.isSafeInteger(seed)) {
  throw new RangeError(`FC_SEED needs an integer, got ${process.env.FC_SEED}`);
}
fc.configureGlobal({ seed });
