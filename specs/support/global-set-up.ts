/** Vitest's global set-up: says which seed the properties use, and fetches CIFAR-10 before any worker asks for it. */
import { ensureCifar10 } from '../../src/dataset/cifar10.ts';
import { DatasetError } from '../../src/dataset/dataset-error.ts';
import { exitCodes } from '../../src/runner/conclusion.ts';
import { propertySeed } from './property-seed.ts';

export async function setup(): Promise<void> {
  console.log(` Properties: fast-check seed ${propertySeed(process.env)} (FC_SEED=<integer> draws others)`);
  await ensureCifar10().catch(endWithout);
}

// Here, for nothing could be concluded: Vitest would call it an unhandled error, and its reporters a run without files.
function endWithout(error: unknown): never {
  if (!(error instanceof DatasetError)) throw error;
  console.error(` ${error.message}`);
  process.exit(exitCodes.evidence);
}
