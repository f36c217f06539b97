/** The one error this folder throws, and the checks that throw it: a statistic of bad input is never a number. */

/** The input of a statistic breaks one of its rules; the message names the function, the rule and the value. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';
}

/**
 * Refuses a sample that is too short or holds NaN or an infinity.
 * @param where - name of the calling function, for the message
 * @param values - the sample
 * @param minimum - smallest permitted length, an integer ≥ 1
 * @throws StatisticsError if the sample is shorter than `minimum`, or a value is not finite
 */
export function requireSample(where: string, values: readonly number[], minimum: number): void {
  if (values.length < minimum) {
    throw new StatisticsError(`${where} needs at least ${minimum} values, got ${values.length}`);
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new StatisticsError(`${where} needs finite values, got ${values[bad]} at index ${bad}`);
  }
}

/**
 * Refuses a number that is NaN or infinite.
 * @param where - name of the calling function
 * @param what - name of the parameter
 * @param value - the number
 * @throws StatisticsError if `value` is not finite
 */
export function requireFinite(where: string, what: string, value: number): void {
  if (!Number.isFinite(value)) throw new StatisticsError(`${where} needs a finite ${what}, got ${value}`);
}

/**
 * Refuses a number that is not strictly between two limits (NaN never is).
 * @param where - name of the calling function
 * @param what - name of the parameter
 * @param value - the number
 * @param low - open lower limit
 * @param high - open upper limit, possibly Infinity
 * @throws StatisticsError unless low < value < high
 */
export function requireBetween(where: string, what: string, value: number, low: number, high: number): void {
  if (!(value > low && value < high)) {
    throw new StatisticsError(`${where} needs ${what} between ${low} and ${high} (exclusive), got ${value}`);
  }
}

/**
 * Refuses a number that is not an integer in a closed range.
 * @param where - name of the calling function
 * @param what - name of the parameter
 * @param value - the number
 * @param low - smallest permitted value
 * @param high - largest permitted value
 * @throws StatisticsError unless `value` is an integer in low..high
 */
export function requireInteger(where: string, what: string, value: number, low: number, high: number): void {
  if (!Number.isSafeInteger(value) || value < low || value > high) {
    throw new StatisticsError(`${where} needs an integer ${what} in ${low}..${high}, got ${value}`);
  }
}

/**
 * Refuses two samples that cannot be paired.
 * @param where - name of the calling function
 * @param first - length of the first sample
 * @param second - length of the second sample
 * @throws StatisticsError if the lengths differ
 */
export function requireSameLength(where: string, first: number, second: number): void {
  if (first !== second) {
    throw new StatisticsError(`${where} needs pairs, got ${first} values against ${second}`);
  }
}
