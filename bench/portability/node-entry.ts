/** A Node's half of the comparison, a process of its own: `<this> <task as JSON> <path of kernels.wasm>` prints JSON. */
import { loadCifar10 } from '../../src/dataset/cifar10.ts';
import { readKernels } from '../../src/engine/wasm/read-kernels.ts';
import { nodeHost } from '../../src/node-host.ts';
import { answerTask, type Task } from './answer-task.ts';

const [task = '', kernels] = process.argv.slice(2);
const answer = await answerTask(JSON.parse(task) as Task, await readKernels(kernels), loadCifar10, nodeHost);
const { node, v8 } = process.versions;
console.log(JSON.stringify({ version: `Node ${node}, V8 ${v8}`, answer }));
