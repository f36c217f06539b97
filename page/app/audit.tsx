/** An audit by the visitor: randomness of their own draws what is computed again, here, and compared with the records. */
import { signal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { chancesText, drawImages, drawSpotChecks } from '../../src/runner/spot-check-plan.ts';
import { runName, runsOf } from '../../src/study.ts';
import type { Answer, AuditTask } from '../worker/messages.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { startTask, type Task } from './task.ts';
import { Trouble } from './trouble.tsx';
import { useUniqueId } from './unique-id.ts';

type Checked = Extract<Answer, { kind: 'checked' }>;
type State =
  | { readonly kind: 'idle' | 'running' | 'cancelled' | 'ended' }
  | Extract<Answer, { kind: 'failed' }>;

const state = signal<State>({ kind: 'idle' });
const results = signal<readonly Checked[]>([]);
/** What is being fetched; empty while something is computed. */
const loading = signal('');
const draw = signal(newDraw());
let task: Task | undefined;

function newDraw(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}

/** Everything that one audit looks at. */
function auditOf({ evidence, texts }: Shown, text: string): AuditTask {
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
  return { kind: 'audit', networks, prefixes };
}

function start(request: AuditTask): void {
  results.value = [];
  loading.value = 'the engine';
  state.value = { kind: 'running' };
  task = startTask(request, hear);
}

function hear(answer: Answer): void {
  if (answer.kind === 'loading') loading.value = answer.what;
  if (answer.kind === 'checked') {
    results.value = [...results.value, answer];
    loading.value = '';
  }
  if (answer.kind === 'failed') state.value = answer;
  if (answer.kind === 'ended') state.value = { kind: 'ended' };
}

function end(to: 'cancelled' | 'idle'): void {
  task?.end();
  state.value = { kind: to };
  if (to === 'idle') results.value = [];
}

export function Audit({ shown }: { readonly shown: Shown }) {
  const id = useUniqueId();
  const { study, scale } = shown.evidence;
  const due = useMemo(() => auditOf(shown, draw.value), [shown, draw.value]);
  const { networks, prefixes } = due;
  const checked = { networks: networks.length, prefixes: prefixes.length, probes: 0 };
  const running = state.value.kind === 'running';
  return (
    <Section id="audit" title="Audit it yourself">
      <p>
        Whoever forges a record does not know what will be looked at, if you draw it. From your text follow{' '}
        {networks[0]?.images.length ?? 0} test images for each of the {networks.length} networks of{' '}
        {study.name} at {scale} scale, and {prefixes.length} runs whose first steps are trained again: all of
        it is computed in this browser and compared with what is recorded.
      </p>
      <div class="controls">
        <label for={id}>Your randomness</label>
        <input
          id={id}
          type="text"
          value={draw.value}
          disabled={running}
          onInput={(event) => {
            end('idle');
            draw.value = event.currentTarget.value;
          }}
        />
        <div class="buttons">
          <button type="button" class="primary" onClick={() => (running ? end('cancelled') : start(due))}>
            {running ? 'Cancel' : 'Audit'}
          </button>
        </div>
      </div>
      <Status due={due} chances={chancesText(study, scale, checked)} />
      {results.value.length > 0 && <Results />}
    </Section>
  );
}

function Status({ due, chances }: { readonly due: AuditTask; readonly chances: string }) {
  const now = state.value;
  const all = due.networks.length + due.prefixes.length;
  const done = results.value.length;
  return (
    <div class="status">
      {now.kind === 'running' && (
        <>
          <progress max={all} value={done} aria-label="parts checked" />
          <p>
            {loading.value
              ? `Fetching ${loading.value}…`
              : `${done} of ${all} checked, ${differing()} so far.`}
          </p>
        </>
      )}
      <div role="status">
        {now.kind === 'cancelled' && (
          <p>
            Cancelled after {done} of {all} parts: {differing()} so far.
          </p>
        )}
        {now.kind === 'failed' && <Trouble {...now} />}
        {now.kind === 'ended' && <Conclusion chances={chances} />}
      </div>
    </div>
  );
}

function wrong(): readonly Checked[] {
  return results.value.filter(({ difference }) => difference !== '');
}

function differing(): string {
  const { length } = wrong();
  return length === 0 ? 'all as recorded' : `${length} not as recorded`;
}

function Conclusion({ chances }: { readonly chances: string }) {
  const [first, ...others] = wrong();
  if (!first) {
    return (
      <p class="equal">
        <strong>All {results.value.length} parts came out as recorded.</strong> In such an audit {chances}.
      </p>
    );
  }
  return (
    <p class="parted">
      <strong>{first.name} came out different:</strong> {first.difference}
      {others.length > 0 && `; and so did ${others.length} more`}.
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
