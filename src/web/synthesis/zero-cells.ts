import type { TwoCounts } from "#synthesis";
import { hasZeroRule, type Specification } from "./specification.ts";

/** What `effectSize` does with empty cells. */
export interface ZeroCellRule {
  readonly to: "only0" | "all" | "none";
  readonly add: number;
  readonly dropDoubleZero: boolean;
}

/** A half in each cell of the tables that have an empty one; tables without events stay. */
const USUAL: ZeroCellRule = { to: "only0", add: 0.5, dropDoubleZero: false };

/**
 * The rule as chosen, for each table; "all once one has an empty cell" looks at those that enter.
 *
 * Checked: tests/web/synthesis-compute.test.ts.
 */
export function zeroCellRule(spec: Specification, tables: () => readonly TwoCounts[]): ZeroCellRule {
  if (!hasZeroRule(spec)) return USUAL;
  const rule = { add: Number(spec.zeroAdd), dropDoubleZero: spec.zeroDrop === "drop" };
  if (spec.zeroTo !== "if0all") return { to: spec.zeroTo, ...rule };
  const counts = tables().filter((table) => !rule.dropDoubleZero || !isDoubleZero(table));
  return { to: counts.some(hasZero) ? "all" : "none", ...rule };
}

function hasZero({ events1, n1, events2, n2 }: TwoCounts): boolean {
  return events1 === 0 || events2 === 0 || events1 === n1 || events2 === n2;
}

function isDoubleZero({ events1, n1, events2, n2 }: TwoCounts): boolean {
  return (events1 === 0 && events2 === 0) || (events1 === n1 && events2 === n2);
}
