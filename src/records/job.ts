/** One thing to compute and keep as a record: a run, or the probe of initial gradients, at a scale. */
import { isLong } from '../cost.ts';
import {
  type Design,
  probeSettingsOf,
  type Run,
  runName,
  runsOf,
  type ScaleName,
  settingsOf,
} from '../study.ts';
import type { ProbeSettings } from '../training/probe-initialisation.ts';
import type { RunSettings } from '../training/run-settings.ts';
import { PROBE_NAME, type ProbeRecord, probeRecordKind } from './probe-record.ts';
import type { AnyRecord, RecordKind } from './record-kind.ts';
import { type RunRecord, runRecordKind } from './run-record.ts';

/** What is to be computed, and what its record must say. */
export interface Job<Content extends AnyRecord = AnyRecord> {
  readonly kind: RecordKind<Content>;
  readonly study: string;
  readonly scale: ScaleName;
  /** Within its scale; the record's file is named after it. */
  readonly name: string;
  readonly settings: object;
  /** Whether a carry recomputes parts of its record: its scale is long, and it is not the sample that shows a whole. */
  readonly inParts: boolean;
}

export interface RunJob extends Job<RunRecord> {
  readonly run: Run;
  readonly settings: RunSettings;
}

export interface ProbeJob extends Job<ProbeRecord> {
  readonly settings: ProbeSettings;
}

export function runJob(design: Design, run: Run): RunJob {
  const settings = settingsOf(design, run);
  const identity = { study: design.name, scale: run.scale, name: runName(run) };
  return { kind: runRecordKind, ...identity, run, settings, inParts: isInParts(design, run) };
}

export function probeJob(design: Design, scale: ScaleName): ProbeJob {
  const settings = probeSettingsOf(design, scale);
  const identity = { study: design.name, scale, name: PROBE_NAME };
  return { kind: probeRecordKind, ...identity, settings, inParts: isLong(design, scale) };
}

/** Every run's job of a scale, in the study's order. */
export function runJobs(design: Design, scale: ScaleName): readonly RunJob[] {
  return runsOf(design, scale).map((run) => runJob(design, run));
}

// Of a long scale that is not the notebook's the cheapest run is recomputed whole, to show that a whole one comes out the same.
function isInParts(design: Design, run: Run): boolean {
  return isLong(design, run.scale) && runName(run) !== sampleOf(design, run.scale);
}

/** Names the run of a long `quick` scale that a carry recomputes whole, in place of all of them. */
export function sampleOf(design: Design, scale: ScaleName): string | undefined {
  const [seed] = design.grid.seeds;
  const cheapest = runsOf(design, scale).findLast((run) => run.seed === seed);
  return scale === 'quick' && cheapest ? runName(cheapest) : undefined;
}
