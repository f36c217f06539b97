/** The first half of the page: what was found, told by scrolling alone, with every figure to point at. */
import { signal } from '@preact/signals';
import { activationLooks } from '../../src/network/activations.ts';
import { accuracyFigure, leadFigure } from '../../src/report/figures/accuracy-figures.ts';
import { learningCurvesFigure } from '../../src/report/figures/curve-figures.ts';
import type { Figure } from '../../src/report/figures/figure.ts';
import { layersAtEpoch } from '../../src/report/figures/gradient-figures.ts';
import { dilutionSentence } from '../../src/report/mechanism.ts';
import { blocksText } from '../../src/report/number-format.ts';
import { Choice, Section, Slider } from './controls.tsx';
import type { Shown } from './evidence.ts';
import { FigureView } from './figure-view.tsx';
import { Markdown } from './markdown.tsx';

/** By which of batch norm's statistics networks are evaluated: the figures' panels in that order. */
const evaluation = signal(0);
const EVALUATIONS = [
  [0, 'running statistics, as the notebook'],
  [1, 'statistics recomputed for the same weights'],
] as const;

/** Number of blocks; 0 until the visitor chooses, which is the most. */
const depth = signal(0);
const epoch = signal(0);

/** A figure with one of its two evaluations, and what else it shows. */
function evaluated({ title, panels }: Figure): Figure {
  return { title, panels: panels.filter((_, index) => index === evaluation.value || index > 1) };
}

/** How the story begins: every network by its depth. */
export function ByDepth({ shown: { evidence } }: { readonly shown: Shown }) {
  const { study, scale } = evidence;
  const from = { study: study.name, scale };
  const [treatment, baseline] = [study.arms.treatment, study.arms.baseline].map(
    (arm) => activationLooks[arm].label,
  );
  return (
    <Section id="accuracy" title="Every network, by its depth">
      <p>
        Each dot is a network that was trained on real CIFAR-10 by code that gives the same bits on every
        machine; the lines join the means of the seeds. Dotted lines are what needs no network at all. A panel
        of its own has what the notebook printed after one run of each.
      </p>
      <FigureView figure={evaluated(accuracyFigure(evidence))} from={from} />
      <p>
        δ is {treatment} − {baseline} in percentage points, seed by seed, with the interval of its mean.
      </p>
      <FigureView figure={evaluated(leadFigure(evidence))} from={from} />
    </Section>
  );
}

/** How it goes on: under both evaluations epoch by epoch, and the gradient layer by layer. */
export function ByEpochAndLayer({ shown: { evidence } }: { readonly shown: Shown }) {
  const { study, scale } = evidence;
  const { depths } = study.grid;
  const { epochs, trainImages, statisticsImages } = study.scales[scale];
  const from = { study: study.name, scale };
  const chosenDepth = depth.value || Math.max(...depths);
  const depthOptions = depths.map((each) => [each, blocksText(each)] as const);
  return (
    <>
      <Section id="evaluation" title="One switch apart: the same networks, evaluated in two ways">
        <p>
          Batch norm has to be told by which mean and variance to normalise when a network is tested. The
          notebook uses running statistics, an average over past steps that trails the weights. The same
          weights can be tested by statistics recomputed for them over {statisticsImages.toLocaleString('en')}{' '}
          training images. Nothing else differs. The switch turns our own panels above, too.
        </p>
        <Choice label="Evaluate by" options={EVALUATIONS} chosen={evaluation} />
        <Choice label="Networks with" options={depthOptions} chosen={depth} fallback={Math.max(...depths)} />
        <FigureView figure={evaluated(learningCurvesFigure(evidence, [chosenDepth]))} from={from} />
      </Section>
      <Section id="gradient" title="Where the gradient goes">
        <p>
          The notebook’s explanation is that Sigmoid’s gradient vanishes on its way back to the image. Here is
          each layer’s gradient beside the size of its weights, from the stem at the image to the head. One
          that vanishes would fall from right to left.
        </p>
        <Slider
          label="After"
          value={epoch}
          max={epochs}
          words={
            epoch.value === 0
              ? 'no step: freshly initialised'
              : `epoch ${epoch.value} of ${epochs}, mean over its steps`
          }
        />
        <Choice label="Networks with" options={depthOptions} chosen={depth} fallback={Math.max(...depths)} />
        <FigureView figure={layersAtEpoch(evidence, chosenDepth, epoch.value)} from={from} />
        <details>
          <summary>And the notebook’s own measure, its “gradient average”?</summary>
          <Markdown text={dilutionSentence(evidence)} />
        </details>
        <p class="small">
          All of this at {scale} scale: {trainImages.toLocaleString('en')} training images, {epochs} epochs.
        </p>
      </Section>
    </>
  );
}
