/** Verdicts, as tests: every hypothesis of a study judged on stored evidence; the gate has to be supported. */
import { describe, expect, inject, it } from 'vitest';
import { judgeAll } from '../../src/judging/judge-all.ts';
import { gatherEvidence } from '../../src/records/gather-evidence.ts';
import { studyNamed } from '../../src/studies/studies.ts';
import '../../src/runner/task-meta.ts';

const { study: name, scale, store, gates } = inject('plan');
const study = studyNamed(name);
// Once for all; each test waits for it, so that what is wrong with the evidence fails every one.
const verdicts = gatherEvidence(study, store, scale).then(judgeAll);
verdicts.catch(() => {});

describe.each(study.hypotheses)('$id', ({ id, claim, gate }) => {
  it(claim, async ({ task }) => {
    const verdict = (await verdicts).find((each) => each.id === id);
    if (!verdict) throw new Error(`${id} was not judged`);
    task.meta.verdict = verdict;
    if (gate && gates && study.scales[scale].evidence) {
      expect(verdict.outcome, verdict.reason).toBe('supported');
    }
  });
});
