/** A TensorFlow wheel as Python installs it, and what the engine needs of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Wheel {
  /** Of Python's package `tensorflow`; empty if there is none. */
  readonly folder: string;
  /** What was installed: `tensorflow`, which uses a GPU where it finds one, or `tensorflow-cpu`. */
  readonly name: string;
  readonly version: string;
}

/** What tfjs-node looks for below its folder `deps`, and where the wheel has it. */
export const LINKS: readonly (readonly [name: string, target: string])[] = [
  ['include', 'include'],
  ['lib/libtensorflow.so', 'libtensorflow_cc.so.2'],
  ['lib/libtensorflow_cc.so.2', 'libtensorflow_cc.so.2'],
  ['lib/libtensorflow_framework.so', 'libtensorflow_framework.so.2'],
  ['lib/libtensorflow_framework.so.2', 'libtensorflow_framework.so.2'],
];

const NODES = { oldest: 20, newest: 26 } as const;

/** @throws Error if the addon is not known to build on this Node */
export function requireNode(version: string): void {
  const major = Number.parseInt(version, 10);
  if (major >= NODES.oldest && major <= NODES.newest) return;
  throw new Error(`engine:tensorflow needs Node ${NODES.oldest} to ${NODES.newest}, got ${version}`);
}

/**
 * @returns the wheel
 * @throws Error if there is none, or one without the libraries, with the command that installs one
 */
export function requireWheel(wheel: Wheel): Wheel {
  const install =
    'in a virtual environment, "pip install tensorflow-cpu==2.21.0" (or tensorflow, for CUDA 12)';
  if (wheel.folder === '') {
    throw new Error(
      `engine:tensorflow needs an installed TensorFlow wheel, and this Python has none: ${install}`,
    );
  }
  const absent = LINKS.map(([, target]) => target).find((target) => !existsSync(join(wheel.folder, target)));
  if (absent === undefined) return wheel;
  throw new Error(
    `engine:tensorflow needs a wheel that brings ${absent}, as those for Linux do since 2.12, got ${wheel.name} ${wheel.version} ` +
      `in ${wheel.folder}: ${install}`,
  );
}
