/** Where and when a run was computed: what is interesting about a record but must not be in its bytes. */
import { availableParallelism, cpus } from 'node:os';

export interface Provenance {
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  /** Wall-clock seconds of training since it began or resumed. */
  readonly durationSeconds: number;
  /** Epoch after which training resumed from a checkpoint, 0 if it ran through. */
  readonly resumedAfterEpoch: number;
  /** The engine as it described itself, with versions. */
  readonly engine: string;
  readonly node: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** Largest resident memory of the process, megabytes. */
  readonly peakMegabytes: number;
}

/** Describes this process and machine, for a run that has just finished. */
export function provenanceOf(engine: string, durationSeconds: number, resumedAfterEpoch: number): Provenance {
  return {
    finishedAt: new Date().toISOString(),
    durationSeconds: Math.round(durationSeconds * 10) / 10,
    resumedAfterEpoch,
    engine,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
  };
}
