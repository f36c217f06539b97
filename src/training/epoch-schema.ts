/** An epoch's figures as checkpoints and run records keep them; the schema of `Epoch`. */
import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const nonNegative = z.number().min(0);

/** Fields in the order in which training writes them. */
export const epochSchema = z.strictObject({
  trainLoss: nonNegative,
  trainAccuracy: fraction,
  meanAbsoluteGradients: z.array(nonNegative),
  relativeGradientNorms: z.array(nonNegative),
  testLoss: nonNegative,
  testAccuracy: fraction,
  recomputedTestLoss: nonNegative,
  recomputedTestAccuracy: fraction,
  runningMeanLag: z.array(nonNegative),
});
