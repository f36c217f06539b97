/** Another study's part of the page: what it asks, its answer, its verdicts in plain words, its figures one at a time. */
import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { plainWords } from '../../src/report/plain-words.ts';
import { Choice, Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { FigureView } from './figure-view.tsx';
import { Markdown } from './markdown.tsx';

export function FurtherStudy({ shown }: { readonly shown: Shown }) {
  const { evidence, verdicts } = shown;
  const { study, scale } = evidence;
  const figures = useMemo(() => study.prose.figures(evidence, verdicts), [evidence]);
  const chosen = useSignal(study.prose.headFigure[0]);
  const figure = figures[chosen.value];
  const options = Object.entries(figures).map(([name, { title }]) => [name, title] as const);
  return (
    <Section id={study.name} title={titleOf(study.name)}>
      <blockquote>{study.claim}</blockquote>
      <Markdown text={study.prose.answer(evidence, verdicts)} />
      <ul>
        {plainWords(study, verdicts).map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <Choice label="Figure" options={options} chosen={chosen} />
      {figure && <FigureView figure={figure} from={{ study: study.name, scale }} />}
      <p class="small">
        Every rule with its numbers: <code>reports/{study.name}/findings.md</code>.
      </p>
    </Section>
  );
}

/** A study's folder is named after what it asks: `why-sigmoid-lags` → `Why sigmoid lags`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
