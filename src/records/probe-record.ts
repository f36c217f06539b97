/** The probe record: networks at initialisation, with and without batch norm, as data checked when it is read. */
import { z } from 'zod';
import { activationNames } from '../network/activations.ts';
import { MAX_DEPTH } from '../network/architecture.ts';
import { scaleNames } from '../study.ts';
import type { Probe, ProbeSettings } from '../training/probe-initialisation.ts';
import { fingerprintSchema } from './fingerprint-schema.ts';
import { SCHEMA_VERSION } from './make-record.ts';
import type { RecordKind } from './record-kind.ts';
import type { Sealed } from './seal.ts';
import { settingsSchema } from './settings-schema.ts';

/** The probe record's name within its scale. */
export const PROBE_NAME = 'initialisation';

const probeSchema = z.strictObject({
  batchNorm: z.boolean(),
  activation: z.enum(activationNames),
  depth: z.int().min(1).max(MAX_DEPTH),
  seed: z.int().min(1),
  relativeGradientNorms: z.array(z.number().min(0)),
  readoutAccuracy: z.number().min(0).max(1).optional(),
});

const contentSchema = z.strictObject({
  schema: z.literal(SCHEMA_VERSION),
  study: z.string(),
  scale: z.enum(scaleNames),
  settings: settingsSchema,
  fingerprint: fingerprintSchema,
  probes: z.array(probeSchema),
});

/** All probes of a scale, with what computed them and a digest over that. */
export type ProbeRecord = Readonly<Sealed<z.infer<typeof contentSchema>>>;

export const probeRecordKind: RecordKind<ProbeRecord> = {
  schema: contentSchema,
  identity: ({ study, scale }) => ({ study, scale, name: PROBE_NAME }),
  weights: () => undefined,
  requireConsistent: (record) => {
    const expected = probedNetworks(record);
    const probed = new Set(record.probes.map(networkOf));
    if (record.probes.length !== expected.length || probed.size !== expected.length) {
      throw new Error(
        `field probes needs ${expected.length} distinct entries, got ${probed.size} of ${record.probes.length}`,
      );
    }
    const absent = expected.find((network) => !probed.has(network));
    if (absent)
      throw new Error(`field probes lacks the probe of ${absent}, and has one that was not asked for`);
    const reads = (record.settings as unknown as ProbeSettings).readoutPenalty !== undefined;
    for (const { batchNorm, depth, relativeGradientNorms, readoutAccuracy } of record.probes) {
      if ((readoutAccuracy !== undefined) !== (reads && batchNorm)) {
        throw new Error(
          `a probe of depth ${depth} has readoutAccuracy ${readoutAccuracy}, its settings say otherwise`,
        );
      }
      if (relativeGradientNorms.length !== depth + 2) {
        throw new Error(
          `a probe of depth ${depth} has ${relativeGradientNorms.length} layers, not ${depth + 2}`,
        );
      }
    }
  },
};

/** Every network that the record's settings ask for. */
function probedNetworks({ settings }: ProbeRecord): string[] {
  const { activations, depths, seeds } = settings as unknown as ProbeSettings;
  return [true, false].flatMap((batchNorm) =>
    activations.flatMap((activation) =>
      depths.flatMap((depth) => seeds.map((seed) => networkOf({ batchNorm, activation, depth, seed }))),
    ),
  );
}

function networkOf({
  batchNorm,
  activation,
  depth,
  seed,
}: Pick<Probe, 'batchNorm' | 'activation' | 'depth' | 'seed'>): string {
  return `${activation}, depth ${depth}, seed ${seed}, ${batchNorm ? 'with' : 'without'} batch norm`;
}
