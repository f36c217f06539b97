/** What a further study found about the gap: a spec holds the words to that study's committed results. */
import type { Outcome } from '../../judging/verdict.ts';

/** The outcomes that the words below rest on, by hypothesis of `why-sigmoid-lags`. */
export const furtherOutcomes: Readonly<Record<string, Outcome>> = {
  E1: 'refuted',
  E2: 'refuted',
  E3: 'inconclusive',
  E4: 'inconclusive',
  E5: 'refuted',
  E6: 'refuted',
  E7: 'inconclusive',
};

export const further =
  'What explains the gap, then? A second study, [why Sigmoid lags](../why-sigmoid-lags/findings.md), put seven explanations to interventions, early ' +
  'in training and with 4 blocks. Refuted are that the gradient is too small (under Adam one 16 times as large changes nothing, E1), that an even part ' +
  'is missing (E2), that Sigmoid only takes longer (E5) and that its features say less from the start (E6); not decided are that they vary too little ' +
  'for Adam’s steps (E3), that zeros at the border cost it (E4) and, of evaluation, that running means trail its mean of ½ (E7). None of the seven is ' +
  'shown to explain it.';
