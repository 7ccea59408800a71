import type { Problem } from "#kernel";

/** The numbers of one way through the flow; null where a number is not known. */
export interface FlowNumbers {
  readonly bySource: readonly (number | null)[];
  readonly identified: number | null;
  readonly removed: number | null;
  /** Never read, since screening was stopped. */
  readonly notScreened: number;
  readonly screened: number | null;
  readonly excluded: number | null;
  /** Screened, not yet decided, or waiting for information. */
  readonly undecided: number;
  readonly sought: number | null;
  readonly notRetrieved: number | null;
  /** Never read in full text, since screening was stopped. */
  readonly notAssessed: number;
  readonly assessed: number | null;
  readonly excludedByReason: readonly (number | null)[];
  readonly fullTextUndecided: number;
  readonly includedReports: number | null;
}

interface Rule {
  readonly code: string;
  readonly says: string;
  /** Said behind it when something was left unread by a stop. */
  readonly afterStop?: { readonly says: string; readonly unread: (n: FlowNumbers) => number };
  readonly left: (n: FlowNumbers) => number | null;
  readonly right: (n: FlowNumbers) => number | null;
}

const RULES: readonly Rule[] = [
  {
    code: "report/flow-identified",
    says: "Records identified must be the sum over the sources",
    left: (n) => n.identified,
    right: (n) => (n.bySource.length === 0 ? null : sum(n.bySource)),
  },
  {
    code: "report/flow-screened",
    says: "Records screened must be records identified minus records removed",
    afterStop: { says: " and those not screened after the stop", unread: (n) => n.notScreened },
    left: (n) => n.screened,
    right: (n) => minus(n.identified, n.removed, n.notScreened),
  },
  {
    code: "report/flow-sought",
    says: "Reports sought must be records screened minus records excluded or undecided",
    left: (n) => n.sought,
    right: (n) => minus(n.screened, n.excluded, n.undecided),
  },
  {
    code: "report/flow-assessed",
    says: "Reports assessed must be reports sought minus reports not retrieved",
    afterStop: { says: " and those not assessed after the stop", unread: (n) => n.notAssessed },
    left: (n) => n.assessed,
    right: (n) => minus(n.sought, n.notRetrieved, n.notAssessed),
  },
  {
    code: "report/flow-included",
    says: "Reports included must be reports assessed minus reports excluded or undecided",
    left: (n) => n.includedReports,
    right: (n) => minus(n.assessed, sum(n.excludedByReason), n.fullTextUndecided),
  },
];

/**
 * Checks the arithmetic of the flow wherever all numbers of a rule are known.
 *
 * Source: Page et al. 2021, doi:10.1136/bmj.n71, figure 1. Checked: tests/report/check-flow.prop.test.ts.
 */
export function checkFlow(numbers: FlowNumbers): readonly Problem[] {
  const problems: Problem[] = [];
  for (const rule of RULES) {
    const [left, right] = [rule.left(numbers), rule.right(numbers)];
    if (left === null || right === null || left === right) continue;
    const { afterStop } = rule;
    const stop = afterStop !== undefined && afterStop.unread(numbers) > 0 ? afterStop.says : "";
    problems.push({
      code: rule.code,
      message: `${rule.says}${stop}: ${left} is not ${right}.`,
      remedy: "Correct the reported count, or look for records and votes that do not belong to this flow.",
    });
  }
  return problems;
}

function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}

function minus(first: number | null, ...others: readonly (number | null)[]): number | null {
  const taken = sum(others);
  return first === null || taken === null ? null : first - taken;
}
