/** Lets the visitor tamper with a record, and says which check refuses it, and why. */
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { bytesOfBase64 } from '../../src/records/base64.ts';
import { type RunRecord, settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import type { Content } from '../content.ts';
import { Section } from './controls.tsx';
import { served } from './environment.ts';
import type { Shown } from './evidence.ts';
import {
  checkOf,
  flipBit,
  flipWeight,
  type Refusal,
  raiseAccuracy,
  shortenChain,
  swapRun,
} from './tamper.ts';
import { startTask } from './task.ts';
import { Trouble } from './trouble.tsx';

const attempts = signal<readonly Refusal[]>([]);
const trouble = signal<{ problem: string; remedy: string } | undefined>(undefined);
const asking = signal(false);

function keep(refusal: Refusal): void {
  attempts.value = [refusal, ...attempts.value];
}

interface Props {
  readonly shown: Shown;
  readonly specimen: Content['specimen'];
}

export function Tampering({ shown, specimen }: Props) {
  const record = shown.evidence.records.find(({ run }) => runName(run) === specimen.record);
  const text = shown.texts.get(specimen.record) ?? '';
  const weights = useMemo(() => bytesOfBase64(specimen.weights), [specimen]);
  if (!record) return null;
  const { trainImages } = settingsOfRecord(record);
  const ways: readonly (readonly [string, () => void])[] = [
    ['Flip a bit of the record', () => keep(flipBit(text, Math.random))],
    ['Raise its accuracy, seal it anew', () => keep(raiseAccuracy(record))],
    ['Take out a link of the chain, seal it anew', () => keep(shortenChain(record))],
    ['Flip a bit of a weight', () => keep(flipWeight(record, weights, Math.random))],
    ['Pass its weights off as another run’s', () => keep(swapRun(record, weights))],
    ...(served
      ? [
          [
            'Change the label of a training image',
            () => offerLabel(record, Math.floor(Math.random() * trainImages)),
          ] as const,
        ]
      : []),
  ];
  return (
    <Section id="tamper" title="Tamper with it">
      <p>
        The record of {specimen.record} lies in this page to the last character. Alter it, its weights or its
        images, and see which check refuses what you made, in its own words. What fits in every part but never
        happened is for the audit above.
      </p>
      <div class="buttons">
        {ways.map(([words, act]) => (
          <button key={words} type="button" onClick={act}>
            {words}
          </button>
        ))}
      </div>
      <ol class="refusals" aria-live="polite" aria-label="What was tried">
        {attempts.value.map(({ done, check, reason }, index) => (
          <li key={attempts.value.length - index}>
            {check === undefined ? (
              <strong class="parted">Not noticed: {done}.</strong>
            ) : (
              <>
                <strong>Refused by {check}:</strong> {done}. <q>{reason}</q>
              </>
            )}
          </li>
        ))}
      </ol>
      <div role="status">
        {asking.value && <p>Fetching the images and hashing them…</p>}
        {trouble.value && <Trouble {...trouble.value} />}
      </div>
    </Section>
  );
}

function offerLabel(record: RunRecord, image: number): void {
  const done = `the label of training image ${image.toLocaleString('en')} was changed`;
  trouble.value = undefined;
  asking.value = true;
  startTask({ kind: 'label', settings: settingsOfRecord(record), image }, (answer) => {
    if (answer.kind === 'checked') {
      const { difference: reason } = answer;
      keep({ done, check: reason === '' ? undefined : checkOf(reason), reason });
    }
    if (answer.kind === 'failed') trouble.value = answer;
    if (answer.kind === 'failed' || answer.kind === 'ended') asking.value = false;
  });
}
