/** Ways to tamper with a record: the project's own checks are given what was altered, and say in their words what they see. */

import { browserHost } from '../../src/browser-host.ts';
import { Network } from '../../src/network/network.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { type RunRecord, runRecordKind, settingsOfRecord } from '../../src/records/run-record.ts';
import { formatSealed, seal } from '../../src/records/seal.ts';
import { decodeWeights } from '../../src/records/weights-file.ts';
import { runName } from '../../src/study.ts';
import { requireWeights } from '../worker/require-weights.ts';

/** What was altered and what refused it. */
export interface Refusal {
  /** What was done. */
  readonly done: string;
  /** The check, by its own message, or undefined if nothing noticed. */
  readonly check: string | undefined;
  /** The message; empty if nothing noticed. */
  readonly reason: string;
}

/** Which check speaks so. */
const VOICES: readonly (readonly [voice: RegExp, check: string])[] = [
  [/field digest is .*it was edited/, 'the record’s own digest'],
  [/is not JSON/, 'the reader, to whom it is no record any more'],
  [/not in the form in which records are written/, 'the one form in which records are written'],
  [/✖|Invalid|Unrecognized|expected/i, 'the shape that a record must have'],
  [/field predictions\.\w+ says accuracy/, 'the record’s predictions, image by image'],
  [/field chain needs links/, 'the steps at which a chain must have links'],
  [/the file of weights has SHA-256/, 'the digest of the weights, which the record holds'],
  [/belongs to .*, not to/, 'the name of the run in the file of weights'],
  [/needs the \d+ images with SHA-256/, 'the digest of the images, which the settings hold'],
];

/** Names the check that a message is from. */
export function checkOf(message: string): string {
  return VOICES.find(([voice]) => voice.test(message))?.[1] ?? 'something that this page has no name for';
}

type Draw = () => number;

/** Flips one bit of the record's file. @param draw - uniform in 0 ≤ x < 1 */
export function flipBit(text: string, draw: Draw): Refusal {
  const bytes = new TextEncoder().encode(text);
  const at = Math.floor(draw() * bytes.length);
  const bit = Math.floor(draw() * 8);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  const altered = new TextDecoder().decode(bytes);
  return refusal(`bit ${bit} of byte ${at.toLocaleString('en')} of the record was flipped`, () =>
    parseRecord(runRecordKind, altered),
  );
}

/** Raises the final accuracy by two points and seals the record anew, so that its own digest fits. */
export function raiseAccuracy(record: RunRecord): Refusal {
  const epochs = record.epochs.map((epoch, index) =>
    index === record.epochs.length - 1 ? { ...epoch, testAccuracy: epoch.testAccuracy + 0.02 } : epoch,
  );
  return refusal('the last test accuracy was raised by 2 points, and the digest computed anew', () =>
    parseRecord(runRecordKind, sealed({ ...record, epochs })),
  );
}

/** Removes a link of the chain and seals anew. */
export function shortenChain(record: RunRecord): Refusal {
  return refusal('a link of the chain was taken out, and the digest computed anew', () =>
    parseRecord(runRecordKind, sealed({ ...record, chain: record.chain.slice(1) })),
  );
}

/** Flips one bit of a weight in the run's file. */
export function flipWeight(record: RunRecord, weights: Uint8Array, draw: Draw): Refusal {
  const altered = Uint8Array.from(weights);
  const header = 8 + new DataView(altered.buffer).getUint32(0, true); // safetensors: a length, a header, the values
  const at = header + Math.floor(draw() * (altered.length - header));
  altered[at] = (altered[at] ?? 0) ^ (1 << Math.floor(draw() * 8));
  return refusal(`a bit of a weight was flipped, in byte ${at.toLocaleString('en')} of its file`, () =>
    requireWeights(record, altered),
  );
}

/** Offers the weights of this run as another's. */
export function swapRun(record: RunRecord, weights: Uint8Array): Refusal {
  const { study, run } = record;
  const other = `${study}/${run.scale}/${runName({ ...run, seed: run.seed + 1 })}`;
  return refusal(`its weights were offered as those of ${other}`, () => {
    const settings = settingsOfRecord(record);
    const { parameters, statistics } = Network.initialised(settings, settings.seed);
    decodeWeights(weights, other, { parameters, running: statistics, recomputed: statistics });
  });
}

function sealed({ digest: _, ...content }: RunRecord): string {
  return formatSealed(seal(content, browserHost));
}

function refusal(done: string, inspect: () => unknown): Refusal {
  try {
    inspect();
    return { done, check: undefined, reason: '' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { done, check: checkOf(reason), reason };
  }
}
