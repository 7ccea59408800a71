const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/**
 * The natural logarithm from additions, multiplications and divisions alone, so that every engine gives
 * the same bits; `Math.log` is only nearly the same everywhere. Within 2 units of the last place.
 *
 * @param x > 0; 0 gives -Infinity, less or NaN gives NaN
 * Source: ln x = k ln 2 + 2 artanh((m - 1) / (m + 1)), m in [sqrt(1/2), sqrt(2)].
 * Checked: tests/numerics/portable.test.ts.
 */
export function portableLn(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let m = x;
  let k = 0;
  // Multiplications by powers of two are exact.
  while (m >= 4294967296) {
    m *= 2.3283064365386963e-10;
    k += 32;
  }
  while (m < 2.3283064365386963e-10) {
    m *= 4294967296;
    k -= 32;
  }
  while (m > Math.SQRT2) {
    m *= 0.5;
    k += 1;
  }
  while (m < Math.SQRT1_2) {
    m *= 2;
    k -= 1;
  }
  const s = (m - 1) / (m + 1);
  const z = s * s;
  let series = 0;
  for (let n = 21; n >= 3; n -= 2) series = z * (1 / n + series);
  return k * LN2_HIGH + (2 * s + (2 * s * series + k * LN2_LOW));
}

/**
 * The exponential from additions, multiplications and divisions alone, the same bits on every engine.
 * Within 2 units of the last place.
 *
 * @param x any number; below -745 gives 0, above 709.78 Infinity, NaN gives NaN
 * Source: e^x = 2^k e^r, |r| <= ln 2 / 2, Taylor series of e^r.
 * Checked: tests/numerics/portable.test.ts.
 */
export function portableExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.2) return 0;
  const k = Math.round(x / LN2_HIGH);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let series = 1;
  for (let n = 14; n >= 1; n--) series = 1 + (r / n) * series;
  // In two steps, so that subnormal results are reached.
  const half = k >> 1;
  return series * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  let result = 1;
  let base = k < 0 ? 0.5 : 2;
  for (let n = Math.abs(k); n > 0; n >>= 1) {
    if (n & 1) result *= base;
    base *= base;
  }
  return result;
}
