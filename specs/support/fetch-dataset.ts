/** Vitest's global set-up: fetches CIFAR-10 once, with a progress bar, before any worker asks for it. */
import { loadCifar10 } from '../../src/dataset/cifar10.ts';

export async function setup(): Promise<void> {
  await loadCifar10();
}
