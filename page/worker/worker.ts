/** The page's worker: trains runs and checks records with the project's own core, one request at a time. */

import { browserHost } from '../../src/browser-host.ts';
import { parseRecord } from '../../src/records/record-kind.ts';
import { type RunRecord, runRecordKind, settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import { requireImages } from '../../src/training/require-images.ts';
import { weightsPath } from '../content.ts';
import { auditNetwork, auditPrefix, differenceOf } from './audit.ts';
import { fetchBytes } from './fetch-bytes.ts';
import type { Answer, AuditTask, LabelTask, Request } from './messages.ts';
import { loadImages, startEngine } from './surroundings.ts';
import { train } from './train.ts';
import { troubleOf } from './trouble.ts';
import { Turnstile } from './turnstile.ts';

const turnstile = new Turnstile();

const say = (answer: Answer) => self.postMessage(answer);
const tell = (what: string, bytes: number, total: number) => say({ kind: 'loading', what, bytes, total });

async function audit({ networks, prefixes }: AuditTask): Promise<void> {
  await startEngine(tell);
  for (const { record: text, images } of networks) {
    const record = parseRecord(runRecordKind, text);
    const data = await loadImages(settingsOfRecord(record), tell);
    const weights = await weightsOf(record);
    const difference = await auditNetwork(record, weights, Uint32Array.from(images), data);
    say({ kind: 'checked', name: nameOf(record), what: `${images.length} test images`, difference });
    await turnstile.pass();
  }
  for (const { record: text, steps } of prefixes) {
    const record = parseRecord(runRecordKind, text);
    const data = await loadImages(settingsOfRecord(record), tell);
    const difference = await auditPrefix(record, steps, data, () => turnstile.pass());
    say({ kind: 'checked', name: nameOf(record), what: `the first ${steps} steps of training`, difference });
  }
  say({ kind: 'ended', weights: undefined, record: undefined });
}

function nameOf({ run }: RunRecord): string {
  return `${run.scale}/${runName(run)}`;
}

function weightsOf({ study, run }: RunRecord): Promise<Uint8Array> {
  return fetchBytes(weightsPath(study, run.scale, runName(run)), () => {});
}

// Any other class than its own will do.
async function offerLabel({ settings, image }: LabelTask): Promise<void> {
  const { train: set } = await loadImages(settings, tell);
  const labels = set.labels.map((label, index) => (index === image ? (label + 1) % 10 : label));
  const difference = await differenceOf(async () => {
    requireImages({ ...set, labels }, settings.trainImages, settings.trainDigest, browserHost);
    return '';
  });
  say({ kind: 'checked', name: `label of training image ${image}`, what: 'the images’ digest', difference });
  say({ kind: 'ended', weights: undefined, record: undefined });
}

async function answer(request: Request): Promise<void> {
  if (request.kind === 'pause') turnstile.close();
  else if (request.kind === 'resume') turnstile.open();
  else if (request.kind === 'train') await train(request, tell, say, () => turnstile.pass());
  else if (request.kind === 'audit') await audit(request);
  else await offerLabel(request);
}

self.onmessage = ({ data }: MessageEvent<Request>) => {
  answer(data).catch((error: unknown) => say({ kind: 'failed', ...troubleOf(error) }));
};
