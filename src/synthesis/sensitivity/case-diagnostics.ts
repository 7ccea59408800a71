import type { RegressionInput, RegressionOptions } from "../regression/regression.types.ts";
import { type BaujatPoint, baujatOf } from "./baujat.ts";
import { type Influence, influenceOf } from "./influence.ts";
import { fullFit } from "./refits.ts";

/** What each study does to the result, and to its spread. */
export interface CaseDiagnostics {
  readonly influence: Influence;
  readonly baujat: readonly BaujatPoint[];
}

/**
 * `influence` and `baujat` of one model at the cost of one of them: each study's omission is fitted once.
 *
 * @param input k > p studies; see `metaRegression`
 * @param options those of `metaRegression`, used for every fit
 * @throws EvidensError `synthesis/too-few-studies`, and what `metaRegression` throws
 * @returns both, in input order
 * Source: that of `influence` and `baujat`. Checked: tests/synthesis/influence.prop.test.ts, equal to the two by themselves. Cost: k fits.
 */
export function caseDiagnostics(input: RegressionInput, options: RegressionOptions = {}): CaseDiagnostics {
  const full = fullFit("An analysis of influence", input, options);
  return { influence: influenceOf(full, options), baujat: baujatOf(full) };
}
