/** Trains a published run in the visitor's browser, over its recorded curve, to its recorded digest. */
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import { activationLooks } from '../../src/network/activations.ts';
import { type RunRecord, settingsOfRecord } from '../../src/records/run-record.ts';
import { blocksText } from '../../src/report/figures/by-seed.ts';
import { runName } from '../../src/study.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { FigureView } from './figure-view.tsx';
import { begin, pause, phase, progress, resume, stop, type Target } from './training.ts';
import { trainingFigure } from './training-figure.ts';
import { Trouble } from './trouble.tsx';

/** Of a run that takes hours, a visitor repeats so many steps. */
const PREFIX_STEPS = 64;

interface Option {
  readonly words: string;
  readonly target: Target;
}

// The cheapest first: a visitor's first run should be over in seconds.
function optionsOf({ evidence }: Shown): readonly Option[] {
  return [...evidence.records].reverse().map((record) => {
    const steps = record.run.scale === 'paper' ? PREFIX_STEPS : undefined;
    return { words: wordsOf(record, steps), target: { record, steps } };
  });
}

function wordsOf({ run }: RunRecord, steps: number | undefined): string {
  const { label } = activationLooks[run.activation];
  const varied = run.variation ? `, ${run.variation}` : '';
  const part = steps === undefined ? '' : `, its first ${steps} steps`;
  return `${run.scale}: ${label}${varied}, ${blocksText(run.depth)}, seed ${run.seed}${part}`;
}

function stepsOf({ record, steps }: Target): number {
  const { trainImages, batchSize, epochs } = settingsOfRecord(record);
  return steps ?? Math.ceil(trainImages / batchSize) * epochs;
}

export function Reproduce({ scales }: { readonly scales: readonly Shown[] }) {
  const groups = scales.map((shown) => ({
    name: `${shown.evidence.study.name}, ${shown.evidence.scale}`,
    options: optionsOf(shown),
  }));
  const options = groups.flatMap((group) => group.options);
  const chosen = useSignal(0);
  const id = useId();
  const option = options[chosen.value];
  if (!option) return null;
  const { target } = option;
  const steps = stepsOf(target);
  const { record } = target;
  let index = 0;
  return (
    <Section id="reproduce" title="Reproduce a run, here and now">
      <p>
        The engine is WebAssembly, and what it computes does not depend on the machine. Train a published
        network in this browser, on the real images, and it ends at the published digest: over weights, every
        loss, every prediction. Nothing is sent anywhere.
      </p>
      <div class="controls">
        <label for={id}>Run</label>
        <select
          id={id}
          value={chosen.value}
          onChange={(event) => {
            stop();
            chosen.value = Number(event.currentTarget.value);
          }}
        >
          {groups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {group.options.map(({ words }) => {
                const value = index++;
                return (
                  <option key={value} value={value}>
                    {words}
                  </option>
                );
              })}
            </optgroup>
          ))}
        </select>
        <Buttons target={target} />
      </div>
      <Status steps={steps} />
      <FigureView
        figure={trainingFigure(record, progress.value, steps)}
        from={{ study: record.study, scale: record.run.scale }}
      />
      <p class="small">
        {runName(record.run)}: {steps.toLocaleString('en')} steps at width {settingsOfRecord(record).width}.
        Rewinding keeps the seed, and so the initial weights and the order of the images: the first link of
        the chain is the same each time.
      </p>
    </Section>
  );
}

function Buttons({ target }: { readonly target: Target }) {
  const { kind } = phase.value;
  const busy = kind === 'loading' || kind === 'training' || kind === 'paused';
  return (
    <div class="buttons">
      {!busy && (
        <button type="button" class="primary" onClick={() => begin(target)}>
          {kind === 'ended' ? 'Rewind and train again' : 'Train'}
        </button>
      )}
      {kind === 'training' && (
        <button type="button" onClick={pause}>
          Pause
        </button>
      )}
      {kind === 'paused' && (
        <button type="button" class="primary" onClick={resume}>
          Go on
        </button>
      )}
      {busy && kind !== 'loading' && (
        <button type="button" onClick={() => begin(target)}>
          Rewind
        </button>
      )}
      {busy && (
        <button type="button" onClick={stop}>
          Cancel
        </button>
      )}
    </div>
  );
}

function Status({ steps }: { readonly steps: number }) {
  const hidden = useSignal(false);
  useEffect(() => {
    const note = () => {
      if (document.hidden && phase.value.kind === 'training') hidden.value = true;
    };
    document.addEventListener('visibilitychange', note);
    return () => document.removeEventListener('visibilitychange', note);
  }, []);
  const now = phase.value;
  return (
    <div class="status" role="status" data-seconds={progress.value.seconds}>
      {now.kind === 'idle' && progress.value.losses.length > 0 && (
        <p>Cancelled. What came so far stays in the figure.</p>
      )}
      {now.kind === 'loading' && (
        <p>
          Fetching {now.what}
          {amount(now.bytes, now.total)}…
        </p>
      )}
      {(now.kind === 'training' || now.kind === 'paused') && (
        <>
          <progress max={steps} value={progress.value.losses.length} aria-label="steps trained" />
          <p>
            {now.kind === 'paused' ? 'Paused at step' : 'Step'} {progress.value.losses.length} of {steps}
            {timeLeft(steps)}. {chainWords()}
          </p>
        </>
      )}
      {now.kind === 'ended' && (
        <p class={now.equal ? 'equal' : 'parted'}>
          <strong>{now.equal ? 'Equal. ' : 'Not equal. '}</strong>
          {now.words}
        </p>
      )}
      {now.kind === 'failed' && <Trouble {...now} />}
      {hidden.value && (
        <p class="small">
          This tab was in the background meanwhile: training goes on there, though a browser may slow it down.
        </p>
      )}
    </div>
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
