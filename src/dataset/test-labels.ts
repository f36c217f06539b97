/** The classes of CIFAR-10's 10,000 test images, in order: what predictions are scored against without loading images. */
import digits from './test-labels.json' with { type: 'json' };

/** Class indices, uint8 [10,000]; a spec holds them to the official file. */
export const testLabels: Uint8Array = Uint8Array.from(digits, Number);
