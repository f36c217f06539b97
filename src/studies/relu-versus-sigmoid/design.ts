/** The study's design as one frozen value: what is trained, how, how much of it, and the numbers that it is judged by. */
import type { Scale, ScaleName } from '../../scale.ts';
import { frozen } from '../../study.ts';

const grid = {
  blockKind: 'convolution', // the kind that the notebook ran; `dense` blocks are built and tested, not part of the claim
  activations: ['relu', 'sigmoid'],
  depths: [1, 2, 4, 6, 8], // the notebook's num_blocks_list
  seeds: [1, 2, 3], // the notebook says "repeated 3 times" and ran once; here it is three
} as const;

// The notebook's training protocol; Adam's moments and ε are PyTorch's defaults.
const protocol = {
  imageShape: [32, 32, 3],
  batchSize: 128,
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
} as const;

const scales: Readonly<Record<ScaleName, Scale>> = {
  // Proves that the pipeline runs, in seconds; far too little training to say anything.
  smoke: {
    width: 4,
    trainImages: 160,
    trainDigest: 'faf376b73c186a7833de9dbd5ae490255810fbcbdaa03c03d65a64a2d23b1fdc',
    testImages: 100,
    testDigest: '82cfd0817064dcbd30fcde222295ea7e58931fda297ac529c24c1c9719b155b1',
    statisticsImages: 128,
    epochs: 2,
    probeSeeds: 6,
    evidence: false,
  },
  // Chosen by a pilot with this width and these images but other seeds (101 to 103), and a power calculation.
  // δ = ReLU − Sigmoid, mean (standard deviation) over the pilot's seeds, percentage points:
  //   depth          4             6             8         pooled sd   power of H1's t test with 3 seeds, least of 3 depths
  //   3 epochs    8.8 (1.1)    8.8 (3.7)    11.7 (0.3)       2.24      .989, or .73 if the sd is its upper 95 % limit, 4.30
  //   4 epochs   10.8 (1.8)    9.8 (1.5)    11.2 (2.2)       1.84      .9997, or .90 if the sd is its upper 95 % limit, 3.53
  // So 4 epochs: 3 seeds then find the effect even if the pilot's sd was lucky. 4,000 test images keep the sampling
  // error of an accuracy under 0.8 percentage points (√(¼ / 4000)); all 30 runs take minutes on 2 cores.
  quick: {
    width: 16,
    trainImages: 5000,
    trainDigest: '8ec4f3481d2bd0bdeb9b56d43c9cc84842bc7b070513183311081ec8204e571d',
    testImages: 4000,
    testDigest: '53a1023015d5f72bca6f064a4b8fe2105ffff193c7ae5577c4da4c0b99656b9b',
    statisticsImages: 1280,
    epochs: 4,
    probeSeeds: 60,
    evidence: true,
  },
  // The notebook's own setting. 5,120 images are 40 batches, and each sees 131,072 pixels per channel: what a mean over
  // them still errs by is far below a standard deviation, and a tenth of the images costs little time.
  paper: {
    width: 64,
    trainImages: 50_000,
    trainDigest: '1e91790dbaf241617ca1f29a9aba08eb9a62df84cc90676b47edd05ad2ab3c94',
    testImages: 10_000,
    testDigest: '9a4c74f5c8b6f2c4e13d3a1dfb43a5a8cda8a9da515e99fd620d2013a1a6287a',
    statisticsImages: 5120,
    epochs: 10,
    probeSeeds: 60,
    evidence: true,
  },
};

// H8's ablation: gradients at initialisation only, with and without batch norm, at the scale's width.
const probe = {
  batchSize: 64, // half of training's: batch norm sees 64 × 1024 pixels per channel, enough to be itself
} as const;

const analysis = {
  /** One-sided for H1, H4b, H7b, H9a and H9b, two-sided for the others: the field's usual 5 %. */
  alpha: 0.05,
  /** H1 tests these in this order and stops at the first that fails, so no α is split: the claim is about depth. */
  gateDepths: [8, 6, 4],
  /** H2 and H5: 1 %, stricter than need be: Page's exact test attains .0476, .0363, .0272, .0198, .0141 and .0097 too. */
  trendAlpha: 0.01,
  /** H4: gaining less than this many percentage points counts as no gain: about twice the test set's sampling error. */
  marginPoints: 1,
  /** H4b: losing more than this many percentage points counts as a decline: four times the test set's sampling error. */
  declinePoints: 2,
  /** H9a: a lift of the evaluation counts from here on: twice the test set's sampling error, as in H4. */
  liftPoints: 1,
  /** H7b: slopes that differ by less than a factor of 0.9 per block are alike: over 7 blocks that is about a half. */
  equivalenceFactor: 0.9,
  /** Confirmatory families in a fixed order, each at alpha: the notebook's claim, and its evaluation. */
  sequences: [
    ['H1', 'H2b'],
    ['H9a', 'H9b'],
  ],
  /** Confirmatory by Holm's procedure at alpha: the decline, and the mechanism. */
  together: ['H4b', 'H7b'],
  /** H8: a gradient that at least halves with each block is called vanishing: by 8 blocks less than 1 % is left. */
  vanishingFactor: 0.5,
  /** H8: one that keeps at least four fifths per block is called steady. */
  steadyFactor: 0.8,
  /** H8: "geometric" means that a straight line in the logarithm explains at least this share of the variation. */
  smallestFit: 0.95,
} as const;

export const design = frozen({
  name: 'relu-versus-sigmoid',
  grid,
  protocol,
  scales,
  probe,
  analysis,
} as const);

/** What a plain test run judges: see `Study`. */
export const judgedScales: readonly ScaleName[] = ['paper', 'quick'];
