/** A replication: a scale's networks as another implementation trained them, kept to be held beside the records. */
import { join } from 'node:path';
import { z } from 'zod';
import { readIfPresent } from '../files/read-if-present.ts';
import { activationNames } from '../network/activations.ts';
import { nodeHost } from '../node-host.ts';
import { type Design, runName, runsOf, type ScaleName, settingsOf } from '../study.ts';
import { changedFields, textAt } from './compare-results.ts';
import { IncompleteEvidence } from './evidence.ts';
import { checked, parseJson } from './parse-sealed.ts';
import { settingsSchema } from './settings-schema.ts';

const share = z.number().min(0).max(1);

const epochSchema = z.strictObject({
  trainAccuracy: share,
  /** By running statistics, as the notebook evaluates. */
  testAccuracy: share,
  recomputedTestAccuracy: share,
  /** The notebook's: per batch the mean over parameter tensors of mean |g|, averaged over the epoch's batches. */
  gradientAverage: z.number().positive(),
});

const runSchema = z.strictObject({
  activation: z.enum(activationNames),
  depth: z.int(),
  seed: z.int(),
  epochs: z.array(epochSchema),
});

const schema = z.strictObject({
  /** Of one of our runs: what is not that run's alone holds for all. */
  settings: settingsSchema,
  /** Program, device and precision, in words. */
  computedBy: z.string().min(1),
  runs: z.array(runSchema).min(1),
});

export type Replication = Readonly<z.infer<typeof schema>> & {
  /** Its file, relative to the report. */
  readonly file: string;
};

/**
 * Reads a scale's replication from a study's reports folder, `replication/<scale>.json`, under the digest that the README beside
 * it gives.
 *
 * @returns it, or undefined if there is none
 * @throws IncompleteEvidence if the file is not one, or not the one of the README, or is of other settings or conditions than the scale has
 */
export async function readReplication(
  folder: string,
  design: Design,
  scale: ScaleName,
): Promise<Replication | undefined> {
  const file = `replication/${scale}.json`;
  const text = await readIfPresent(join(folder, file));
  if (text === undefined) return undefined;
  try {
    await requireListed(folder, scale, text);
    const replication = checked(schema, parseJson(text));
    requireOfScale(replication, design, scale);
    return { ...replication, file };
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new IncompleteEvidence(
      `${join(folder, file)} is no replication of ${scale} scale: ${reason}. Take the edit back, make it anew ` +
        'by tools/pytorch/replicate.py, or delete it: no verdict depends on it',
    );
  }
}

// The file has no digest of its own, and its numbers stand in the findings: what made it says which file that was.
async function requireListed(folder: string, scale: ScaleName, text: string): Promise<void> {
  const digest = nodeHost.sha256([Buffer.from(text)]);
  const list = (await readIfPresent(join(folder, 'replication', 'README.md'))) ?? '';
  if (list.includes(`| \`${scale}.json\` | \`${digest}\` |`)) return;
  throw new Error(`its SHA-256, ${digest}, is not the one that README.md beside it gives`);
}

function requireOfScale({ settings, runs }: z.infer<typeof schema>, design: Design, scale: ScaleName): void {
  for (const { epochs, ...identity } of runs) {
    const name = runName(identity);
    const run = runsOf(design, scale).find((one) => runName(one) === name);
    if (!run) throw new Error(`the study has no run ${name}`);
    const ours = settingsOf(design, run);
    const theirs = { ...settings, ...identity };
    const [key] = changedFields(ours, theirs);
    if (key)
      throw new Error(`the setting ${key} is ${textAt(theirs, key)}, the scale's ${textAt(ours, key)}`);
    if (epochs.length !== ours.epochs) throw new Error(`${name} has ${epochs.length} epochs`);
  }
  if (new Set(runs.map(runName)).size < runs.length) throw new Error('a run is there twice');
}
