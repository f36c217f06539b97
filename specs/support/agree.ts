/** How the statistics specs compare numbers: by a relative and an absolute tolerance, added. */

/** What SciPy said, see specs/fixtures/statistics/make_fixtures.py. */
export { default as scipy } from '../fixtures/statistics/scipy.json' with { type: 'json' };

/**
 * Throws unless |actual − expected| ≤ relative × |expected| + absolute. A named object, so that a tolerance cannot land
 * in a message's slot or be read as a number of digits.
 * @throws Error that prints both values, the gap and what was allowed; also if anything is NaN or the tolerance is absent
 */
export function agree(
  actual: number | readonly number[],
  expected: number | readonly number[],
  tolerance: { readonly relative?: number; readonly absolute?: number },
  label = '',
): void {
  const { relative = 0, absolute = 0 } = tolerance;
  if (!(relative + absolute > 0 && relative + absolute < 0.1)) {
    throw new Error(`agree needs a tolerance in 0..0.1, got ${JSON.stringify(tolerance)}`);
  }
  const left = [actual].flat();
  const right = [expected].flat();
  if (left.length !== right.length)
    throw new Error(`${label} has ${left.length} values, expected ${right.length}`);
  left.forEach((value, index) => {
    const wanted = right[index]!;
    const gap = value === wanted ? 0 : Math.abs(value - wanted);
    const allowed = relative * Math.abs(wanted) + absolute;
    if (gap !== 0 && !(gap <= allowed))
      throw new Error(`${label} is ${value}, expected ${wanted}: off by ${gap}, allowed ${allowed}`);
  });
}
