/** A fingerprint as records keep it: what a result was computed by. */
import { z } from 'zod';
import { engineNames } from '../engine/engine-name.ts';
import { digestSchema } from './parse-sealed.ts';

export const fingerprintSchema = z.strictObject({
  /** SHA-256 of the source that makes records, without comments, layout, names of locals and texts of errors. */
  source: digestSchema,
  /** SHA-256 of the engine's own compiled kernels, or `none`. */
  kernels: z.union([digestSchema, z.literal('none')]),
  engine: z.enum(engineNames),
  /** What of the engine is neither source nor package: SIMD, or the native library's version and threads. */
  platform: z.string(),
  /** SHA-256 per package over those of its files that are loaded, sorted by name. */
  packages: z.record(z.string(), digestSchema),
  /** Exact versions of the packages that brought the source into the form that is hashed. */
  tools: z.record(z.string(), z.string()),
});

/** Everything but the settings, which name the images, that decides a record's bytes. */
export type Fingerprint = Readonly<z.infer<typeof fingerprintSchema>>;
