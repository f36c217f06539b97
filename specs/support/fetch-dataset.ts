/** Vitest's global set-up: fetches CIFAR-10 once, with a progress bar, before any worker asks for it. */
import { loadCifar10 } from '../../src/dataset/cifar10.ts';

// Vitest calls the set-up once a project, each time with modules of its own; the global object is what they share.
const shared = globalThis as { datasetFetched?: Promise<unknown> };

export async function setup(): Promise<void> {
  shared.datasetFetched ??= loadCifar10().then(() => undefined);
  await shared.datasetFetched;
}
