/** What a further study found about the gap: a spec holds the words to that study's committed results. */

export const further =
  'What explains the gap early in training? A second study, [why Sigmoid lags](../why-sigmoid-lags/findings.md), put six explanations of it, and one of its ' +
  'evaluation, to interventions, at its `quick` scale, of width 16, with 4 blocks and 4 seeds. Refuted are the predictions that a larger gradient as a whole helps ' +
  '(under Adam one 16 times as large changes nothing, E1), that cutting Sigmoid off at ½, which gives it an even part, lifts it (E2), that four times the epochs bring it to where ' +
  'ReLU is (they bring it to where ReLU was half way, E5) and that a readout of fresh features finds less in them (E6); not decided are that they vary ' +
  'too little for Adam’s steps (standardised, both arms gain, and a fifth of the gap goes, E3), that zeros at the border cost it (E4) and, of ' +
  'evaluation, that running means trail its mean of ½ (E7). None of the six is shown to explain the gap by itself; smaller parts, and several together, ' +
  'are not excluded.';
