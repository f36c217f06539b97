/** Shows what stands behind a value: the record of its run, as it was committed. */
import { signal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { parseRecord } from '../../src/records/record-kind.ts';
import { runRecordKind, settingsOfRecord } from '../../src/records/run-record.ts';
import { percent } from '../../src/report/number-format.ts';
import type { Shown } from './evidence.ts';

interface Address {
  readonly study: string;
  readonly scale: string;
  /** Within the scale. */
  readonly name: string;
}

const opened = signal<Address | undefined>(undefined);

/** Opens the record of a run. */
export function openRecord(address: Address): void {
  opened.value = address;
}

export function RecordDialog({ scales }: { readonly scales: readonly Shown[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const address = opened.value;
  const text = address && textOf(scales, address);
  useEffect(() => {
    if (text !== undefined) dialog.current?.showModal();
  }, [text]);
  const close = () => {
    opened.value = undefined;
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="record-name">
      {address && text !== undefined && <RecordView address={address} text={text} />}
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function RecordView({ address, text }: { readonly address: Address; readonly text: string }) {
  const record = useMemo(() => parseRecord(runRecordKind, text), [text]);
  const file = useMemo(() => URL.createObjectURL(new Blob([text], { type: 'application/json' })), [text]);
  useEffect(() => () => URL.revokeObjectURL(file), [file]);
  const { width, trainImages, epochs, learningRate, batchSize } = settingsOfRecord(record);
  const last = record.epochs.at(-1);
  const rows = [
    ['Test accuracy, running statistics', percent(last?.testAccuracy ?? Number.NaN)],
    ['Test accuracy, recomputed statistics', percent(last?.recomputedTestAccuracy ?? Number.NaN)],
    [
      'Trained on',
      `${trainImages.toLocaleString('en')} images, ${epochs} epochs of batches of ${batchSize}, Adam at ${learningRate}`,
    ],
    ['Width', `${width} channels`],
    ['Chain', `${record.chain.length} links, the last ${short(record.chain.at(-1)?.digest)}`],
    ['Weights', `SHA-256 ${short(record.weights)}`],
    ['This record', `SHA-256 ${short(record.digest)}`],
    ['Computed by source', short(record.fingerprint.source)],
  ];
  return (
    <>
      <h2 id="record-name">
        {address.scale}/{address.name}
      </h2>
      <dl>
        {rows.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={file} download={`${address.name}.json`}>
          The whole record
        </a>{' '}
        as it is committed, in{' '}
        <code>
          reports/{address.study}/runs/{address.scale}
        </code>
        .
      </p>
    </>
  );
}

function textOf(scales: readonly Shown[], { study, scale, name }: Address): string | undefined {
  return scales
    .find(({ evidence }) => evidence.study.name === study && evidence.scale === scale)
    ?.texts.get(name);
}

function short(digest = ''): string {
  return `${digest.slice(0, 16)}…`;
}
