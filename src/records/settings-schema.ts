/** Settings as records keep them: plain values under the names that the code gives them. */
import { z } from 'zod';

const scalar = z.union([z.string(), z.number(), z.literal(true)]);

export const settingsSchema = z.record(z.string(), z.union([scalar, z.array(scalar)]));
