/**
 * Trains a condition of the first study at `quick` scale with any seeds, and prints one line of JSON per network: what
 * `tools/pytorch/replicate.py` keeps of PyTorch's. For comparisons beyond the grid; nothing of it is evidence.
 *
 *     npx tsx tools/train-seeds.ts relu 2 101 116
 */
import { loadCifar10 } from '../src/dataset/cifar10.ts';
import { startEngine } from '../src/engine/engine.ts';
import { activationNames } from '../src/network/activations.ts';
import { nodeHost } from '../src/node-host.ts';
import { reluVersusSigmoid } from '../src/studies/relu-versus-sigmoid/study.ts';
import { settingsOf } from '../src/study.ts';
import { gradientAverage } from '../src/training/gradient-flow.ts';
import { beginTraining, continueTraining } from '../src/training/training.ts';

const [name, depth, first, last] = process.argv.slice(2);
const activation = activationNames.find((known) => known === name);
if (!activation || ![depth, first, last].every((text) => Number.isInteger(Number(text)))) {
  throw new RangeError(
    `train-seeds needs an activation, a depth, a first and a last seed, got ${process.argv.slice(2)}`,
  );
}
await startEngine('wasm');
const data = await loadCifar10();
for (let seed = Number(first); seed <= Number(last); seed++) {
  const run = { scale: 'quick', activation, depth: Number(depth), seed } as const;
  const state = beginTraining(settingsOf(reluVersusSigmoid, run), data, nodeHost);
  for await (const _ of continueTraining(state, data, nodeHost));
  const epochs = state.epochs.map(
    ({ trainAccuracy, testAccuracy, recomputedTestAccuracy, meanAbsoluteGradients }) => ({
      trainAccuracy,
      testAccuracy,
      recomputedTestAccuracy,
      gradientAverage: gradientAverage(meanAbsoluteGradients),
    }),
  );
  console.log(JSON.stringify({ activation, depth: Number(depth), seed, epochs }));
}
