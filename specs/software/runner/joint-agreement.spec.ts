import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/records/evidence.ts';
import { compareJointly } from '../../../src/runner/joint-agreement.ts';
import { normalDraws } from '../../support/normal-draws.ts';
import { asTheNotebookSays, planted, swapped } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';

const recordsOf = (accuracyOf: (run: Run) => number) => planted(accuracyOf);
/** As the notebook says, seeds 1 point apart by chance. */
const drawn = (seed: number, change: (run: Run) => number = () => 0): Evidence => {
  const draw = normalDraws(seed, 'joint-agreement');
  return recordsOf((run) => asTheNotebookSays(run) + 0.01 * draw() + change(run));
};
/** The same, of a study with no hypothesis but the gate: all that a comparison asks, in a thirtieth of the time. */
const gateAlone = (evidence: Evidence): Evidence => {
  const hypotheses = evidence.study.hypotheses.filter(({ gate }) => gate);
  return { ...evidence, study: { ...evidence.study, hypotheses } };
};
const recorded = drawn(1);
const compare = (own: Evidence) => compareJointly(recorded, own);

describe('compareJointly', () => {
  it('agrees with another sample of the same, and says by how much it differs', () => {
    const { agrees, findings } = compare(drawn(2));
    expect(agrees).toBe(true);
    expect(findings).toHaveLength(4);
    expect(findings[0]).toMatch(
      /^Mean over an arm: largest difference [+−]0\.\d\d points \((ReLU|Sigmoid)\), of ±\d\.\d\d that seeds explain\.$/,
    );
    expect(findings.join()).not.toContain('DIFFERENT');
  });

  // Each of these agreed when runs were compared one by one, by intervals of 3 seeds at α / 30.
  it.each<[string, Evidence, string]>([
    ['arms that are swapped', recordsOf(swapped(asTheNotebookSays)), 'DIFFERENT: Mean over an arm'],
    [
      'networks that guess',
      recordsOf(({ seed }) => 0.1 + seed / 10_000),
      'DIFFERENT: Better than guessing there and not here: ReLU with 8, ',
    ],
    [
      'an arm that is 3 points worse',
      drawn(3, ({ activation }) => (activation === 'relu' ? -0.03 : 0)),
      'DIFFERENT: Mean over an arm',
    ],
    [
      'one condition that is 6 points worse',
      drawn(4, ({ activation, depth }) => (activation === 'sigmoid' && depth === 4 ? -0.06 : 0)),
      'DIFFERENT: Mean of a condition: largest difference −',
    ],
  ])('sees %s', (_, own, finding) => {
    const { agrees, findings } = compare(own);
    expect(agrees).toBe(false);
    expect(findings.join('\n')).toContain(finding);
  });

  it('sees a gate that comes out otherwise, within what seeds explain', () => {
    const noisy = (seed: number) => {
      const draw = normalDraws(seed, 'noisy');
      return recordsOf(() => 0.5 + 0.05 * draw());
    };
    const lead = recordsOf(
      ({ activation, seed }) => 0.5 + (activation === 'relu' ? 0.02 * (1 + seed / 20) : 0),
    );
    const { findings } = compareJointly(lead, noisy(5));
    expect(findings.at(-1)).toMatch(/^DIFFERENT: The gate: .* there, .* here\.$/);
  });

  // 400 engines that find the same: at most 5 % are to be called different, and 8.6 % or more would be chance once in a thousand.
  it('calls another engine different by chance no more often than its level says', () => {
    const different = Array.from({ length: 400 }, (_, trial) => {
      const [one, other] = [gateAlone(drawn(2 * trial + 100)), gateAlone(drawn(2 * trial + 101))];
      const { findings } = compareJointly(one, other);
      return findings.slice(0, 2).some((finding) => finding.startsWith('DIFFERENT'));
    });
    expect(different.filter(Boolean).length).toBeLessThan(0.086 * 400);
  });
});
