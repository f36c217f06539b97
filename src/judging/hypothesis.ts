/** What a hypothesis is: a claim with the rule that decides it. */
import type { Evidence } from '../records/evidence.ts';
import type { RunRecord } from '../records/run-record.ts';
import type { Outcome, Verdict } from './verdict.ts';

/** What a rule fixes before results, and a reader may move, to see what hangs on it. */
export interface Choices {
  /** The level that the levels of a rule's bounds follow from. */
  readonly alpha: number;
  /** By so many percentage points more than its own margin asks, the claim has to hold. */
  readonly extraPoints: number;
  /** Accuracy, 0–1, off a record; the rule's own metric if absent. */
  readonly read?: ((record: RunRecord) => number) | undefined;
  /** Places in the study's list of seeds. */
  readonly seeds: readonly number[];
}

export interface Hypothesis {
  /** `H1` and so on. */
  readonly id: string;
  /** What a reader would ask. */
  readonly question: string;
  /** What each outcome answers: no more than the verdict says. */
  readonly answers: Readonly<Record<Outcome, string>>;
  /** The claim as a full sentence; specs and report use it as their title. */
  readonly claim: string;
  /** Where the claim is from, or what speaks for it. */
  readonly origin: string;
  /** Which field of which records is read, and what is made of it. */
  readonly reads: string;
  /** The decision rule, fixed before results. */
  readonly rule: string;
  /** Whether `vitest` fails unless it is supported. */
  readonly gate: boolean;
  /** Whether it is judged in a family that keeps its error level; all others are shown for what they are. */
  readonly status: 'confirmatory' | 'exploratory';
  readonly registered: {
    /** ISO 8601 date. */
    readonly date: string;
    /** What had been seen of results by then. */
    readonly after: 'pilot' | 'quick' | 'paper';
  };
  /** Whether its rule can be applied with other choices. */
  readonly movable?: boolean;
  /**
   * Applies the rule.
   *
   * @param choices - the registered ones if absent; a rule that is not movable looks at none
   * @throws IncompleteEvidence if a run that the rule needs has no valid, finite record
   */
  readonly judge: (evidence: Evidence, choices?: Choices) => Omit<Verdict, 'id'>;
}

/** Answers of a claim that an effect has a sign. */
export const yesOrOpposite: Hypothesis['answers'] = {
  supported: 'Yes',
  refuted: 'No, the opposite',
  inconclusive: 'Not decided by this evidence',
};

/** Answers of a claim that an effect passes a margin: a smaller one need not be the opposite. */
export const yesOrNo: Hypothesis['answers'] = { ...yesOrOpposite, refuted: 'No' };
