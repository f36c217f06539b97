/** The networks that are measured: the notebook's at three depths, and the deepest one of the `quick` scale. */
import { design } from '../../src/studies/relu-versus-sigmoid/design.ts';

/** One network size. */
export interface BenchmarkCase {
  /** What `--cases` filters by, such as `paper-8`. */
  readonly id: string;
  /** A table's column heading. */
  readonly label: string;
  readonly width: number;
  readonly depth: number;
}

const NOTEBOOK_DEPTHS = [1, 4, 8]; // the shallowest, the middle and the deepest of the grid
const DEEPEST = Math.max(...design.grid.depths);

/** What the side-by-side comparison is measured on: the costliest network of the study. */
export const COSTLIEST_CASE = `paper-${DEEPEST}`;

/** Every network size, in the order of the tables' columns. */
export const benchmarkCases: readonly BenchmarkCase[] = [
  ...NOTEBOOK_DEPTHS.map((depth) => caseOf('paper', depth)),
  caseOf('quick', DEEPEST),
];

function caseOf(scale: 'paper' | 'quick', depth: number): BenchmarkCase {
  const { width } = design.scales[scale];
  const label = `width ${width}, depth ${depth}${scale === 'quick' ? ' (quick)' : ''}`;
  return { id: `${scale}-${depth}`, label, width, depth };
}
