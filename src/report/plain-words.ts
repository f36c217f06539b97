/** What the verdicts say, question by question, for a reader who wants the answer first. */
import type { Verdict } from '../judging/verdict.ts';
import type { Study } from '../study.ts';

/**
 * Answers each hypothesis's question by its outcome alone, so that no answer can say more than its verdict does.
 *
 * @returns a line per hypothesis that was judged, then what several of them mean together
 */
export function plainWords(
  { hypotheses, prose }: Pick<Study, 'hypotheses' | 'prose'>,
  verdicts: readonly Verdict[],
): readonly string[] {
  const answered = hypotheses.flatMap(({ id, question, answers }) => {
    const verdict = verdicts.find((each) => each.id === id);
    if (!verdict) return [];
    // By its family: what comes first in a fixed order is not supported.
    const answer = verdict.reason.startsWith('Not tested') ? 'Not tested' : answers[verdict.outcome];
    return [`${question} ${answer} (${id}).`];
  });
  return [...answered, ...prose.conclusions(verdicts)];
}
