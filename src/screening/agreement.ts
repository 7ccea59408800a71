import { normalQuantile } from "#numerics";
import type { ScreeningDoc } from "./status.types.ts";

/** How far two reviewers agree on the reports both judged. */
export interface Agreement {
  readonly reviewers: readonly [string, string];
  /** Reports both voted on. */
  readonly n: number;
  /** Percent, 0 to 100; null for n = 0. */
  readonly percent: number | null;
  /** Cohen's kappa; null where chance alone would agree on every report (one decision used by both), or n = 0. */
  readonly kappa: Kappa | null;
}

export interface Kappa {
  readonly kappa: number;
  /** Large-sample standard error. */
  readonly se: number;
  /** 95 % interval from the normal distribution, not cut at -1 and 1. */
  readonly low: number;
  readonly high: number;
}

const DECISIONS = ["include", "maybe", "await", "exclude"] as const;

/**
 * Agreement of two reviewers over the documents given; documents that one of them has not judged do not count.
 *
 * @param docs documents of one stage whose votes may be seen by the person who asks
 * Checked: tests/screening/agreement.test.ts.
 */
export function agreement(docs: readonly ScreeningDoc[], first: string, second: string): Agreement {
  const table = DECISIONS.map(() => DECISIONS.map(() => 0));
  let n = 0;
  for (const doc of docs) {
    const a = doc.votes.find((vote) => vote.reviewer === first);
    const b = doc.votes.find((vote) => vote.reviewer === second);
    if (a === undefined || b === undefined) continue;
    table[DECISIONS.indexOf(a.decision)]![DECISIONS.indexOf(b.decision)]! += 1;
    n += 1;
  }
  const same = DECISIONS.reduce((sum, _decision, i) => sum + table[i]![i]!, 0);
  return {
    reviewers: [first, second],
    n,
    percent: n === 0 ? null : (100 * same) / n,
    kappa: cohenKappa(table),
  };
}

/**
 * Cohen's kappa of a square table of counts with its large-sample interval.
 *
 * @param table rows are the first rater's categories, columns the second's; whole numbers >= 0
 * @returns null for an empty table or when chance agreement is complete, where kappa is 0/0
 * Source: doi:10.1177/001316446002000104; variance doi:10.1037/h0028106 (Fleiss, Cohen and Everitt).
 * Checked: tests/golden/screening/agreement.json, relative 1e-9.
 */
export function cohenKappa(table: readonly (readonly number[])[]): Kappa | null {
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) return null;
  const p = table.map((row) => row.map((count) => count / n));
  const rows = p.map((row) => row.reduce((sum, x) => sum + x, 0));
  const columns = p.map((_row, j) => p.reduce((sum, row) => sum + row[j]!, 0));
  const observed = p.reduce((sum, row, i) => sum + row[i]!, 0);
  const chance = rows.reduce((sum, row, i) => sum + row * columns[i]!, 0);
  // Sums of shares carry rounding; complete chance agreement is told from the counts.
  if (table.some((row, i) => row[i] === n)) return null;
  const kappa = (observed - chance) / (1 - chance);
  let spread = 0;
  for (let i = 0; i < p.length; i++) {
    for (let j = 0; j < p.length; j++) {
      if (i === j) spread += p[i]![i]! * (1 - (rows[i]! + columns[i]!) * (1 - kappa)) ** 2;
      else spread += (1 - kappa) ** 2 * p[i]![j]! * (columns[i]! + rows[j]!) ** 2;
    }
  }
  const variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2);
  const se = Math.sqrt(Math.max(0, variance));
  const z = normalQuantile(0.975);
  return { kappa, se, low: kappa - z * se, high: kappa + z * se };
}
