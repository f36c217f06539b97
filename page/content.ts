/** What the page is made of: the evidence of every judged study and scale, as it was committed and judged. */
import type { Verdict } from '../src/judging/verdict.ts';
import type { Carried } from '../src/records/evidence.ts';
import type { ScaleName } from '../src/study.ts';
import type { Columns } from './columns.ts';

/** One scale of one study. */
export interface ScaleContent {
  readonly study: string;
  readonly scale: ScaleName;
  readonly engine: 'wasm';
  /** Texts of the runs' records to the last character, in the study's order: the page checks them itself. */
  readonly records: readonly string[];
  /** Text of the probe's record. */
  readonly probe: string;
  readonly carried: Carried | undefined;
  readonly verdicts: readonly Verdict[];
}

/** The same as it is packed. */
export type PackedScale = Omit<ScaleContent, 'records'> & { readonly records: Columns };

export interface Content {
  /** The first is the one that the page tells of. */
  readonly scales: readonly ScaleContent[];
  /** A small network's file of weights, base64, for a page that has no server to ask for others. */
  readonly specimen: { readonly study: string; readonly record: string; readonly weights: string };
}

/** What comes first of the content, before its scales. */
export interface Head {
  readonly specimen: Content['specimen'];
  /** How many scales follow. */
  readonly scales: number;
}

/** The images that runs of a scale need, as the page fetches them. */
export function imagesPath(set: 'train' | 'test', count: number): string {
  return `images/${set}-${count}.bin`;
}

/** The file of weights that belongs to a record. */
export function weightsPath(study: string, scale: ScaleName, record: string): string {
  return `weights/${study}/${scale}/${record}.safetensors`;
}

/** What a worker needs beside images and weights, each at this path below the page's own. */
export const enginePaths = {
  worker: 'worker.js',
  kernels: 'kernels.wasm',
  backend: 'tfjs-backend-wasm-simd.wasm',
} as const;
