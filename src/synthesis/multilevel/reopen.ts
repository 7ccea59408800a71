import { type Evaluation, evaluateAt } from "./likelihood.ts";
import { type Model, readModel } from "./model.ts";
import type { MultilevelData, MultilevelFit } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";

/** A fitted model opened again: its data read and evaluated at the estimates. */
export interface Reopened {
  readonly model: Model;
  readonly evaluation: Evaluation;
}

/**
 * Opens a fit for what needs the data again.
 *
 * @param data those of the fit
 * @throws EvidensError `synthesis/other-data` where they are not
 */
export function reopen(data: MultilevelData, fit: MultilevelFit): Reopened {
  const model = readModel(data);
  const same = model.n === fit.k && model.p === fit.p && model.terms.length === fit.terms.length;
  const covariances = fit.terms.map(({ covariance }) =>
    Float64Array.from(covariance.flat(), (value) => value / model.unit ** 2),
  );
  const fits =
    same && model.terms.every(({ innerLabels }, t) => innerLabels.length ** 2 === covariances[t]!.length);
  const evaluation = fits ? evaluateAt(model, covariances) : null;
  if (evaluation === null)
    refuse(
      "other-data",
      `The fit is of ${fit.k} effects with ${fit.terms.length} terms and does not belong to these data.`,
      "Pass the data the model was fitted to.",
    );
  return { model, evaluation };
}
