/** A whole run of the study as one more thing to agree on, beside its committed record wherever there is one. */
import { join } from 'node:path';
import { type ImageSet, loadCifar10 } from '../../src/dataset/cifar10.ts';
import { readKernels } from '../../src/engine/wasm/read-kernels.ts';
import { readIfPresent } from '../../src/files/read-if-present.ts';
import { nodeHost } from '../../src/node-host.ts';
import { fingerprintOf } from '../../src/records/fingerprint.ts';
import { type RunJob, runJob } from '../../src/records/job.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import type { RunRecord } from '../../src/records/run-record.ts';
import { reasonsForeign } from '../../src/records/staleness.ts';
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';
import type { Run } from '../../src/study.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';
import type { TrainingData } from '../../src/training/training.ts';
import { type Answer, answerTask, digestsOfRecord, titleOf, type WholeRun } from './answer-task.ts';

/** What is to be trained, on what, and what is due. */
export interface Expectation {
  readonly run: WholeRun;
  readonly data: TrainingData;
  readonly golden: Answer;
  /** What the golden digests are those of, as a sentence. */
  readonly origin: string;
}

/**
 * Readies a run: by its committed record, or else by training it here.
 *
 * @param reports - the reports folder
 */
export async function expectRun(run: Run, reports: string): Promise<Expectation> {
  const job = runJob(design, run);
  const data = beginningOf(await loadCifar10(), job.settings);
  const title = titleOf(job);
  const committed = await readRecord(job, join(reports, 'runs', `${title}.json`));
  if (typeof committed !== 'string') {
    const whole = wholeRun(job, committed);
    const golden = { [title]: digestsOfRecord(committed) };
    return { run: whole, data, golden, origin: `The digests of ${title} are those of its committed record.` };
  }
  const whole = wholeRun(job, { fingerprint: await fingerprintOf('wasm') });
  const golden = await answerTask({ cases: [], run: whole }, await readKernels(), async () => data, nodeHost);
  const origin = `The digests of ${title} are those that Node ${process.versions.node} computed beside the platforms, since ${committed}.`;
  return { run: whole, data, golden, origin };
}

function wholeRun(
  { study, name, run, settings }: RunJob,
  { fingerprint }: Pick<RunRecord, 'fingerprint'>,
): WholeRun {
  return { study, name, run, settings, fingerprint };
}

// By other code it may have been computed, but it has to be of this run with these settings; else why not, in words.
async function readRecord(job: RunJob, path: string): Promise<RunRecord | string> {
  const text = await readIfPresent(path);
  if (text === undefined) return 'it has no committed record';
  try {
    const record = parseRecord(job.kind, text);
    const [reason] = reasonsForeign(record, job);
    return reason === undefined ? record : `of its committed record ${reason}`;
  } catch (error) {
    throw new Error(`${path} ${error instanceof Error ? error.message : error}: take the edit back`);
  }
}

function beginningOf({ train, test }: TrainingData, { trainImages, testImages }: RunSettings): TrainingData {
  return { train: first(train, trainImages), test: first(test, testImages) };
}

function first({ images, labels }: ImageSet, count: number): ImageSet {
  return { images: images.subarray(0, count * 3072), labels: labels.subarray(0, count), count };
}
