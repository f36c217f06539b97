/** What a carry has to recompute: every record that other code computed and nothing attests for this code yet. */
import { join } from 'node:path';
import { type AttestedRecord, coversQuick, readAttestation } from '../records/attestation.ts';
import { IncompleteEvidence } from '../records/evidence.ts';
import { fingerprintOf } from '../records/fingerprint.ts';
import { type ProbeJob, probeJob, type RunJob, runJobs } from '../records/job.ts';
import type { AnyRecord } from '../records/record-kind.ts';
import { reasonsForeign } from '../records/staleness.ts';
import { lookUp, pathsOf, type Store } from '../records/store.ts';
import { type Design, scaleNames } from '../study.ts';

type AnyJob = RunJob | ProbeJob;

/** A record that is to be recomputed, by its digest. */
export type PendingRecord = Readonly<Omit<AttestedRecord, 'extent'>>;

/** What is to be carried of one study. */
export interface CarryPlan {
  readonly study: string;
  readonly store: Store;
  /** To recompute. */
  readonly pending: readonly PendingRecord[];
  /** Attested already, or computed by this very code. */
  readonly settled: readonly AttestedRecord[];
}

/**
 * Plans a carry of the default engine's records. Of a scale that takes less than an hour all must be there, since they are
 * what shows that whole runs come out the same; of a long scale those that are. A study that has none yet has none to carry.
 *
 * @throws IncompleteEvidence if a record is missing at a scale that is not long, edited, of other settings, or has lost its weights:
 *   recomputing cannot mend that; or if parts of long runs would be recomputed and nothing whole beside them
 */
export async function planCarry(study: Design, root: string): Promise<CarryPlan> {
  const folder = join(root, 'reports', study.name);
  const fingerprint = await fingerprintOf('wasm');
  // One that cannot be read is made anew: that is what a carry is for.
  const attestation = await readAttestation(folder, study).catch(() => undefined);
  const store = { folder, fingerprint, attestation };
  const pending: PendingRecord[] = [];
  const settled: AttestedRecord[] = [];
  const read = [...(await readRecords(store, jobsToCarry(study)))];
  for (const [job, { digest, status }] of read) {
    const { scale, name } = job;
    const known = attestation?.records.find((entry) => entry.scale === scale && entry.digest === digest);
    if (status === 'stale') pending.push({ scale, name, digest });
    else
      settled.push(status === 'carried' && known ? known : { scale, name, digest, extent: { kind: 'own' } });
  }
  const inParts = read.some(([job, { status }]) => job.inParts && status === 'stale');
  const whole = pending.map((record) => ({ ...record, extent: { kind: 'whole' } }) as const);
  // An attestation keeps parts of runs only beside whole quick ones: else there would be nothing to show for the work.
  if (inParts && !coversQuick([...settled, ...whole], study)) {
    throw new IncompleteEvidence(
      `A carry of runs of ${study.name} in parts rests on its quick records, recomputed whole, and this very code has computed some of ` +
        'them anew: put the earlier ones back from Git, then carry all at once',
    );
  }
  return { study: study.name, store, pending, settled };
}

/** Every job whose record can be carried: those of the scales whose results are evidence. */
export function jobsToCarry(design: Design): readonly AnyJob[] {
  return scaleNames
    .filter((scale) => design.scales[scale].evidence)
    .flatMap((scale) => [probeJob(design, scale), ...runJobs(design, scale)]);
}

interface ReadRecord {
  readonly digest: string;
  /** `stale`: other code computed it, and nothing carries it yet. */
  readonly status: 'own' | 'carried' | 'stale';
}

async function readRecords(store: Store, jobs: readonly AnyJob[]): Promise<Map<AnyJob, ReadRecord>> {
  const found = new Map<AnyJob, ReadRecord>();
  for (const job of jobs) {
    const stored = await readRecord(store, job);
    if (stored) found.set(job, stored);
  }
  const missing = jobs.find((job) => !job.inParts && !found.has(job));
  if (!missing || found.size === 0) return found;
  const path = pathsOf(store, missing.scale, missing.name).record;
  throw new IncompleteEvidence(
    `A carry needs every record of a scale that is not long, ${path} is missing: train it first`,
  );
}

async function readRecord(store: Store, job: AnyJob): Promise<ReadRecord | undefined> {
  const stored = await lookUp<AnyRecord>(store, job);
  if (stored.status === 'missing') return undefined;
  if (!('record' in stored)) throw new IncompleteEvidence(uncarried(stored.reason));
  const { digest } = stored.record;
  if (stored.status === 'valid') return { digest, status: stored.carried ? 'carried' : 'own' };
  const [foreign] = reasonsForeign(stored.record, job);
  if (foreign)
    throw new IncompleteEvidence(uncarried(`${pathsOf(store, job.scale, job.name).record}: ${foreign}`));
  return { digest, status: 'stale' };
}

function uncarried(reason: string): string {
  return `A record cannot be carried: ${reason}; train it again`;
}

/** Names the test project that recomputes a record. */
export function carryName(study: string, { scale, name }: PendingRecord): string {
  return `${study}-${scale}-${name}`;
}
