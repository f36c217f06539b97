/** Lets a visitor move what the rules fix, and shows what becomes of the verdicts: judged here, by the modules that judge. */
import { type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Choices, Hypothesis } from '../../src/judging/hypothesis.ts';
import type { Comparison, Verdict } from '../../src/judging/verdict.ts';
import {
  bestAccuracy,
  finalAccuracy,
  lastThreeAccuracy,
  recomputedAccuracy,
} from '../../src/records/evidence.ts';
import { interval, points } from '../../src/report/number-format.ts';
import { Choice, Section, Slider } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { explore } from './explore.ts';

const LEVELS: readonly number[] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3];
const MOST_POINTS = 40;

const metrics = {
  own: ['each rule’s own', undefined],
  running: ['last epoch, running statistics', finalAccuracy],
  recomputed: ['last epoch, recomputed statistics', recomputedAccuracy],
  three: ['mean of the last three epochs', lastThreeAccuracy],
  best: ['best epoch, as the notebook', bestAccuracy],
} as const;

interface Moved {
  /** A place in the list of levels. */
  readonly level: Signal<number>;
  readonly extraPoints: Signal<number>;
  readonly metric: Signal<keyof typeof metrics>;
  /** Places in the list of seeds. */
  readonly seeds: Signal<readonly number[]>;
}

interface Props {
  readonly shown: Shown;
  readonly registered: Choices;
}

export function Explorer({ shown, registered }: Props) {
  const { evidence, verdicts } = shown;
  const { study } = evidence;
  const moved: Moved = {
    level: useSignal(LEVELS.indexOf(registered.alpha)),
    extraPoints: useSignal(0),
    metric: useSignal<keyof typeof metrics>('own'),
    seeds: useSignal(registered.seeds),
  };
  const choices: Choices = {
    alpha: LEVELS[moved.level.value] ?? registered.alpha,
    extraPoints: moved.extraPoints.value,
    read: metrics[moved.metric.value][1],
    seeds: moved.seeds.value,
  };
  const judged = useMemo(() => explore(evidence, verdicts, choices), [evidence, ...Object.values(choices)]);
  const rules = study.hypotheses.filter(({ movable }) => movable);
  return (
    <Section id="explorer" title="Would another rule have said otherwise?">
      <p>
        Each rule was registered with its level, its margin, its accuracy and its seeds; the table says what
        had been seen by then. Move them, and the verdicts are judged anew, here, by the very modules that
        judge in a test run. A verdict that hangs on a choice should convince nobody. H9a compares the two
        evaluations and H9b takes the recomputed one, whatever the accuracy that is chosen.
      </p>
      <Controls moved={moved} registered={registered} numbers={study.grid.seeds} />
      <p class="small" role="status">
        {changedWords(rules, judged, verdicts)} Judged with α = {choices.alpha}, {choices.extraPoints}{' '}
        {pointsWord(choices.extraPoints)} more than registered, {metrics[moved.metric.value][0]} accuracy,
        seeds {choices.seeds.map((index) => study.grid.seeds[index]).join(', ')}.
      </p>
      <VerdictTable rules={rules} judged={judged} byRegistered={verdicts} />
    </Section>
  );
}

const pointsWord = (count: number) => (count === 1 ? 'point' : 'points');

interface ControlsProps {
  readonly moved: Moved;
  readonly registered: Choices;
  readonly numbers: readonly number[];
}

function Controls({ moved: { level, extraPoints, metric, seeds }, registered, numbers }: ControlsProps) {
  const alpha = LEVELS[level.value];
  const reset = () => {
    level.value = LEVELS.indexOf(registered.alpha);
    extraPoints.value = 0;
    metric.value = 'own';
    seeds.value = registered.seeds;
  };
  return (
    <div class="controls">
      <Slider
        label="Level α"
        value={level}
        max={LEVELS.length - 1}
        words={`${alpha}${alpha === registered.alpha ? ', registered' : ''}`}
      />
      <Slider
        label="By how much more a claim must hold (H2b: per block)"
        value={extraPoints}
        max={MOST_POINTS}
        step={0.5}
        words={`${extraPoints.value} ${pointsWord(extraPoints.value)}${extraPoints.value === 0 ? ', registered' : ''}`}
      />
      <Choice
        label="Accuracy"
        options={Object.entries(metrics).map(
          ([name, [words]]) => [name as keyof typeof metrics, words] as const,
        )}
        chosen={metric}
      />
      <Seeds numbers={numbers} chosen={seeds} />
      <button type="button" onClick={reset}>
        Back to the registered rules
      </button>
    </div>
  );
}

// Two at least: one difference has no spread.
function Seeds({
  numbers,
  chosen,
}: {
  readonly numbers: readonly number[];
  readonly chosen: Moved['seeds'];
}) {
  return (
    <fieldset class="choice">
      <legend>Seeds, two at least</legend>
      {numbers.map((seed, index) => {
        const has = chosen.value.includes(index);
        const others = chosen.value.filter((each) => each !== index);
        return (
          <label key={seed}>
            <input
              type="checkbox"
              checked={has}
              disabled={has && others.length < 2}
              onChange={() => {
                chosen.value = has ? others : [...others, index].sort();
              }}
            />
            <span>{seed}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function changedWords(
  rules: readonly Hypothesis[],
  judged: readonly Verdict[],
  byRegistered: readonly Verdict[],
): string {
  const changed = rules
    .filter(({ id }) => outcomeOf(judged, id) !== outcomeOf(byRegistered, id))
    .map(({ id }) => id);
  return changed.length === 0 ? 'No verdict changes.' : `Changed: ${changed.join(', ')}.`;
}

function outcomeOf(verdicts: readonly Verdict[], id: string) {
  return verdicts.find((verdict) => verdict.id === id)?.outcome;
}

interface TableProps {
  readonly rules: readonly Hypothesis[];
  readonly judged: readonly Verdict[];
  readonly byRegistered: readonly Verdict[];
}

function VerdictTable({ rules, judged, byRegistered }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wider than a phone, so that it is to be scrolled by keys too
    <section class="table" tabIndex={0} aria-label="Verdicts, registered and moved">
      <table>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Question, and what was seen before</th>
            <th scope="col">Effect and deciding bounds (points)</th>
            <th scope="col">Verdict here</th>
            <th scope="col">Registered</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ id, question, registered: { date, after } }) => {
            const verdict = judged.find((each) => each.id === id);
            const before = outcomeOf(byRegistered, id);
            const changed = verdict?.outcome !== before;
            return (
              <tr key={id} class={changed ? 'changed' : ''}>
                <th scope="row">{id}</th>
                <td>
                  {question}{' '}
                  <span class="small">
                    {date}, after {after === 'pilot' ? 'a pilot' : `${after} scale`}
                  </span>
                </td>
                <td>
                  {verdict?.comparisons.map(effectText).join('; ')}
                  {verdict && byFamily(verdict) && <span class="small"> {byFamily(verdict)}</span>}
                </td>
                <td>
                  <span class={`outcome ${verdict?.outcome}`}>{verdict?.outcome}</span>
                  {changed && <span class="small"> changed</span>}
                </td>
                <td>{before}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

// Why it is not what its own bounds say: the first sentence of its reason.
function byFamily({ reason }: Verdict): string | undefined {
  return /^(Not tested: [^.]*\.|By Holm’s procedure [^,]*, above [\d.]*\d\.)/.exec(reason)?.[1];
}

function effectText({ label, effect, bounds }: Comparison): string {
  return `${label}: ${points(effect)} ${interval(bounds)}`;
}
