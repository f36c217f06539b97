/** Lets the visitor tamper with a record, and says which check refuses it, and why. */
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import type { Content } from '../content.ts';
import type { Answer } from '../worker/messages.ts';
import { Section } from './controls.tsx';
import { served } from './environment.ts';
import type { Shown } from './evidence.ts';
import { flipBit, flipWeight, type Refusal, raiseAccuracy, shortenChain, swapRun } from './tamper.ts';
import { Trouble } from './trouble.tsx';
import { type NoWork, startWorker } from './work.ts';

const attempts = signal<readonly Refusal[]>([]);
const trouble = signal<NoWork | undefined>(undefined);
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
  const weights = useMemo(
    () => Uint8Array.from(atob(specimen.weights), (character) => character.charCodeAt(0)),
    [specimen],
  );
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
          <button key={words} type="button" onClick={act} disabled={asking.value}>
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
      {trouble.value && <Trouble {...trouble.value} />}
    </Section>
  );
}

async function offerLabel(record: Shown['evidence']['records'][number], image: number): Promise<void> {
  asking.value = true;
  trouble.value = undefined;
  const work = await startWorker((answer: Answer) => {
    if (answer.kind === 'checked') {
      const check = answer.difference === '' ? undefined : 'the digest of the images in the settings';
      keep({ done: `the ${answer.name} was changed`, check, reason: answer.difference });
    }
    if (answer.kind === 'failed') trouble.value = answer;
    if (answer.kind === 'failed' || answer.kind === 'ended') {
      asking.value = false;
      if ('end' in work) void work.end();
    }
  });
  if ('problem' in work) {
    trouble.value = work;
    asking.value = false;
  } else work.ask({ kind: 'label', settings: settingsOfRecord(record), image });
}
