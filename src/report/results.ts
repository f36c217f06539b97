/** The findings for machines: verdicts and what they rest on, as JSON with a versioned schema. */
import { z } from 'zod';
import { engineNames } from '../engine/engine-name.ts';
import { gateVerdict } from '../judging/judge-all.ts';
import type { Verdict } from '../judging/verdict.ts';
import type { Evidence } from '../records/evidence.ts';
import { PROBE_NAME } from '../records/probe-record.ts';
import { runName, scaleNames } from '../study.ts';
import { admissibility } from './baselines.ts';

/** Raised whenever a field is renamed, removed or takes another meaning; new fields leave it as it is. */
export const RESULTS_SCHEMA = 2;

const outcomeSchema = z.enum(['supported', 'refuted', 'inconclusive']);

const comparisonSchema = z.strictObject({
  /** What was compared, such as `depth 8`. */
  label: z.string(),
  outcome: outcomeSchema,
  /** In `unit`: percentage points, Page's L, or the natural logarithm of a factor. */
  effect: z.number(),
  unit: z.enum(['points', 'L', 'log']),
  /** The two bounds that decide, in `unit`; null where the rule has none or none could be computed. */
  bounds: z.tuple([z.number(), z.number()]).nullable(),
  /** p of the claim's direction, or null where none could be computed. */
  p: z.number().min(0).max(1).nullable(),
  /** Number of seeds. */
  n: z.int().min(1),
  /** What was compared, one row per seed, the first of which is of seed `firstSeed`. */
  bySeed: z.strictObject({
    firstSeed: z.int(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.number())),
  }),
});

/** `reports/<study>/results.json`. */
export const resultsSchema = z.strictObject({
  schema: z.literal(RESULTS_SCHEMA),
  claim: z.string(),
  scale: z.enum(scaleNames),
  engine: z.enum(engineNames),
  /** Whether the scale counts as evidence; at `smoke` scale every outcome is `inconclusive`. */
  evidence: z.boolean(),
  /** Whether networks learn enough at the scale to test the claim; null where that is not asked. */
  admissible: z.boolean().nullable(),
  /** The gate's outcome; null in a study without a gate. */
  outcome: outcomeSchema.nullable(),
  registration: z.strictObject({ date: z.iso.date(), digest: z.string(), amendments: z.int().min(0) }),
  hypotheses: z.array(
    z.strictObject({
      id: z.string(),
      claim: z.string(),
      gate: z.boolean(),
      status: z.enum(['confirmatory', 'exploratory']),
      outcome: outcomeSchema,
      reason: z.string(),
      comparisons: z.array(comparisonSchema).min(1),
    }),
  ),
  /** SHA-256 of each record behind the verdicts, by the record's name. */
  records: z.record(z.string(), z.string()),
});

export type Results = z.infer<typeof resultsSchema>;

/**
 * Sums up complete evidence for machines.
 *
 * @param verdicts - one per hypothesis, in the study's order
 * @returns JSON text, the same for the same records
 * @throws IncompleteEvidence if a run that a hypothesis needs is absent
 */
export function resultsText(evidence: Evidence, verdicts: readonly Verdict[]): string {
  const { study } = evidence;
  const { date, digest, amendments } = study.registration;
  const results = {
    schema: RESULTS_SCHEMA,
    claim: study.claim,
    scale: evidence.scale,
    engine: evidence.engine,
    evidence: study.scales[evidence.scale].evidence,
    admissible: admissibility(evidence)?.admissible ?? null,
    outcome: gateVerdict(study, verdicts)?.outcome ?? null,
    registration: { date, digest: amendments.at(-1)?.digest ?? digest, amendments: amendments.length },
    hypotheses: study.hypotheses.map(({ id, claim, gate, status }, index) => {
      return { id, claim, gate, status, ...resultOf(verdicts[index]) };
    }),
    records: Object.fromEntries([
      ...evidence.records.map((record) => [runName(record.run), record.digest]),
      [PROBE_NAME, evidence.probe.digest],
    ]),
  };
  return `${JSON.stringify(resultsSchema.parse(results), null, 2)}\n`;
}

function resultOf(verdict: Verdict | undefined) {
  if (!verdict) throw new Error('resultsText needs a verdict on every hypothesis');
  const comparisons = verdict.comparisons.map(({ reason: _, ...comparison }) => ({
    ...comparison,
    bounds: comparison.bounds ?? null,
    p: comparison.p ?? null,
  }));
  return { outcome: verdict.outcome, reason: verdict.reason, comparisons };
}
