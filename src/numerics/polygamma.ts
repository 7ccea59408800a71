import { demand } from "./guard.ts";

/** The zero of digamma as a sum of two doubles. */
const ROOT_HIGH = 1.4616321449683622;
const ROOT_LOW = 9.549995429965697e-17;
/** Taylor coefficients of digamma at its zero, from the first power on. */
const AT_ROOT: readonly number[] = [
  0.9676722454476212, -0.4427631689835921, 0.258499760955651, -0.16394270544240652, 0.10782405069126237,
  -0.07219956125645471, 0.04880428816414311, -0.03316112647484736, 0.022597648232218104, -0.01542476590494896,
  0.010538791616612175, -0.007204534386356869, 0.004926781395729853, -0.003369801655439328,
  0.002305126326734928, -0.0015769367714301972, 0.0010788252019162967, -0.0007380709389960052,
  0.000504953265834602, -0.0003454680251063077, 0.00023635601564027053, -0.00016170622091974803,
  0.0001106337276874741, -7.569179582195066e-5,
];
/** B(2j) / (2j), the asymptotic series of digamma. */
const DIGAMMA: readonly number[] = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32760, 1 / 12];
/** B(2j), the asymptotic series of trigamma. */
const TRIGAMMA: readonly number[] = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];
/** From here on the series hold all digits. */
const FAR = 15;

const series = (coefficients: readonly number[], u: number): number =>
  coefficients.reduceRight((sum, c) => sum * u + c, 0);

/**
 * The derivative of log-gamma; all digits kept around its zero at 1.4616.
 *
 * @param x in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.5.2 (shift), 5.11.2 (asymptotic series). Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function digamma(x: number): number {
  demand(x > 0, "digamma", "x", x, "(0, Infinity)");
  const d = x - ROOT_HIGH - ROOT_LOW;
  if (Math.abs(d) < 0.35) return d * series(AT_ROOT, d);
  let shifted = x;
  let sum = 0;
  for (; shifted < FAR; shifted += 1) sum -= 1 / shifted;
  const u = 1 / (shifted * shifted);
  return sum + (Math.log(shifted) - 0.5 / shifted - u * series(DIGAMMA, u));
}

/**
 * The second derivative of log-gamma.
 *
 * @param x in (0, Infinity)
 * @throws EvidensError `numerics/domain`
 * Source: DLMF 5.15.5 (shift), 5.15.8 (asymptotic series). Checked: tests/numerics/golden-distributions.test.ts, 1e-12.
 */
export function trigamma(x: number): number {
  demand(x > 0, "trigamma", "x", x, "(0, Infinity)");
  let shifted = x;
  let sum = 0;
  for (; shifted < FAR; shifted += 1) sum += 1 / (shifted * shifted);
  const inverse = 1 / shifted;
  const u = inverse * inverse;
  return sum + inverse * (1 + inverse / 2 + u * series(TRIGAMMA, u));
}
