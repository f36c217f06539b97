/** Where and when a run was computed: what is interesting about a record but must not be in its bytes. */
import { availableParallelism, cpus } from 'node:os';

export type Provenance = Readonly<ReturnType<typeof provenanceOf>>;

/** Describes this process and machine, for a run that has just finished. */
export function provenanceOf(engine: string, durationSeconds: number, resumedAfterEpoch: number) {
  return {
    /** ISO 8601, UTC. */
    finishedAt: new Date().toISOString(),
    /** Wall-clock seconds of training since it began or resumed. */
    durationSeconds: Math.round(durationSeconds * 10) / 10,
    /** Epoch after which training resumed from a checkpoint, 0 if it ran through. */
    resumedAfterEpoch,
    /** The engine as it described itself, with versions. */
    engine,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    /** Largest resident memory of the process. */
    peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
  };
}
