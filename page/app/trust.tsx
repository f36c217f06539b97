/** How far to trust all this: what every number rests on, and how to check it for oneself. */
import { Section } from './controls.tsx';
import type { Shown } from './evidence.ts';

export function Trust({ scales }: { readonly scales: readonly Shown[] }) {
  const records = scales.reduce((sum, { evidence }) => sum + evidence.records.length, 0);
  return (
    <Section id="trust" title="How far to trust it">
      <ul>
        <li>
          Rules were registered before the results that they judge, with the code that applies them, by a
          digest; every later change stands in the findings with its reason and with what had been seen by
          then.
        </li>
        <li>
          All {records} records were read by this page as the project reads them: each one’s digest, form and
          consistency hold, or you would not see it. {scales.map(carriedText).join(' ')}
        </li>
        <li>
          A record says what computed it: source, kernels and packages by their digests. When any of them
          changes, it is stale until it is computed again, or a part of it that shows that the bits are the
          same.
        </li>
        <li>
          In a checkout of the project, <code>npm test</code> judges everything anew after spot checks that
          nobody can foresee, and <code>npm run reproduce</code> trains every quick run from nothing and
          compares it to the last bit.
        </li>
        <li>
          What it does not say: these are three seeds of one architecture on one dataset, with one optimiser
          and one learning rate. Spread over seeds is in every interval; how other datasets would come out is
          not.
        </li>
      </ul>
    </Section>
  );
}

function carriedText({ evidence: { carried, study, scale } }: Shown): string {
  if (!carried) return '';
  return `Those of ${study.name} at ${scale} scale were computed by earlier code and carried to today’s on ${carried.date} (${carried.extents.join('; ')}).`;
}
