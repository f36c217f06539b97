/** Worlds in which an explanation of why Sigmoid lags holds or not, as evidence of as much as the second study's rules read. */
import type { Evidence } from '../../src/records/evidence.ts';
import { whySigmoidLags as study } from '../../src/studies/why-sigmoid-lags/study.ts';
import { probeSettingsOf, type Run, runsOf, settingsOf } from '../../src/study.ts';

/** Expected percentages: of a condition by recomputed statistics, of what running ones hide, of a readout. */
export interface World {
  readonly accuracy: (run: Run) => number;
  readonly hidden: (run: Run) => number;
  readonly readout: (activation: Run['activation'], depth: number) => number;
}

/** Condition by condition, as `sigmoid-loss-times-16-4`. */
const nameOf = ({ activation, variation, depth }: Run) =>
  [activation, ...(variation ? [variation] : []), depth].join('-');

/** Nothing explains the gap: every intervention leaves Sigmoid where it is. */
export const unexplained: World = worldOf({});

/**
 * Makes a world from what differs in it: percentages by condition, of `hidden <activation>`, or of `readout <activation>`.
 *
 * @param differs - the gap is 17 points, from 45 to 28, where nothing is said
 */
export function worldOf(differs: Readonly<Record<string, number>>): World {
  return {
    accuracy: (run) => differs[nameOf(run)] ?? (run.activation === 'relu' ? 45 : run.depth === 1 ? 24 : 28),
    hidden: ({ activation, depth }) =>
      depth === 1 ? 0 : (differs[`hidden ${activation}`] ?? (activation.endsWith('igmoid') ? 8 : 0)),
    readout: (activation) => differs[`readout ${activation}`] ?? 30,
  };
}

const runs = runsOf(study, 'quick').map((run) => ({ run, epochs: settingsOf(study, run).epochs }));

/**
 * Makes the evidence of a world.
 *
 * @param noise - added to each percentage: independent draws, one per accuracy
 */
export function evidenceOf(world: World, noise: () => number): Evidence {
  const records = runs.map(({ run, epochs }) => {
    const recomputed = (world.accuracy(run) + noise()) / 100;
    const running = recomputed - (world.hidden(run) + noise()) / 100;
    const last = { testAccuracy: running, recomputedTestAccuracy: recomputed };
    return { run, epochs: Array.from({ length: epochs }, () => last) };
  });
  const settings = probeSettingsOf(study, 'quick');
  const probes = settings.seeds.flatMap((seed) =>
    settings.activations.flatMap((activation) =>
      settings.depths.map((depth) => ({
        batchNorm: true,
        activation,
        depth,
        seed,
        readoutAccuracy: (world.readout(activation, depth) + noise()) / 100,
      })),
    ),
  );
  return {
    study,
    scale: 'quick',
    engine: 'wasm',
    records,
    probe: { settings, probes },
  } as unknown as Evidence;
}
