/** Below e^-42 of its peak an integrand adds less than the last digit. */
const DROP = 42;
const MOST_INTERVALS = 1 << 15;

/** The u at which a function with one peak is largest, by golden section. */
function peak(g: (u: number) => number, from: number, to: number): number {
  const golden = 0.6180339887498949;
  let [a, b] = [from, to];
  let c = b - golden * (b - a);
  let d = a + golden * (b - a);
  let [gc, gd] = [g(c), g(d)];
  while (b - a > 1e-3 * (1 + Math.abs(a))) {
    if (gc >= gd) {
      [b, d, gd] = [d, c, gc];
      c = b - golden * (b - a);
      gc = g(c);
    } else {
      [a, c, gc] = [c, d, gd];
      d = a + golden * (b - a);
      gd = g(d);
    }
  }
  return (a + b) / 2;
}

function reach(g: (u: number) => number, top: number, direction: 1 | -1): number {
  const floor = g(top) - DROP;
  let step = 1e-3;
  while (g(top + direction * step) > floor) step *= 1.3;
  return step;
}

/**
 * The integral over all u of exp(logarithm(u)), an analytic hump with one peak between `from` and `to`: a trapezium
 * sum over where it matters, halved until it stands still; it converges faster than any power of the step.
 *
 * @param logarithm -Infinity allowed away from the peak
 * @returns the integral as exp(exponent) factor, so that it may be smaller than any double
 */
export function integrateHump(
  logarithm: (u: number) => number,
  from: number,
  to: number,
): { readonly exponent: number; readonly factor: number } {
  const top = peak(logarithm, from, to);
  const exponent = logarithm(top);
  if (exponent === Number.NEGATIVE_INFINITY) return { exponent, factor: 0 };
  const low = top - reach(logarithm, top, -1);
  const high = top + reach(logarithm, top, 1);
  const value = (u: number): number => Math.exp(logarithm(u) - exponent);
  let intervals = 32;
  let sum = 0;
  for (let i = 0; i <= intervals; i++) sum += value(low + ((high - low) * i) / intervals);
  let area = (sum * (high - low)) / intervals;
  for (; intervals < MOST_INTERVALS; intervals *= 2) {
    for (let i = 1; i < 2 * intervals; i += 2) sum += value(low + ((high - low) * i) / (2 * intervals));
    const next = (sum * (high - low)) / (2 * intervals);
    if (Math.abs(next - area) <= 1e-14 * next) return { exponent, factor: next };
    area = next;
  }
  return { exponent, factor: area };
}
