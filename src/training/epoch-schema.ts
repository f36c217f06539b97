/** An epoch's figures as checkpoints and run records keep them; the schema of `Epoch`. */
import { z } from 'zod';

const fraction = z.number().min(0).max(1);
const nonNegative = z.number().min(0);

export const epochSchema = z.strictObject({
  trainLoss: nonNegative,
  trainAccuracy: fraction,
  testLoss: nonNegative,
  testAccuracy: fraction,
  meanAbsoluteGradients: z.array(nonNegative),
  relativeGradientNorms: z.array(nonNegative),
});
