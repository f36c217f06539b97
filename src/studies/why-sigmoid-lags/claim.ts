/** What the study asks, as one sentence. */
export const claim =
  'Of the reasons why deep networks with batch norm learn less with Sigmoid than with ReLU, interventions tell some from others.';
