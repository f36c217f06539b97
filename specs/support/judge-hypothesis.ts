/** The body of every hypothesis spec: judge stored evidence, hand the verdict to the reporter, hold the gate. */
import { describe, expect, inject, it } from 'vitest';
import type { Hypothesis } from '../../src/judging/hypothesis.ts';
import { judge, type Verdict } from '../../src/judging/verdict.ts';
import type { Evidence } from '../../src/records/evidence.ts';
import { gatherEvidence, hypotheses, judgeFamilies } from './this-study.ts';
import '../../src/runner/task-meta.ts';
import { study } from './this-study.ts';

/** Declares the hypothesis's test, titled by its claim. It judges and never trains. */
export function judgeHypothesis(hypothesis: Hypothesis): void {
  const { scale, store, gates } = inject('plan');
  describe(hypothesis.id, () => {
    it(hypothesis.claim, async ({ task }) => {
      const verdict = judgeInFamily(hypothesis, await gatherEvidence(store, scale));
      task.meta.verdict = verdict;
      if (hypothesis.gate && gates && study.scales[scale].evidence) {
        expect(verdict.outcome, verdict.reason).toBe('supported');
      }
    });
  });
}

/** Judges one hypothesis as the report does: a selection of specs claims no more than its family allows. */
export function judgeInFamily({ id }: Hypothesis, evidence: Evidence): Verdict {
  const { sequences, together } = study.analysis;
  const families: readonly (readonly string[])[] = [...sequences, together];
  const family = families.find((ids) => ids.includes(id)) ?? [id];
  const members = hypotheses.filter((member) => family.includes(member.id));
  const verdicts = judgeFamilies(members.map((member) => judge(member, evidence)));
  return verdicts.find((verdict) => verdict.id === id)!;
}
