/** The body of every hypothesis spec: judge stored evidence, hand the verdict to the reporter, hold the gate. */
import { describe, expect, inject, it } from 'vitest';
import { type Hypothesis, judge } from '../../src/hypotheses/verdict.ts';
import { gatherEvidence } from '../../src/records/gather-evidence.ts';
import '../../src/report/task-meta.ts';
import { study } from '../../src/study.ts';

/** Declares the hypothesis's test, titled by its claim. It judges and never trains. */
export function judgeHypothesis(hypothesis: Hypothesis): void {
  const { scale, store } = inject('session');
  describe(hypothesis.id, () => {
    it(hypothesis.claim, async ({ task }) => {
      const verdict = judge(hypothesis, await gatherEvidence(store, scale));
      task.meta.verdict = verdict;
      if (hypothesis.gate && study.scales[scale].evidence) {
        expect(verdict.outcome, verdict.reason).toBe('supported');
      }
    });
  });
}
