/** Trains the first study's cheapest quick run, and prints when each step and epoch ended, milliseconds, as JSON. */
import { runSeconds } from '../../../src/cost.ts';
import { loadCifar10 } from '../../../src/dataset/cifar10.ts';
import { startEngine } from '../../../src/engine/engine.ts';
import { nodeHost } from '../../../src/node-host.ts';
import { studies } from '../../../src/studies/studies.ts';
import { runsOf, settingsOf } from '../../../src/study.ts';
import { beginTraining, continueTraining } from '../../../src/training/training.ts';

const [study] = studies;
// The page’s first choice.
const [run] = study
  ? [...runsOf(study, 'quick')].sort((one, other) => runSeconds(study, one) - runSeconds(study, other))
  : [];
if (!study || !run) throw new Error('There is no run');
await startEngine('wasm');
const data = await loadCifar10();
const state = beginTraining(settingsOf(study, run), data, nodeHost);
const times: number[] = [];
for await (const _ of continueTraining(state, data, nodeHost)) times.push(performance.now());
console.log(JSON.stringify(times));
