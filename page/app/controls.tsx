/** The few controls that sections share. */
import type { Signal } from '@preact/signals';
import { useUniqueId } from './unique-id.ts';

interface ChoiceProps<Value extends string | number> {
  readonly label: string;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly chosen: Signal<Value>;
  /** What counts as chosen before anything was. */
  readonly fallback?: Value;
}

/** One of a few, all of them in sight. */
export function Choice<Value extends string | number>({
  label,
  options,
  chosen,
  fallback,
}: ChoiceProps<Value>) {
  const name = useUniqueId();
  const value = options.some(([each]) => each === chosen.value) ? chosen.value : fallback;
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {options.map(([each, words]) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            checked={value === each}
            onChange={() => {
              chosen.value = each;
            }}
          />
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: Signal<number>;
  readonly max: number;
  readonly step?: number;
  /** What the place on the slider means. */
  readonly words: string;
}

export function Slider({ label, value, max, step = 1, words }: SliderProps) {
  return (
    <label class="slider">
      <span>
        {label}: <strong>{words}</strong>
      </span>
      <input
        type="range"
        min={0}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        onInput={(event) => {
          value.value = Number(event.currentTarget.value);
        }}
      />
    </label>
  );
}

/** A part of the story. */
export function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: preact.ComponentChildren;
}) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}
