/** eˣ and ln x to some 70 decimal places in integers, to measure a float64 function's error in units in the last place. */

const BITS = 256n; // of every fraction below
const ONE = 1n << BITS;
const LN2 = 2n * artanh(1n, 3n);
const SMALLEST_EXPONENT = -1074; // of a float64's last bit

/**
 * How far a result lies from eˣ.
 *
 * @param x - at most 0
 * @param result - what is claimed to be eˣ, finite, ≥ 0
 * @returns |result − eˣ| in units of the last place of a float64 of eˣ's size
 */
export function expError(x: number, result: number): number {
  const n = Math.round(x / Math.LN2); // any integer nearby would do
  const rest = fixed(x) - BigInt(n) * LN2; // x − n ln 2
  let [sum, term] = [ONE, ONE];
  for (let k = 1n; term !== 0n; k++) {
    term = (term * rest) / (k << BITS);
    sum += term;
  }
  // eˣ = sum · 2ⁿ; both are compared after a division by 2ⁿ.
  return errorInUlps(fixed(result, -n), sum, n);
}

/**
 * How far a result lies from ln x.
 *
 * @param x - positive, finite
 * @param result - what is claimed to be ln x, finite
 * @returns |result − ln x| in units of the last place of a float64 of ln x's size
 */
export function logError(x: number, result: number): number {
  const { mantissa, exponent } = parts(x);
  const n = exponent + mantissa.toString(2).length - 1;
  const scaled = fixed(x, -n); // in [1, 2)
  const exact = artanh(scaled - ONE, scaled + ONE) * 2n + BigInt(n) * LN2;
  return exact === 0n ? Math.abs(result) / Number.MIN_VALUE : errorInUlps(fixed(result), exact, 0);
}

/**
 * Counts the float64 numbers from one to the other.
 *
 * @returns 0 if they are the same, of which 0 and −0 count
 */
export function ulpDistance(one: number, other: number): number {
  return Math.abs(Number(index(one) - index(other)));
}

function index(value: number): bigint {
  const bits = new BigInt64Array(Float64Array.of(value).buffer)[0]!;
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

// ½ ln((1 + q)/(1 − q)) of q = numerator / denominator, |q| ≤ ⅓.
function artanh(numerator: bigint, denominator: bigint): bigint {
  const q = (numerator << BITS) / denominator;
  const square = (q * q) >> BITS;
  let sum = 0n;
  for (let [k, power] = [1n, q]; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = (power * square) >> BITS;
  }
  return sum;
}

// value · 2^shift as a multiple of 2^−BITS; bits beyond are cut off.
function fixed(value: number, shift = 0): bigint {
  const { mantissa, exponent } = parts(value);
  const by = BigInt(exponent + shift) + BITS;
  return by >= 0n ? mantissa << by : mantissa >> -by;
}

// value = mantissa · 2^exponent, both integers.
function parts(value: number): { mantissa: bigint; exponent: number } {
  const bits = new BigUint64Array(Float64Array.of(value).buffer)[0]!;
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

// The exact value is `exact` · 2^(n − BITS), of which the last bit of a float64 is 2^(its exponent − 52).
function errorInUlps(actual: bigint, exact: bigint, n: number): number {
  const [difference, size] = [actual - exact, exact < 0n ? -exact : exact];
  const exponent = size.toString(2).length - 1 - Number(BITS) + n;
  const ulp = Math.max(exponent - 52, SMALLEST_EXPONENT) - n + Number(BITS);
  return Math.abs(Number((difference << 40n) >> BigInt(ulp))) / 2 ** 40;
}
