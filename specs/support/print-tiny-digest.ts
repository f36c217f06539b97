/** Trains the tiny run on the wasm engine and prints its weights' digest; a process of its own, for determinism specs. */
import { startEngine } from '../../src/engine/engine.ts';
import { trainRun } from '../../src/training/training.ts';
import { tinyData, tinySettings } from './tiny-run.ts';

await startEngine('wasm');
const { weightsDigest } = await trainRun({ ...tinySettings, width: 8, depth: 3 }, tinyData);
console.log(weightsDigest);
