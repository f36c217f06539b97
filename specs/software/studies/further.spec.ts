/** What the first study's report says of the second is what the second found. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Results } from '../../../src/report/results.ts';
import { further } from '../../../src/studies/relu-versus-sigmoid/further.ts';

const file = new URL('../../../reports/why-sigmoid-lags/results.json', import.meta.url);
const results = JSON.parse(readFileSync(file, 'utf8')) as Results;
const outcomes = Object.fromEntries(results.hypotheses.map(({ id, outcome }) => [id, outcome]));

/** Which hypotheses the words between two others name. */
const named = (from: string, to: string) =>
  [...further.slice(further.indexOf(from), further.indexOf(to)).matchAll(/\bE\d/g)].map(([id]) => id);

describe('what is said of the second study', () => {
  it('names each explanation once, under its outcome', () => {
    const of = (wanted: string) => Object.keys(outcomes).filter((id) => outcomes[id] === wanted);
    expect(named('Refuted', 'not decided')).toEqual(of('refuted'));
    expect(named('not decided', 'None of')).toEqual(of('inconclusive'));
    expect(of('supported')).toEqual([]);
  });

  it('says no more of magnitude than was seen: not a tenth of a point', () => {
    const e1 = results.hypotheses.find(({ id }) => id === 'E1')!;
    expect(Math.abs(e1.comparisons[0]!.effect)).toBeLessThan(0.1);
  });
});
