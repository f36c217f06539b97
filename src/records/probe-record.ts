/** The probe record: gradients at initialisation, with and without batch norm, as data checked when it is read. */
import { z } from 'zod';
import { activationNames } from '../network/activations.ts';
import { MAX_DEPTH } from '../network/architecture.ts';
import { type ProbeSettings, probeSettingsOf, type ScaleName, scaleNames } from '../study.ts';
import type { Probe } from '../training/probe-initialisation.ts';
import { type Fingerprint, fingerprintSchema } from './fingerprint.ts';
import { parseSealed, type Sealed, seal } from './seal.ts';

const SCHEMA_VERSION = 1;

const probeSchema = z.strictObject({
  batchNorm: z.boolean(),
  activation: z.enum(activationNames),
  depth: z.int().min(1).max(MAX_DEPTH),
  seed: z.int().min(1),
  relativeGradientNorms: z.array(z.number().min(0)),
});

const contentSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  scale: z.enum(scaleNames),
  settings: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.array(z.union([z.number(), z.string()]))]),
  ),
  fingerprint: fingerprintSchema,
  probes: z.array(probeSchema),
});

/** All probes of a scale, with what computed them and a digest over that. */
export type ProbeRecord = Readonly<Sealed<z.infer<typeof contentSchema>>>;

/** Makes the record of a scale's probes. */
export function makeProbeRecord(
  scale: ScaleName,
  fingerprint: Fingerprint,
  probes: readonly Probe[],
): ProbeRecord {
  const settings = plainProbeSettings(probeSettingsOf(scale));
  return seal(contentSchema.parse({ schema: SCHEMA_VERSION, scale, settings, fingerprint, probes }));
}

/**
 * Reads a probe record's text back, trusting nothing in it.
 *
 * @throws Error that names the field and what is wrong with it, or says that probes are absent or double
 */
export function parseProbeRecord(text: string): ProbeRecord {
  const record = parseSealed(text, contentSchema);
  const expected = probedNetworks(record.scale);
  const probed = new Set(record.probes.map(networkOf));
  if (record.probes.length !== expected.length || probed.size !== expected.length) {
    throw new Error(
      `field probes needs ${expected.length} distinct entries, got ${probed.size} of ${record.probes.length}`,
    );
  }
  const absent = expected.find((network) => !probed.has(network));
  if (absent)
    throw new Error(`field probes lacks the probe of ${absent}, and has one that was not asked for`);
  for (const { depth, relativeGradientNorms } of record.probes) {
    if (relativeGradientNorms.length !== depth + 2) {
      throw new Error(
        `a probe of depth ${depth} has ${relativeGradientNorms.length} layers, not ${depth + 2}`,
      );
    }
  }
  return record;
}

/** Every network that a scale's probe looks at. */
function probedNetworks(scale: ScaleName): string[] {
  const { activations, depths, seeds } = probeSettingsOf(scale);
  return [true, false].flatMap((batchNorm) =>
    activations.flatMap((activation) =>
      depths.flatMap((depth) => seeds.map((seed) => networkOf({ batchNorm, activation, depth, seed }))),
    ),
  );
}

function networkOf({ batchNorm, activation, depth, seed }: Omit<Probe, 'relativeGradientNorms'>): string {
  return `${activation}, depth ${depth}, seed ${seed}, ${batchNorm ? 'with' : 'without'} batch norm`;
}

/** Settings as JSON keeps them. */
export function plainProbeSettings(
  settings: ProbeSettings,
): Record<string, string | number | (string | number)[]> {
  const entries = Object.entries(settings).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value] : value,
  ]);
  return Object.fromEntries(entries);
}
