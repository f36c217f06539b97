/** Vitest's global set-up: says which seed the properties use, and fetches CIFAR-10 before any worker asks for it. */
import { loadCifar10 } from '../../src/dataset/cifar10.ts';
import { propertySeed } from './property-seed.ts';

export async function setup(): Promise<void> {
  console.log(` Properties: fast-check seed ${propertySeed(process.env)} (FC_SEED=<integer> draws others)`);
  await loadCifar10();
}
