/** How the study differs from the notebook and from the first study on purpose. */
import type { ScaleName } from '../../scale.ts';
import { design } from './design.ts';

/** One sentence per deviation. */
export function deviationsOf(scale: ScaleName): readonly string[] {
  const { width, trainImages, epochs } = design.scales[scale];
  return [
    'The notebook asks nothing of this: it names one explanation, the vanishing gradient, and tests none.',
    `Protocol and network are the notebook’s but for what each condition varies; the amount is not: width ${width} (64), ` +
      `${trainImages.toLocaleString('en')} training images (50,000), ${epochs} epochs (10).`,
    'Accuracy by recomputed statistics decides, so that a lag of evaluation cannot be taken for one of learning; the notebook’s own evaluation stands beside it.',
  ];
}
