/** What the study asks, as one sentence. */
export const claim =
  'Deep networks with batch norm learn less with Sigmoid than with ReLU for a reason that interventions can tell apart from others.';
