/** Gathers what the page is made of from the reports: valid evidence alone, judged once. */
import { join } from 'node:path';
import { judgeAll } from '../../src/judging/judge-all.ts';
import { requireRegistered } from '../../src/judging/registration.ts';
import { readAttestation } from '../../src/records/attestation.ts';
import { fingerprintOf } from '../../src/records/fingerprint.ts';
import { gatherEvidence } from '../../src/records/gather-evidence.ts';
import { probeJob, runJobs, sampleOf } from '../../src/records/job.ts';
import { readStored, type Store } from '../../src/records/store.ts';
import type { ScaleName, Study } from '../../src/study.ts';
import type { Content, ScaleContent } from '../content.ts';

/** A study with where its records are kept, for the code as it stands. */
export interface Kept {
  readonly study: Study;
  readonly store: Store;
}

/** Opens the studies' stores. @param reports - the reports folder */
export async function openStores(studies: readonly Study[], reports: string): Promise<readonly Kept[]> {
  const fingerprint = await fingerprintOf('wasm');
  return Promise.all(
    studies.map(async (study) => {
      const folder = join(reports, study.name);
      return { study, store: { folder, fingerprint, attestation: await readAttestation(folder, study) } };
    }),
  );
}

/**
 * Gathers every scale that a plain test run judges.
 *
 * @throws IncompleteEvidence if a record is missing, stale or invalid
 * @throws Error if a rule is not the registered one
 */
export async function gatherContent(kept: readonly Kept[]): Promise<Content> {
  for (const { study } of kept) await requireRegistered(study);
  const scales: ScaleContent[] = [];
  for (const { study, store } of kept) {
    for (const scale of study.judgedScales) scales.push(await scaleContent(study, store, scale));
  }
  const [first] = kept;
  if (!first) throw new RangeError('gatherContent needs a study, got none');
  return { scales, specimen: await specimenOf(first) };
}

async function scaleContent(study: Study, store: Store, scale: ScaleName): Promise<ScaleContent> {
  const evidence = await gatherEvidence(study, store, scale);
  const texts = await Promise.all(
    [...runJobs(study, scale), probeJob(study, scale)].map(
      async (job) => (await readStored(store, job)).record,
    ),
  );
  return {
    study: study.name,
    scale,
    engine: 'wasm',
    records: texts.slice(0, -1),
    probe: texts.at(-1) ?? '',
    carried: evidence.carried,
    verdicts: judgeAll(evidence),
  };
}

// The cheapest run of the study.
async function specimenOf({ study, store }: Kept): Promise<Content['specimen']> {
  const job = runJobs(study, 'quick').find(({ name }) => name === sampleOf(study, 'quick'));
  if (!job) throw new RangeError(`gatherContent needs a quick run of ${study.name}, got none`);
  const { weights = '' } = await readStored(store, job);
  return { study: study.name, record: job.name, weights };
}
