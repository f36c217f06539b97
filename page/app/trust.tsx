/** How far to trust all this: what every number rests on, and how to check it for oneself. */
import { carriedText } from '../../src/report/carried-text.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { Markdown } from './markdown.tsx';

export function Trust({ scales }: { readonly scales: readonly Shown[] }) {
  const records = scales.reduce((sum, { evidence }) => sum + evidence.records.length, 0);
  return (
    <Section id="trust" title="How far to trust it">
      <ul>
        <li>
          Rules are registered with the code that applies them, by a digest; every later change stands in the
          findings with its reason and with what had been seen by then.
        </li>
        <li>
          All {records} records lie in this page as they were committed. It checked each one’s digest, form
          and consistency before it showed anything, and judged every hypothesis again. Whether their weights
          and predictions are right, the audit above asks.
        </li>
        {scales.flatMap(({ evidence }) =>
          carriedText(evidence).map((text) => (
            <li key={text}>
              {evidence.study.name}, {evidence.scale}: <Markdown text={text} />
            </li>
          )),
        )}
        <li>
          In a checkout of the project, <code>npm test</code> judges everything anew after spot checks that
          nobody can foresee, and <code>npm run reproduce</code> trains every quick run from nothing and
          compares it to the last bit.
        </li>
        <li>
          What none of it says: how other architectures, datasets or optimisers would come out. Intervals
          cover how seeds vary, and nothing else.
        </li>
      </ul>
    </Section>
  );
}
