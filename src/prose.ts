/** What a study's report says and shows that no other's does. */
import type { Verdict } from './judging/verdict.ts';
import type { Evidence } from './records/evidence.ts';
import type { Figure } from './report/figures/figure.ts';
import type { ScaleName } from './scale.ts';

/** Sentences, tables and figures that follow from a study's own hypotheses. */
export interface Prose {
  /** The first paragraph: what became of the claim. */
  readonly answer: (evidence: Evidence, verdicts: readonly Verdict[]) => string;
  /** Sentences that follow from several verdicts together. */
  readonly conclusions: (verdicts: readonly Verdict[]) => readonly string[];
  /** By the names of their files. */
  readonly figures: (evidence: Evidence, verdicts: readonly Verdict[]) => Readonly<Record<string, Figure>>;
  /** The figure that stands below the answer: its name, and words for those who do not see it. */
  readonly headFigure: readonly [name: string, alternative: string];
  /** What was found, without the rules that judge it: paragraphs. @param figuresFolder - relative to the report */
  readonly results: (
    evidence: Evidence,
    verdicts: readonly Verdict[],
    figuresFolder: string,
  ) => readonly string[];
  /** What a further study found about the same question, below the answers; absent where there is none. */
  readonly further?: string;
  /** Paragraphs that follow the table of verdicts. */
  readonly notes: readonly string[];
  /** Paragraphs of the appendix: its rules applied otherwise than registered. */
  readonly robustness: (evidence: Evidence, verdicts: readonly Verdict[]) => readonly string[];
  /** How the study differs from its source on purpose, one sentence each. */
  readonly deviations: (scale: ScaleName) => readonly string[];
}
