/** Gathers what the page is made of from the reports: valid evidence alone, judged once. */
import { join } from 'node:path';
import { judgeAll } from '../../src/judging/judge-all.ts';
import { readAttestation } from '../../src/records/attestation.ts';
import { fingerprintOf } from '../../src/records/fingerprint.ts';
import { gatherEvidence } from '../../src/records/gather-evidence.ts';
import { probeJob, runJobs } from '../../src/records/job.ts';
import { readStored, type Store } from '../../src/records/store.ts';
import { runName, type ScaleName, type Study } from '../../src/study.ts';
import type { Content, ScaleContent } from '../content.ts';

/**
 * Gathers every scale that a plain test run judges.
 *
 * @param reports - the reports folder
 * @throws IncompleteEvidence if a record is missing, stale or invalid
 */
export async function gatherContent(studies: readonly Study[], reports: string): Promise<Content> {
  const scales: ScaleContent[] = [];
  for (const study of studies) {
    const store = await storeOf(study, reports);
    for (const scale of study.judgedScales) scales.push(await scaleContent(study, store, scale));
  }
  return { scales, specimen: await specimenOf(studies, reports) };
}

/** Where a study's records are kept, for the code as it stands. */
export async function storeOf(study: Study, reports: string): Promise<Store> {
  const folder = join(reports, study.name);
  return {
    folder,
    fingerprint: await fingerprintOf('wasm'),
    attestation: await readAttestation(folder, study),
  };
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

// The cheapest run of the first study: its last condition, with the first seed.
async function specimenOf(studies: readonly Study[], reports: string): Promise<Content['specimen']> {
  const [study] = studies;
  const [seed] = study?.grid.seeds ?? [];
  if (!study) throw new RangeError('gatherContent needs a study, got none');
  const job = runJobs(study, 'quick').findLast(({ run }) => run.seed === seed);
  if (!job) throw new RangeError(`gatherContent needs a quick run of ${study.name}, got none`);
  const { weights = '' } = await readStored(await storeOf(study, reports), job);
  return { study: study.name, record: runName(job.run), weights };
}
