/** How far to trust all this: what every number rests on, and how to check it for oneself. */
import { carriedText } from '../../src/report/carried-text.ts';
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { Markdown } from './markdown.tsx';

/** @param audited - of how many networks an audit computes anew */
export function Trust({ scales, audited }: { readonly scales: readonly Shown[]; readonly audited: number }) {
  const records = scales.reduce((sum, { evidence }) => sum + evidence.records.length, 0);
  return (
    <Section id="trust" title="How far to trust it">
      <ul>
        <li>
          Rules are registered with the code that applies them, by a digest; every later change stands in the
          findings with its reason and with what had been seen by then.
        </li>
        <li>
          All {records} records lie in this page as they lay in the checkout that it was made from. While it
          begins to show them it checks each one’s digest, form and consistency, and then judges every
          hypothesis again; what does not hold is said in the findings’ place. Whether weights and predictions
          are right, the audit above asks of {audited} of them.
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
          nobody can foresee, and <code>npm run reproduce</code> trains the first study’s quick runs from
          nothing and compares them to the last bit.
        </li>
        <li>
          What none of it says: how other architectures, datasets or optimisers would come out. Intervals
          cover how seeds vary, and nothing else.
        </li>
      </ul>
    </Section>
  );
}
