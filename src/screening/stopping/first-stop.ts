import type { StoppingRule } from "./stopping.types.ts";

/**
 * Where a rule that is asked after each record first stops an order.
 *
 * @param labels the whole order, 1 relevant; records beyond it are taken as never shown
 * @param total records of the set, >= labels.length
 * @param random as in `Screened`, for the whole order
 * @returns records read, or null when the order ends first
 * @throws EvidensError `screening/stopping-input`
 * Checked: tests/screening/stopping-rules.test.ts. Cost: n times the rule's.
 */
export function firstStop(
  rule: StoppingRule,
  labels: Uint8Array,
  total: number,
  random?: Uint8Array,
): number | null {
  for (let n = 1; n <= labels.length; n++) {
    const marks = random === undefined ? {} : { random: random.subarray(0, n) };
    if (rule.judge({ labels: labels.subarray(0, n), total, ...marks }).stop) return n;
  }
  return null;
}
