import { describe, expect, it } from 'vitest';
import { judgeAll } from '../../../src/judging/judge-all.ts';
import { judgeInFamily } from '../../support/judge-hypothesis.ts';
import { asTheNotebookSays, planted } from '../../support/planted-accuracies.ts';
import type { Run } from '../../support/this-study.ts';
import { hypotheses } from '../../support/this-study.ts';

// The lead grows with depth, but is a deficit: H2b is supported alone, and H1, which comes first, refuted.
const behind = (run: Run) =>
  asTheNotebookSays(run) - (run.activation === 'relu' ? 0.5 - (run.depth * run.seed) / 1e4 : 0);

describe('judgeInFamily', () => {
  it.each(hypotheses)('judges $id by itself as it is judged with all', (hypothesis) => {
    for (const accuracyOf of [asTheNotebookSays, behind]) {
      const evidence = planted(accuracyOf);
      const all = judgeAll(evidence);
      expect(judgeInFamily(hypothesis, evidence)).toEqual(all.find(({ id }) => id === hypothesis.id));
    }
  });

  it('has a case in which that matters', () => {
    const leadSlope = hypotheses.find(({ id }) => id === 'H2b')!;
    expect(leadSlope.judge(planted(behind)).outcome).toBe('supported');
    expect(judgeInFamily(leadSlope, planted(behind)).outcome).toBe('inconclusive');
  });
});
