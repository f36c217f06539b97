/** The report's middle: what was found, figure by figure, without the rules that judge it. */
import { activationLooks } from '../network/activations.ts';
import { type Evidence, finalAccuracy, recomputedAccuracy } from '../records/evidence.ts';
import {
  accuracyTable,
  classTable,
  slopeTable,
  trainTestSentence,
  trainTestTable,
} from './accuracy-tables.ts';
import { admissibility, baselinesOf } from './baselines.ts';
import { besidePublished } from './beside-published.ts';
import { figureOf } from './figure-link.ts';
import { leadName, leadOverEpochs, leadShape } from './lead.ts';
import { decayTable, dilutionSentence, dilutionTable, headSentence, offsetSentence } from './mechanism.ts';
import { blocksText, percent } from './number-format.ts';
import { table } from './table.ts';

/**
 * Sets all results of one scale: learning curves, accuracy by depth, the lead, gradients, classes, the notebook beside.
 *
 * @param figuresFolder - relative to the report
 */
export function resultsSection(evidence: Evidence, figuresFolder: string): readonly string[] {
  const { study } = evidence;
  const [treatment, baseline] = [study.arms.treatment, study.arms.baseline].map(
    (arm) => activationLooks[arm].label,
  );
  const deepest = Math.max(...study.grid.depths);
  const shallowest = Math.min(...study.grid.depths);
  const figure = figureOf(figuresFolder);
  const { statisticsImages, probeSeeds } = study.scales[evidence.scale];
  return [
    '## How the networks learn',
    figure('learning-curves', 'Test accuracy after every epoch, by running and by recomputed statistics'),
    'Means over seeds in bold, single seeds thin. Both panels show the same networks at the same moments. On the left batch norm uses its ' +
      'running statistics, an average over past steps, as the notebook does; on the right statistics recomputed for the weights of that ' +
      `moment over the first ${statisticsImages.toLocaleString('en')} training images ([Wu & Johnson 2021](https://arxiv.org/abs/2105.07576)). ` +
      leadOverEpochs(evidence),
    baselineText(evidence),
    figure('loss', `Training loss over the steps, with ${blocksText(shallowest)} and with ${deepest}`),
    'The loss of the training batches, for which batch norm uses each batch’s own statistics: no evaluation is involved.',
    '## Accuracy by depth',
    accuracyTable(evidence),
    'Test accuracy after the last epoch, mean ± standard deviation over seeds. δ is ' +
      `${leadName(study)} in percentage points, paired by seed, with its ` +
      'two-sided 95 % interval, which covers how seeds vary after that epoch; the bounds that rules decide by stand below, and some are one-sided.',
    trainTestTable(evidence),
    'The last epoch’s accuracy on its training batches, while the weights still change, beside test accuracy by recomputed statistics: a ' +
      `training figure far above is overfitting, two low figures are a network that has not learned. ${trainTestSentence(evidence)}`,
    '## The lead',
    figure('lead', `${treatment}’s lead over ${baseline} by number of blocks`),
    slopeTable(evidence),
    'Slopes of the least-squares line over the number of blocks. The notebook’s are of best epochs, from one run each; its panel has an axis of its own. ' +
      `A line need not be the shape: δ changes, in points by number of blocks, ${leadShape(evidence, finalAccuracy)} by running statistics, ` +
      `${leadShape(evidence, recomputedAccuracy)} by recomputed ones.`,
    '## Where the gradient goes',
    figure('layers', `Gradient of each layer beside its weights, ${deepest} blocks`),
    'A gradient that vanishes falls from the head towards the stem, from right to left. ‖∂L/∂W‖ / ‖W‖ per layer; seeds thin. ' +
      `${headSentence(evidence)} Rules that compare the first block with the last ask what happens between the blocks, not at the head.`,
    figure('first-layer-gradient', 'Gradient of the first layer at initialisation by number of blocks'),
    `The first layer’s gradient at initialisation, median over ${probeSeeds} seeds. By which factor it changes per block, over the first ` +
      `${probeSeeds / 2} of them:`,
    decayTable(evidence),
    offsetSentence(evidence),
    'Theory speaks of wide networks whose weights are as they were drawn: without batch norm every gradient vanishes there, ReLU’s too, so that this part of H8 checks a ' +
      'derivation rather than a conjecture. What is to be found out is what batch norm leaves of it.',
    '### The notebook’s gradient average',
    figure('gradient-average', 'The notebook’s gradient average by number of blocks, here and there'),
    'The notebook’s measure: per batch the mean over parameter tensors of mean |g|, averaged over batches and epochs.',
    dilutionTable(evidence),
    dilutionSentence(evidence),
    '## Class by class',
    classTable(evidence),
    `Final test accuracy with ${deepest} blocks, mean over seeds.`,
    ...(evidence.scale === 'paper' && study.published.length > 0 ? besidePublished(evidence) : []),
  ];
}

function baselineText(evidence: Evidence): string {
  const { arms, grid } = evidence.study;
  const [baseline, shallowest] = [activationLooks[arms.baseline].label, Math.min(...grid.depths)];
  const baselines = baselinesOf(evidence);
  const rows = baselines.map(({ label, accuracy }) => [label, percent(accuracy), beaten(evidence, accuracy)]);
  const able = admissibility(evidence);
  const rule = able
    ? ` A scale can test the claim if ${baseline} with ${blocksText(shallowest)} beats the regression on mean colours; here it reaches ${percent(able.accuracy)}, so ` +
      `this scale ${able.admissible ? 'can' : 'cannot'}.`
    : '';
  return [
    table([['Needs no network', 'test accuracy', 'runs that end below it'], ...rows]),
    `Fitted and scored on the same images as the networks, whose final accuracies are by running statistics.${rule}`,
  ].join('\n\n');
}

function beaten({ records }: Evidence, accuracy: number): string {
  const below = records.filter((record) => finalAccuracy(record) < accuracy);
  return `${below.length} of ${records.length}`;
}
