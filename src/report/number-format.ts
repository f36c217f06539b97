/** Numbers as the report prints them. */
import { mean } from '../statistics/mean.ts';
import { standardDeviation } from '../statistics/variance.ts';

/** A number with so many decimals, the same whichever way it was computed: a sum's last bits decide no rounding. */
export function fixed(value: number, places: number): string {
  return Number(value.toPrecision(12)).toFixed(places);
}

/** A fraction as per cent: `54.99 %`. @param fraction - 0–1 */
export function percent(fraction: number): string {
  return `${fixed(100 * fraction, 2)} %`;
}

/** A difference with its sign, in percentage points: `+10.40`. */
export function points(value: number): string {
  return signed(value, 2);
}

/** An interval, of percentage points unless told otherwise: `[+8.31, +12.02]`, or a dash where none could be computed. */
export function interval(bounds: readonly [number, number] | undefined, text = points): string {
  return bounds ? `[${text(bounds[0])}, ${text(bounds[1])}]` : '—';
}

/** A difference of logarithms with its sign: `−0.105`, which takes a digit more than points do. */
export function logarithm(value: number): string {
  return signed(value, 3);
}

function signed(value: number, places: number): string {
  const digits = fixed(Math.abs(value), places);
  return `${value < 0 && Number(digits) > 0 ? '−' : '+'}${digits}`;
}

/** Mean ± standard deviation over seeds, in per cent: `54.99 ± 1.20`. @param fractions - 0–1 */
export function meanAndDeviation(fractions: readonly number[]): string {
  const percents = fractions.map((value) => 100 * value);
  return `${fixed(mean(percents), 2)} ± ${fixed(standardDeviation(percents), 2)}`;
}

/** A network's depth in words. */
export function blocksText(depth: number): string {
  return `${depth} ${depth === 1 ? 'block' : 'blocks'}`;
}
