/** Numbers as the report prints them. */

/** A fraction as per cent: `54.99 %`. @param fraction - 0–1 */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(2)} %`;
}

/** A difference with its sign, in percentage points: `+10.40`. */
export function points(value: number): string {
  return signed(value, 2);
}

/** An interval of percentage points: `[+8.31, +12.02]`, or a dash where none could be computed. */
export function interval(bounds: readonly [number, number] | undefined): string {
  return bounds ? `[${points(bounds[0])}, ${points(bounds[1])}]` : '—';
}

/** A difference of logarithms with its sign: `−0.105`, which takes a digit more than points do. */
export function logarithm(value: number): string {
  return signed(value, 3);
}

/** An interval of logarithms, as {@link interval} writes one of points. */
export function logInterval(bounds: readonly [number, number] | undefined): string {
  return bounds ? `[${logarithm(bounds[0])}, ${logarithm(bounds[1])}]` : '—';
}

function signed(value: number, places: number): string {
  const digits = Math.abs(value).toFixed(places);
  return `${value < 0 && Number(digits) > 0 ? '−' : '+'}${digits}`;
}

/** Mean ± standard deviation over seeds. */
export function meanAndDeviation(mean: number, deviation: number, digits: number): string {
  return `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
