/** What the verdicts say, question by question, for a reader who wants the answer first. */
import type { Verdict } from '../judging/verdict.ts';
import type { Study } from '../study.ts';
import { wasTested } from './verdict-on.ts';

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
    const answer = wasTested(verdict.reason) ? answers[verdict.outcome] : 'Not tested';
    return [`${question} ${answer} (${id}).`];
  });
  return [...answered, ...prose.conclusions(verdicts)];
}
