/** The interval of a mean over seeds, as figures and sentences show it. */
import { pairedT } from '../statistics/paired-t.ts';

/** The two-sided 95 % interval of the mean, or undefined where values do not spread. @param values - at least 2 */
export function meanInterval(values: readonly number[]): readonly [number, number] | undefined {
  const zeros = values.map(() => 0);
  const test = pairedT(values, zeros);
  return test.kind === 'estimate' ? test.interval : undefined;
}
