import { type Cells, type Rates, refuseOption } from "./check-counts.ts";
import type { ZeroCellRule } from "./types.ts";

/** A rule with nothing left open. */
export type FullRule = Required<ZeroCellRule>;

/**
 * A zero-cell rule with its defaults, checked.
 *
 * @throws EvidensError `synthesis/bad-options`
 */
export function fullRule(rule: ZeroCellRule | undefined, defaults: FullRule): FullRule {
  const full = { ...defaults, ...rule };
  if (!["only0", "all", "if0all", "none"].includes(full.to))
    refuseOption(`The zero-cell rule ${full.to} is unknown.`, "Pass only0, all, if0all or none.");
  if (!(full.add >= 0 && full.add < Number.POSITIVE_INFINITY))
    refuseOption(`${full.add} cannot be added to cells.`, "Pass a finite number of at least 0.");
  return full;
}

/** For the studies' own effects. */
export const EFFECT_RULE: FullRule = { to: "only0", add: 0.5, dropDoubleZero: true };
/** For pooled sums. */
export const SUM_RULE: FullRule = { to: "none", add: 0, dropDoubleZero: false };

/** Which of k studies get the addition; `zero` says which have an empty cell. */
function receivers(k: number, zero: (i: number) => boolean, rule: FullRule): Uint8Array {
  const hasZero = Uint8Array.from({ length: k }, (_, i) => (zero(i) ? 1 : 0));
  if (rule.to === "only0") return hasZero;
  const all = rule.to === "all" || (rule.to === "if0all" && hasZero.includes(1));
  return new Uint8Array(k).fill(all ? 1 : 0);
}

/** Tables without events, or with events only, in both groups. */
export function doubleZero({ k, a, b, c, d }: Cells): Uint8Array {
  return Uint8Array.from({ length: k }, (_, i) =>
    (a[i] === 0 && c[i] === 0) || (b[i] === 0 && d[i] === 0) ? 1 : 0,
  );
}

const plus = (list: Float64Array, to: Uint8Array, add: number): Float64Array =>
  list.map((value, i) => (to[i] === 1 ? value + add : value));

/** Cells with the addition made; left-out tables keep their place as NaN. */
export function corrected(cells: Cells, rule: FullRule): Cells {
  const { k, a, b, c, d } = cells;
  const to = receivers(k, (i) => a[i] === 0 || b[i] === 0 || c[i] === 0 || d[i] === 0, rule);
  const dropped = rule.dropDoubleZero ? doubleZero(cells) : new Uint8Array(k);
  const cell = (list: Float64Array): Float64Array =>
    plus(list, to, rule.add).map((value, i) => (dropped[i] === 1 ? Number.NaN : value));
  return { k, a: cell(a), b: cell(b), c: cell(c), d: cell(d) };
}

/** Events with the addition made (person-time stays); left-out studies keep their place as NaN. */
export function correctedRates(rates: Rates, rule: FullRule): Rates {
  const { k, x1, t1, x2, t2 } = rates;
  const to = receivers(k, (i) => x1[i] === 0 || x2[i] === 0, rule);
  const drop = (i: number): boolean => rule.dropDoubleZero && x1[i] === 0 && x2[i] === 0;
  const events = (list: Float64Array): Float64Array =>
    plus(list, to, rule.add).map((value, i) => (drop(i) ? Number.NaN : value));
  return { k, x1: events(x1), t1, x2: events(x2), t2 };
}
