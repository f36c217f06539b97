/** The seven explanations in a reader's words: what each predicts of its intervention, and by which figure to see it. */

export interface Explanation {
  /** The hypothesis that judges it. */
  readonly id: string;
  readonly name: string;
  /** The intervention, in a few words. */
  readonly intervention: string;
  /** What must happen if the explanation holds. */
  readonly predicts: string;
  readonly figure: string;
}

export const explanations: readonly Explanation[] = [
  {
    id: 'E1',
    name: 'magnitude: the gradient is too small',
    intervention: 'loss times 16, and over 16',
    predicts: 'a larger gradient helps',
    figure: 'magnitude',
  },
  {
    id: 'E2',
    name: 'parity: the even part is missing',
    intervention: 'max(½, σ) and identity',
    predicts: 'the first comes near ReLU, the second near Sigmoid',
    figure: 'parity',
  },
  {
    id: 'E3',
    name: 'step budget: features vary too little for Adam’s steps',
    intervention: 'features of unit variance, three learning rates',
    predicts: 'more than half of the gap closes',
    figure: 'step-budget',
  },
  {
    id: 'E4',
    name: 'padding: zeros beside a mean of ½ draw a border',
    intervention: 'σ − ½, with 1 block and with many',
    predicts: 'depth gains more',
    figure: 'padding',
  },
  {
    id: 'E5',
    name: 'speed: the same, only slower',
    intervention: 'four times the epochs',
    predicts: 'Sigmoid catches up',
    figure: 'speed',
  },
  {
    id: 'E6',
    name: 'information: features hold less from the start',
    intervention: 'a linear readout before any training',
    predicts: 'it finds less with Sigmoid',
    figure: 'information',
  },
  {
    id: 'E7',
    name: 'lag (of evaluation): running means trail a mean of ½',
    intervention: 'σ − ½, both evaluations',
    predicts: 'less is hidden',
    figure: 'lag',
  },
];
