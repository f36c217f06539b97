/** What a platform is asked, and how it computes the answer: the same code in Node and in a browser's worker. */
import { startWasmWith } from '../../src/engine/wasm/runtime.ts';
import type { Host } from '../../src/host.ts';
import type { Fingerprint } from '../../src/records/fingerprint-schema.ts';
import { produceRun } from '../../src/records/produce-run.ts';
import type { RunRecord } from '../../src/records/run-record.ts';
import type { Run } from '../../src/study.ts';
import type { RunSettings } from '../../src/training/run-settings.ts';
import type { TrainingData } from '../../src/training/training.ts';
import { casesNamed } from './cases.ts';
import { computeCase } from './compute-case.ts';
import { type Digests, digestsOfChain } from './digests.ts';

/** Plain JSON, as it is sent. */
export interface Task {
  /** Names of cases. */
  readonly cases: readonly string[];
  /** A whole run of a study, to be trained from nothing. */
  readonly run?: WholeRun;
}

export interface WholeRun {
  readonly study: string;
  /** Within its scale. */
  readonly name: string;
  readonly run: Run;
  readonly settings: RunSettings;
  /** What the record is to say that it was computed by; it is part of the record's digest. */
  readonly fingerprint: Fingerprint;
}

/** Digests by the name of the case or run. */
export type Answer = Readonly<Record<string, Digests>>;

/**
 * Computes all that is asked, on the wasm engine.
 *
 * @param kernels - `kernels.wasm`, which the engine checks
 * @param load - CIFAR-10 or its beginning; called only for a whole run, whose settings then check the images
 */
export async function answerTask(
  { cases, run }: Task,
  kernels: Uint8Array,
  load: () => Promise<TrainingData>,
  host: Host,
): Promise<Answer> {
  await startWasmWith(kernels, host);
  const answer: Record<string, Digests> = {};
  for (const given of casesNamed(cases)) answer[given.name] = await computeCase(given, host);
  if (run) answer[titleOf(run)] = await trainWhole(run, await load(), host);
  return answer;
}

/** A run's name among the cases, such as `quick/relu-depth-1-seed-1`. */
export function titleOf({ run, name }: Pick<WholeRun, 'run' | 'name'>): string {
  return `${run.scale}/${name}`;
}

/** A record's chain, the digest of its weights, and its own over every field. */
export function digestsOfRecord({
  chain,
  weights,
  digest,
}: Pick<RunRecord, 'chain' | 'weights' | 'digest'>): Digests {
  return { ...digestsOfChain(chain), weights, record: digest };
}

async function trainWhole(whole: WholeRun, data: TrainingData, host: Host): Promise<Digests> {
  const { record } = await produceRun(whole, whole.settings, whole.fingerprint, data, host, {});
  return digestsOfRecord(record);
}
