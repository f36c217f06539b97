/** An audit by the visitor: randomness of their own draws what is computed again, here, and compared with the records. */
import { signal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { drawImages, drawSpotChecks, escapeText, type SpotChecks } from '../../src/runner/spot-check-plan.ts';
import { runName, runsOf } from '../../src/study.ts';
import type { Answer, AuditTask } from '../worker/messages.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { Trouble } from './trouble.tsx';
import { startWorker, type Work } from './work.ts';

type Checked = Extract<Answer, { kind: 'checked' }>;
type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly due: number; readonly loading: string }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly problem: string; readonly remedy: string };

const state = signal<State>({ kind: 'idle' });
const results = signal<readonly Checked[]>([]);
const draw = signal(newDraw());
let work: Work | undefined;

function newDraw(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Everything that one audit looks at. */
function planOf({ evidence, texts }: Shown, text: string): { task: AuditTask; parts: readonly SpotChecks[] } {
  const { study, scale } = evidence;
  const runs = runsOf(study, scale);
  const parts = drawSpotChecks(study, scale, runs, text, false);
  const record = (name: string) => texts.get(name) ?? '';
  const networks = parts.flatMap((part) =>
    part.networks.map((name) => {
      const run = runs.find((each) => runName(each) === name);
      return { record: record(name), images: run ? [...drawImages(study, part, run)] : [] };
    }),
  );
  const prefixes = parts.flatMap((part) =>
    part.prefixes.map(({ name, steps }) => ({ record: record(name), steps })),
  );
  return { task: { kind: 'audit', networks, prefixes }, parts };
}

async function start(task: AuditTask): Promise<void> {
  results.value = [];
  const due = task.networks.length + task.prefixes.length;
  state.value = { kind: 'running', due, loading: 'the engine' };
  const started = await startWorker((answer) => hear(answer, due));
  if ('problem' in started) {
    state.value = { kind: 'failed', ...started };
    return;
  }
  work = started;
  started.ask(task);
}

function hear(answer: Answer, due: number): void {
  if (answer.kind === 'loading') state.value = { kind: 'running', due, loading: answer.what };
  if (answer.kind === 'checked') {
    results.value = [...results.value, answer];
    state.value = { kind: 'running', due, loading: '' };
  }
  if (answer.kind === 'ended' || answer.kind === 'failed') {
    end();
    state.value = answer.kind === 'failed' ? answer : { kind: 'ended' };
  }
}

function end(): void {
  void work?.end();
  work = undefined;
  state.value = { kind: 'idle' };
}

export function Audit({ shown }: { readonly shown: Shown }) {
  const id = useId();
  const { study, scale } = shown.evidence;
  const { task, parts } = planOf(shown, draw.value);
  const now = state.value;
  const [first] = task.networks;
  return (
    <Section id="audit" title="Audit it yourself">
      <p>
        Whoever forges a record does not know what will be looked at, if you draw it. From your text below
        follow {first?.images.length ?? 0} test images for each of {task.networks.length} networks, and two
        runs whose first steps are trained again: all of it is computed in this browser and compared with what
        is recorded.
      </p>
      <div class="controls">
        <label for={id}>Your randomness</label>
        <input
          id={id}
          type="text"
          value={draw.value}
          disabled={now.kind === 'running'}
          onInput={(event) => {
            draw.value = event.currentTarget.value;
          }}
        />
        <div class="buttons">
          {now.kind === 'running' ? (
            <button type="button" onClick={end}>
              Cancel
            </button>
          ) : (
            <button type="button" class="primary" onClick={() => start(task)}>
              Audit
            </button>
          )}
        </div>
      </div>
      <div class="status" role="status">
        {now.kind === 'running' && (
          <>
            <progress max={now.due} value={results.value.length} aria-label="parts checked" />
            <p>
              {now.loading
                ? `Fetching ${now.loading}…`
                : `${results.value.length} of ${now.due} checked, all as recorded so far.`}
            </p>
          </>
        )}
        {now.kind === 'failed' && <Trouble {...now} />}
        {now.kind === 'ended' && <Conclusion chances={escapeText(study, parts, runsOf(study, scale))} />}
      </div>
      {results.value.length > 0 && <Results />}
    </Section>
  );
}

function Conclusion({ chances }: { readonly chances: string }) {
  const wrong = results.value.filter(({ difference }) => difference !== '');
  return wrong.length === 0 ? (
    <p class="equal">
      <strong>All {results.value.length} parts came out as recorded.</strong> The chance that a forgery
      escapes such an audit: {chances}.
    </p>
  ) : (
    <p class="parted">
      <strong>{wrong.length} parts came out different.</strong> {wrong[0]?.name}: {wrong[0]?.difference}.
    </p>
  );
}

function Results() {
  return (
    <details>
      <summary>What was computed again</summary>
      <ul class="columns">
        {results.value.map(({ name, what, difference }) => (
          <li key={name + what}>
            {name}, {what}: {difference || 'as recorded'}
          </li>
        ))}
      </ul>
    </details>
  );
}
