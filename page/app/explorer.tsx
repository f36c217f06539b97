/** Lets a visitor move what the rules fix, and shows what becomes of the verdicts: judged here, by the modules that judge. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Choices } from '../../src/judging/hypothesis.ts';
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
import { explore, registeredChoices } from './explore.ts';

const LEVELS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3] as const;
const MOST_POINTS = 15;

const metrics = {
  own: ['each rule’s own', undefined],
  running: ['last epoch, running statistics', finalAccuracy],
  recomputed: ['last epoch, recomputed statistics', recomputedAccuracy],
  three: ['mean of the last three epochs', lastThreeAccuracy],
  best: ['best epoch, as the notebook', bestAccuracy],
} as const;

export function Explorer({ shown }: { readonly shown: Shown }) {
  const { evidence, verdicts } = shown;
  const { study } = evidence;
  const registered = registeredChoices(study);
  const level = useSignal(levelOf(registered.alpha));
  const extraPoints = useSignal(0);
  const metric = useSignal<keyof typeof metrics>('own');
  const seeds = useSignal(registered.seeds);
  const choices: Choices = {
    alpha: LEVELS[level.value] ?? registered.alpha,
    extraPoints: extraPoints.value,
    read: metrics[metric.value][1],
    seeds: seeds.value,
  };
  const moved = useMemo(() => explore(evidence, verdicts, choices), [evidence, ...Object.values(choices)]);
  const isRegistered =
    choices.alpha === registered.alpha &&
    choices.extraPoints === 0 &&
    !choices.read &&
    choices.seeds.length === registered.seeds.length;
  const reset = () => {
    level.value = levelOf(registered.alpha);
    extraPoints.value = 0;
    metric.value = 'own';
    seeds.value = registered.seeds;
  };
  return (
    <Section id="explorer" title="Would another rule have said otherwise?">
      <p>
        The rules were fixed before results were seen. Move what they fix, and the verdicts are judged anew,
        here, by the very modules that judge in a test run. A verdict that hangs on a choice should convince
        nobody; what is registered stays marked.
      </p>
      <div class="controls">
        <Slider
          label="Level α"
          value={level.value}
          max={LEVELS.length - 1}
          words={`${choices.alpha}${choices.alpha === registered.alpha ? ', registered' : ''}`}
          onChange={(value) => {
            level.value = value;
          }}
        />
        <Slider
          label="By how much more a claim must hold"
          value={extraPoints.value}
          max={MOST_POINTS}
          step={0.5}
          words={`${extraPoints.value} points${extraPoints.value === 0 ? ', registered' : ''}`}
          onChange={(value) => {
            extraPoints.value = value;
          }}
        />
        <Choice
          label="Accuracy"
          options={Object.entries(metrics).map(
            ([name, [words]]) => [name as keyof typeof metrics, words] as const,
          )}
          chosen={metric}
        />
        <Seeds
          numbers={study.grid.seeds}
          chosen={seeds.value}
          choose={(value) => {
            seeds.value = value;
          }}
        />
        <button type="button" onClick={reset} disabled={isRegistered}>
          Back to the registered rules
        </button>
      </div>
      <VerdictTable shown={shown} moved={moved} />
    </Section>
  );
}

function levelOf(alpha: number): number {
  return (LEVELS as readonly number[]).indexOf(alpha);
}

interface SeedsProps {
  readonly numbers: readonly number[];
  /** Places in the list. */
  readonly chosen: readonly number[];
  readonly choose: (chosen: readonly number[]) => void;
}

// Two at least: one difference has no spread.
function Seeds({ numbers, chosen, choose }: SeedsProps) {
  return (
    <fieldset class="choice">
      <legend>Seeds, two at least</legend>
      {numbers.map((seed, index) => {
        const has = chosen.includes(index);
        const others = chosen.filter((each) => each !== index);
        return (
          <label key={seed}>
            <input
              type="checkbox"
              checked={has}
              disabled={has && others.length < 2}
              onChange={() => choose(has ? others : [...others, index].sort())}
            />
            <span>{seed}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

function VerdictTable({ shown, moved }: { readonly shown: Shown; readonly moved: readonly Verdict[] }) {
  const { hypotheses } = shown.evidence.study;
  const rows = hypotheses.filter(({ movable }) => movable);
  return (
    <table class="verdicts">
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Question</th>
          <th scope="col">Effect and deciding bounds (points)</th>
          <th scope="col">Verdict here</th>
          <th scope="col">Registered</th>
        </tr>
      </thead>
      <tbody aria-live="polite">
        {rows.map(({ id, question }) => {
          const verdict = moved.find((each) => each.id === id);
          const registered = shown.verdicts.find((each) => each.id === id);
          const changed = verdict?.outcome !== registered?.outcome;
          return (
            <tr key={id} class={changed ? 'changed' : ''}>
              <th scope="row">{id}</th>
              <td>{question}</td>
              <td>{verdict?.comparisons.map(effectText).join('; ')}</td>
              <td>
                <span class={`outcome ${verdict?.outcome}`}>{verdict?.outcome}</span>
                {changed && <span class="small"> changed</span>}
              </td>
              <td>{registered?.outcome}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function effectText({ label, effect, bounds }: Comparison): string {
  return `${label}: ${points(effect)} ${interval(bounds)}`;
}
