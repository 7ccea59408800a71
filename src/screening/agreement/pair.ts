import type { Decision } from "#ledger";
import type { ScreeningDoc } from "../status.types.ts";
import { cohenKappa, type Kappa } from "./two-raters.ts";

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

const DECISIONS: readonly Decision[] = ["include", "maybe", "exclude", "await"];

/**
 * Agreement of two reviewers over the current votes on the documents given; documents that one of them has not
 * judged do not count. `agreementOf` tells more and can rest on the votes before any discussion.
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
  const same = table.reduce((sum, row, i) => sum + row[i]!, 0);
  return {
    reviewers: [first, second],
    n,
    percent: n === 0 ? null : (100 * same) / n,
    kappa: cohenKappa(table),
  };
}
