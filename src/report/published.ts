/** What a study's source published of a condition, if it did, to stand beside our results; never an input to a verdict. */
import type { ActivationName } from '../network/activations.ts';
import type { PublishedCondition, Study } from '../study.ts';

export function publishedOf(
  { published }: Study,
  activation: ActivationName,
  depth: number,
): PublishedCondition | undefined {
  return published.find((row) => row.activation === activation && row.depth === depth);
}
