/**
 * eˣ and ln x from + − × ÷ alone. The language leaves the last bits of `Math.exp` and `Math.log` to each
 * implementation, and a run must come out the same on all.
 */

// ln 2 in two parts: the first has 33 significant bits, so that its product with an exponent is exact.
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

// The minimax coefficients of FreeBSD's msun: e_exp.c and e_log.c.
const EXP = [
  0.16666666666666602, -0.0027777777777015593, 6.613756321437934e-5, -1.6533902205465252e-6,
  4.1381367970572385e-8,
] as const;
const LOG = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784, 0.1818357216161805,
  0.15313837699209373, 0.14798198605116586,
] as const;

const SMALLEST_NORMAL = 2.2250738585072014e-308;

/**
 * Raises e to a power, within 1 unit in the last place down to where the result leaves the normal numbers.
 *
 * @param x - at most 0; a softmax subtracts its largest logit first
 * @returns eˣ in 0 … 1; NaN for NaN
 * @throws RangeError if x is above 0
 * @see https://github.com/freebsd/freebsd-src/blob/main/lib/msun/src/e_exp.c
 */
export function expOfNonPositive(x: number): number {
  if (x > 0) throw new RangeError(`expOfNonPositive needs x ≤ 0, got ${x}`);
  if (Number.isNaN(x)) return x;
  if (x < -746) return 0;
  // x = n ln 2 + r with |r| ≤ ln 2 / 2, and r = high − low to more than 53 bits.
  const n = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const square = r * r;
  const tail =
    square * (EXP[0] + square * (EXP[1] + square * (EXP[2] + square * (EXP[3] + square * EXP[4]))));
  const c = r - tail;
  const exponential = 1 - (low - (r * c) / (2 - c) - high);
  return scaledDown(exponential, -n);
}

/**
 * The natural logarithm, within 1 unit in the last place.
 *
 * @param x - positive, finite, not subnormal
 * @returns ln x
 * @throws RangeError if x is anything else
 * @see https://github.com/freebsd/freebsd-src/blob/main/lib/msun/src/e_log.c
 */
export function logOfPositive(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`logOfPositive needs a positive, finite, normal x, got ${x}`);
  }
  // x = 2ⁿ (1 + f) with 1 + f in [√½, √2): halving and doubling are exact.
  let [n, rest] = [0, x];
  for (; rest >= Math.SQRT2; n++) rest /= 2;
  for (; rest < Math.SQRT1_2; n--) rest *= 2;
  const f = rest - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (LOG[1] + w * (LOG[3] + w * LOG[5]));
  const odd = z * (LOG[0] + w * (LOG[2] + w * (LOG[4] + w * LOG[6])));
  const half = 0.5 * f * f;
  return n * LN2_HIGH - (half - (s * (half + even + odd) + n * LN2_LOW) - f);
}

// value · 2⁻ⁿ. Two factors, because 2⁻ⁿ itself may be too small to be a number; only the last product may round.
function scaledDown(value: number, n: number): number {
  const first = Math.min(n, 1000);
  return value * powerOfHalf(first) * powerOfHalf(n - first);
}

function powerOfHalf(n: number): number {
  let [power, factor] = [1, 0.5];
  for (let left = n; left > 0; left >>= 1) {
    if (left & 1) power *= factor;
    factor *= factor;
  }
  return power;
}
