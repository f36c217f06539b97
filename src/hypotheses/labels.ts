/** Names as a reader expects them. */
import type { ActivationName } from '../network/activations.ts';

const ACTIVATION_LABELS: Readonly<Partial<Record<ActivationName, string>>> = {
  relu: 'ReLU',
  sigmoid: 'Sigmoid',
};

/** An activation's name in the field's own spelling, or as the code has it. */
export function activationLabel(name: ActivationName): string {
  return ACTIVATION_LABELS[name] ?? name;
}
