/** Every change of the registered design since its registration, in order, each with what had been seen by then. */
import type { Amendment } from '../../judging/registration.ts';

export const amendments: readonly Amendment[] = [
  {
    date: '2026-11-24',
    digest: '2abe54f070ddd0003d0e08e1d70b5124f549b3a599726254488e4b9e994318dc',
    seen:
      'All results of `quick` scale by running statistics, and a reanalysis of the gradients at initialisation of seeds 1 to 30 there; pilot ' +
      'seeds 101 to 103; at full width and data, one seed: the first two epochs with 1 block and the first four with 8 blocks, ' +
      'by running statistics; a PyTorch pilot of three epochs at width 16, one seed, with 1 and 8 blocks under both evaluations; one Sigmoid run with ' +
      '1 block at `quick` scale under both evaluations. No record of `paper` scale.',
    changes: [
      {
        before: '`quick` scale (width 16, 5,000 images, 4 epochs) was the evidence.',
        after:
          '`paper` scale, the notebook’s own, is primary and heads the report whatever it says: 30 runs on engine `wasm`, seeds 1 to 3, the final epoch. ' +
          '`quick` is reported as what it is, speed of early training. No verdict before all 30 records; no seed is added, no run dropped.',
        reason:
          '160 steps are 41 % of one epoch of the notebook, and every Sigmoid network there is worse than a regression on three mean colours: ' +
          'it cannot test the claim.',
      },
      {
        before: 'H2 judged the growth of the lead by ranks alone.',
        after: 'H2b judges its slope in points per block; H2 stays, as exploratory.',
        reason: 'Ranks of 3 seeds over 5 depths cannot say by how much the lead grows.',
      },
      {
        before: 'H4 asked whether Sigmoid fails to gain by depth.',
        after: 'H4b asks whether it loses more than 2 points; H4 stays, as exploratory.',
        reason: 'The notebook concludes a substantial degradation, which is more than no gain.',
      },
      {
        before: 'H7 asked whether Sigmoid’s gradient shrinks faster, from 3 seeds.',
        after:
          'H7b asks whether the two shrink alike, to within a tenth per block, from 30 new seeds of the probe; H7 stays, as exploratory.',
        reason: 'That H7 was not shown was a matter of 3 seeds; equivalence can be shown, or refuted.',
      },
      {
        before: 'Every epoch was evaluated by batch norm’s running statistics.',
        after:
          'It is evaluated a second time by statistics recomputed over a fixed part of the training images, and H9a and H9b ask whether Sigmoid’s decline is ' +
          'one of learning or of evaluation. The gate stays H1 by running statistics.',
        reason:
          'In pilots the two evaluations of the same deep Sigmoid network differ by many points, and by the recomputed one it gains by depth.',
      },
      {
        before: 'H1 was confirmatory and the others stood beside it.',
        after:
          'Two confirmatory families, each in fixed order at 5 %: H1, then H2b; and H9a, then H9b. H4b and H7b together by Holm’s procedure. All others ' +
          'are exploratory.',
        reason: 'Thirteen verdicts at 5 % each would err too often together.',
      },
      {
        before: 'The digest covered the design and the texts of the rules.',
        after:
          'It covers the code that judges too: rules, readers of records, statistics, and the packages that these compute with.',
        reason: 'A rule could be changed under its text.',
      },
    ],
  },
  {
    date: '2026-11-24',
    digest: '045bffdd188fc13713d4d0f9d3e45dcbf0d8eb1a7762350cb76b01b57f3c56c2',
    seen: 'As before; training at `paper` scale had begun, and none of its runs had ended.',
    changes: [
      {
        before:
          'The digest covered a file of the package of distributions that is not the one that is loaded.',
        after: 'It covers the one that is loaded. No rule changed.',
        reason: 'The package has two forms, and the digest was taken of the wrong one.',
      },
    ],
  },
  {
    date: '2026-11-24',
    digest: 'ca82f942cc968baa73ae2c70c1df7595d3e2149ce3d58f8fe2b06a8c69c697b3',
    seen: 'As before; two runs at `paper` scale were under way, and none had ended.',
    changes: [
      {
        before: 'The code that judges imported the design of this study.',
        after: 'It is given a study as a value. No rule changed.',
        reason: 'The same code is to judge a second study.',
      },
      {
        before: 'The chance for which seeds needed are planned, 80 %, stood in the design.',
        after: 'It stands where they are planned, with the same value.',
        reason: 'Nothing else read it, and one number is to stand in one place.',
      },
    ],
  },
  {
    date: '2026-11-27',
    digest: 'cd4aecc92e8808402259be4ab08c36ff2ce8693c040a3e4e585bc23202a0251e',
    seen: 'As before; no run at `paper` scale had ended.',
    changes: [
      {
        before: 'What each outcome means in plain words stood apart from the hypotheses.',
        after: 'Each hypothesis says its question and what each outcome answers. No rule changed.',
        reason: 'A hypothesis is to be one file.',
      },
      {
        before: 'H5 was judged for every activation of the grid, which were the two that it names.',
        after: 'It is judged for the two that it names. No verdict changes.',
        reason: 'A third activation in the grid would have changed what the claim is judged by.',
      },
      {
        before: 'A condition was an activation at a depth.',
        after: 'It may have a variation of the protocol too; this study has none. No rule changed.',
        reason: 'A second study varies what is trained.',
      },
    ],
  },
  {
    date: '2026-11-27',
    digest: '39f67b6a4f7072932108cc51603b702876fcfc35c2ee948910ec235628a59f87',
    seen: 'As before; no run at `paper` scale had ended.',
    changes: [
      {
        before: 'Six rules had their level, their margin, what they read and their seeds in their own code.',
        after:
          'They take them as choices, which are the registered ones unless a reader moves them. No rule changed, and no verdict.',
        reason: 'The page lets readers see which verdicts hang on a choice, by the code that judges.',
      },
    ],
  },
  {
    date: '2026-11-28',
    digest: '593ddff75402a162dd6e3eb0affdc28ca91e091f2679c774e998decdbd2d2fdd',
    seen: 'As before; 14 runs at `paper` scale had ended, and nothing of them had been looked at.',
    changes: [
      {
        before: 'H1 to H8 were said to be registered before any result.',
        after: 'They are said to be registered after a pilot. No rule changed.',
        reason:
          '`quick` scale had been chosen by three other seeds, 101 to 103. With them ReLU led by 9 to 12 points with 4, 6 and 8 blocks, and that is a result.',
      },
      {
        before:
          'Design and rules were said to stand in the history before the first evidence, under the digest of the registration.',
        after:
          'Rules and design have stood there since before the first record. The digest was first taken 11 minutes after the last of the 30 `quick` ' +
          'records; in between the name of an arm changed, and how a p is printed, and no rule.',
        reason: 'A reader compared the sentence with the history.',
      },
    ],
  },
  {
    date: '2026-11-29',
    digest: 'b5b7050587e7434855be418e843b043e6f6ac0a3261aec63375892377310b20e',
    seen: 'As before; 20 runs at `paper` scale had ended, and nothing of them had been looked at.',
    changes: [
      {
        before:
          'H6 claimed that the gradient average falls by a larger share for Sigmoid, H7 that its gradient shrinks faster, “as the notebook says”.',
        after:
          'They claim what their rules compare: that a smaller share of the average is left, and that the gradient changes per block by a smaller factor. No rule changed.',
        reason: 'Either can be supported where both averages, or both gradients, grow with depth.',
      },
      {
        before: 'Where H1 is refuted, it answered “No, the opposite”.',
        after: 'It answers “No, at one of these depths the opposite”. No rule changed.',
        reason: 'Its test stops at the first depth that fails, and says nothing of the depths after it.',
      },
    ],
  },
  {
    date: '2026-11-30',
    digest: '6466ac328322dc2d6be293d1884531e1602b51fae0433e7e600aa2e08eede326',
    seen: 'All results.',
    changes: [
      {
        before:
          'Which scale a plain test run judges, and so which one heads the report and gates, was said beside the registration.',
        after:
          'The digest holds it: `paper`, then `quick` beside it, as amended on 2026-11-24. No rule changed.',
        reason: 'An attack on the gate put another scale in its place, and no amendment was asked for.',
      },
      {
        before: 'Comparisons of H7 and H8 were labelled “ln a block”.',
        after: 'They are labelled “ln per block”, as those of H7b. No rule changed.',
        reason: 'One unit had two names.',
      },
      {
        before:
          'A condition’s values were found by the names of runs, and probed networks by their activation first.',
        after: 'Runs are found by their fields, networks by their seed first; the values are the same.',
        reason: 'Simulations of how often rules err take less time.',
      },
    ],
  },
];
