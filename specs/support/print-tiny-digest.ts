/** Trains tiny runs on the wasm engine and prints a digest of each; a process of its own, for determinism specs. */
import { startEngine } from '../../src/engine/engine.ts';
import { nodeHost } from '../../src/node-host.ts';
import { encodeWeights } from '../../src/records/weights-file.ts';
import { trainTiny } from './tiny-run.ts';

await startEngine('wasm');
for (const kind of [
  { blockKind: 'convolution', activation: 'relu' },
  { blockKind: 'convolution', activation: 'sigmoid' },
  { blockKind: 'dense', activation: 'relu' },
] as const) {
  const { network, recomputed, chain } = await trainTiny({ ...kind, width: 8, depth: 3 });
  const { parameters, statistics: running } = network;
  // The chain holds all that was computed but the recomputed statistics, which the file of weights holds.
  const parts = [JSON.stringify(chain), encodeWeights({ parameters, running, recomputed }, 'tiny')];
  console.log(nodeHost.sha256(parts.map((part) => Buffer.from(part))));
}
