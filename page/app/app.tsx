/** The whole page: the answer, the story, and what a visitor can do. */
import { useMemo } from 'preact/hooks';
import { plainWords } from '../../src/report/plain-words.ts';
import type { Content } from '../content.ts';
import { Audit } from './audit.tsx';
import { themeChoice } from './environment.ts';
import type { Shown } from './evidence.ts';
import { Explorer } from './explorer.tsx';
import { FurtherStudy, titleOf } from './further-study.tsx';
import { Markdown } from './markdown.tsx';
import { RecordDialog } from './record-dialog.tsx';
import { Reproduce } from './reproduce.tsx';
import { ByDepth, ByEpochAndLayer } from './story.tsx';
import { Tampering } from './tampering.tsx';
import { Trust } from './trust.tsx';

interface Props {
  readonly scales: readonly Shown[];
  readonly specimen: Content['specimen'];
  /** Whether all of it is shown, or only how it begins. */
  readonly whole: boolean;
}

export function App({ scales, specimen, whole }: Props) {
  const [first, ...others] = scales;
  if (!first) return <p>No study is judged yet.</p>;
  const { study } = first.evidence;
  // Of each study the scale that heads its report.
  const further = others.filter(
    ({ evidence: { study: other } }, index) =>
      other.name !== study.name &&
      others.findIndex(({ evidence }) => evidence.study.name === other.name) === index,
  );
  const own = scales.find(
    ({ evidence: { scale, study: of } }) => scale === 'quick' && of.name === specimen.study,
  );
  return (
    <>
      <Top first={first} further={further} />
      <main>
        <Hero shown={first} />
        <ByDepth shown={first} />
        {whole && (
          <>
            <ByEpochAndLayer shown={first} />
            {further.map((shown) => (
              <FurtherStudy key={shown.evidence.study.name} shown={shown} />
            ))}
            {study.choices && <Explorer shown={first} registered={study.choices} />}
            <Reproduce scales={scales} />
            <Audit shown={own ?? first} />
            {own && <Tampering shown={own} specimen={specimen} />}
            <Trust scales={scales} audited={(own ?? first).evidence.records.length} />
          </>
        )}
      </main>
      <RecordDialog scales={scales} />
    </>
  );
}

function Top({ first, further }: { readonly first: Shown; readonly further: readonly Shown[] }) {
  const links = [
    ['accuracy', 'Accuracy'],
    ['evaluation', 'Evaluation'],
    ['gradient', 'Gradient'],
    ...further.map(({ evidence: { study } }) => [study.name, titleOf(study.name)]),
    ...(first.evidence.study.choices ? ([['explorer', 'Other rules']] as const) : []),
    ['reproduce', 'Reproduce'],
    ['audit', 'Audit'],
    ['tamper', 'Tamper'],
    ['trust', 'Trust'],
  ] as const;
  return (
    <header class="top">
      <nav aria-label="Sections">
        {links.map(([id, words]) => (
          <a key={id} href={`#${id}`}>
            {words}
          </a>
        ))}
      </nav>
      <label class="theme">
        <span>Colours</span>
        <select
          value={themeChoice.value}
          onChange={(event) => {
            themeChoice.value = event.currentTarget.value as typeof themeChoice.value;
          }}
        >
          <option value="system">as the system</option>
          <option value="light">light</option>
          <option value="dark">dark</option>
        </select>
      </label>
    </header>
  );
}

function Hero({ shown: { evidence, verdicts } }: { readonly shown: Shown }) {
  const { study } = evidence;
  const words = useMemo(() => plainWords(study, verdicts), [verdicts]);
  return (
    <div class="hero">
      <p class="kicker">An executable paper</p>
      <h1>Does ReLU beat Sigmoid as a network gets deeper?</h1>
      <blockquote>{study.claim}</blockquote>
      <Markdown text={study.prose.answer(evidence, verdicts)} />
      <details>
        <summary>Question by question</summary>
        <ul>
          {words.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
    </div>
  );
}
