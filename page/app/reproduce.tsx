/** Trains a published run in the visitor's browser, over its recorded curve, to its recorded digest. */
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { settingsOfRecord } from '../../src/records/run-record.ts';
import { runName } from '../../src/study.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { FigureView } from './figure-view.tsx';
import { type Option, optionsOf, stepsOf } from './run-options.ts';
import { begin, cancel, clear, pause, phase, progress, resume, type Target } from './training.ts';
import { trainingFigure } from './training-figure.ts';
import { Trouble } from './trouble.tsx';
import { useUniqueId } from './unique-id.ts';

export function Reproduce({ scales }: { readonly scales: readonly Shown[] }) {
  const groups = useMemo(
    () =>
      scales
        .map((shown) => ({
          name: `${shown.evidence.study.name}, ${shown.evidence.scale}`,
          options: optionsOf(shown),
        }))
        .sort((one, other) => (one.options[0]?.seconds ?? 0) - (other.options[0]?.seconds ?? 0)),
    [scales],
  );
  const options = groups.flatMap((group) => group.options);
  const chosen = useSignal(0);
  const id = useUniqueId();
  const option = options[chosen.value];
  if (!option) return null;
  const { target } = option;
  const steps = stepsOf(target);
  return (
    <Section id="reproduce" title="Reproduce a run, here and now">
      <p>
        The engine is WebAssembly, and what it computes does not depend on the machine. Train a published
        network in this browser, on the real images, and compare with what is published: the chain of digests
        on the way and, where a run is short enough to be trained whole, the digests of its weights and of its
        record. Nothing is sent anywhere.
      </p>
      <div class="controls">
        <label for={id}>Run</label>
        <select
          id={id}
          value={chosen.value}
          onChange={(event) => {
            clear();
            chosen.value = Number(event.currentTarget.value);
          }}
        >
          {groups.map((group, at) => (
            <optgroup key={group.name} label={group.name}>
              {group.options.map(({ words }, index) => {
                const value = groups
                  .slice(0, at)
                  .reduce((sum, { options: { length } }) => sum + length, index);
                return (
                  <option key={value} value={value}>
                    {words}
                  </option>
                );
              })}
            </optgroup>
          ))}
        </select>
        <p class="small">{costWords(option)}</p>
        <Buttons target={target} />
      </div>
      <Status steps={steps} />
      <FigureView figure={trainingFigure(target.record, progress.value, steps)} />
      <p class="small">
        {runName(target.record.run)}: {steps.toLocaleString('en')} steps at width{' '}
        {settingsOfRecord(target.record).width}. Rewinding keeps the seed, and so the initial weights and the
        order of the images: the first link of the chain is the same each time.
      </p>
    </Section>
  );
}

function costWords({ seconds, megabytes }: Option): string {
  const time = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
  return `It takes about ${time} of one core, and ${megabytes.toFixed(0)} MB of images to be fetched.`;
}

// One button changes its words in its place, and Cancel stays where it is: the focus is not lost.
function Buttons({ target }: { readonly target: Target }) {
  const { kind } = phase.value;
  const [words, act] =
    kind === 'training'
      ? (['Pause', pause] as const)
      : kind === 'paused'
        ? (['Go on', resume] as const)
        : kind === 'loading'
          ? (['Fetching…', undefined] as const)
          : ([kind === 'ended' ? 'Train again' : 'Train', () => begin(target)] as const);
  const busy = kind === 'training' || kind === 'paused';
  const cancellable = busy || kind === 'loading';
  return (
    <div class="buttons">
      <button type="button" class="primary" aria-disabled={!act} onClick={act}>
        {words}
      </button>
      <button type="button" aria-disabled={!busy} onClick={() => busy && begin(target)}>
        Rewind
      </button>
      <button type="button" aria-disabled={!cancellable} onClick={() => cancellable && cancel()}>
        Cancel
      </button>
    </div>
  );
}

function Status({ steps }: { readonly steps: number }) {
  const now = phase.value;
  const going = now.kind === 'training' || now.kind === 'paused';
  return (
    <div class="status" data-seconds={progress.value.seconds}>
      {now.kind === 'loading' && (
        <p>
          Fetching {now.what}
          {amount(now.bytes, now.total)}…
        </p>
      )}
      {going && (
        <>
          <progress max={steps} value={progress.value.losses.length} aria-label="steps trained" />
          <p>
            {now.kind === 'paused' ? 'Paused at step' : 'Step'} {progress.value.losses.length} of {steps}
            {now.kind === 'training' && timeLeft(steps)}. {chainWords()}
          </p>
        </>
      )}
      <HiddenTab key={now.kind === 'loading'} />
      {/* What is announced: how it went, and not every step. */}
      <div role="status">
        {now.kind === 'cancelled' && <p>Cancelled. What came so far stays in the figure.</p>}
        {now.kind === 'ended' && (
          <p class={now.equal ? 'equal' : 'parted'}>
            <strong>{now.equal ? 'Equal. ' : 'Not equal. '}</strong>
            {now.words}
          </p>
        )}
        {now.kind === 'failed' && <Trouble {...now} />}
      </div>
    </div>
  );
}

function HiddenTab() {
  const was = useSignal(false);
  useEffect(() => {
    const note = () => {
      if (document.hidden && phase.value.kind === 'training') was.value = true;
    };
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, []);
  if (!was.value) return null;
  return (
    <p class="small">
      This tab was in the background: training went on, though a browser may slow down what is not in sight.
    </p>
  );
}

function amount(bytes: number, total: number): string {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  if (bytes === 0) return '';
  return total > 0 ? `, ${megabytes(bytes)} of ${megabytes(total)} MB` : `, ${megabytes(bytes)} MB`;
}

function timeLeft(steps: number): string {
  const { losses, seconds } = progress.value;
  if (losses.length < 3) return '';
  const left = (seconds / (losses.length - 1)) * (steps - losses.length);
  return left < 90 ? `, about ${Math.ceil(left)} s left` : `, about ${Math.ceil(left / 60)} min left`;
}

function chainWords(): string {
  const { links, partedAt } = progress.value;
  return partedAt === undefined
    ? `The chain equals the record’s at ${links} ${links === 1 ? 'link' : 'links'} so far.`
    : `The chain parts from the record’s at step ${partedAt}.`;
}
