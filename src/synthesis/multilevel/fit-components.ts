import { EvidensError } from "#kernel";
import { type Evaluation, evaluateAt, type LikelihoodKind, objective, slopesAt } from "./likelihood.ts";
import { type BoxedFunction, type BoxedMinimum, minimiseInBox } from "./minimise-in-box.ts";
import { inUnits, type Model } from "./model.ts";
import { type Held, layOut, type Parameters, type TermValues } from "./parameters.ts";

/** Components at the largest likelihood, in units of the model. */
export interface ComponentFit {
  readonly parameters: Parameters;
  readonly values: readonly TermValues[];
  readonly evaluation: Evaluation;
  readonly objective: number;
  readonly minimum: BoxedMinimum;
}

function boxOf(model: Model, parameters: Parameters, kind: LikelihoodKind): BoxedFunction {
  let last: { x: Float64Array; evaluation: Evaluation | null } | undefined;
  const at = (x: Float64Array): Evaluation | null => {
    if (last === undefined || last.x.some((value, j) => value !== x[j])) {
      last = { x: x.slice(), evaluation: evaluateAt(model, parameters.covariances(x)) };
    }
    return last.evaluation;
  };
  const { coordinates } = parameters;
  return {
    low: Float64Array.from(coordinates, ({ low }) => low),
    high: Float64Array.from(coordinates, ({ high }) => high),
    reach: Float64Array.from(
      coordinates,
      ({ kind: of }) => ({ variance: 10, deviation: 3, correlation: 0.5, angle: 0.7 })[of],
    ),
    value: (x) => {
      const evaluation = at(x);
      return evaluation === null ? Number.POSITIVE_INFINITY : objective(evaluation, kind);
    },
    slopes: (x, withInformation) => {
      const evaluation = at(x);
      return evaluation === null ? null : slopesAt(model, parameters, x, evaluation, kind, withInformation);
    },
  };
}

/** Heterogeneity left when typical sampling error is taken from the spread, shared among the terms. */
function startsOf(model: Model, parameters: Parameters): Float64Array[] {
  const { coordinates } = parameters;
  const sampling = model.errors.variances.reduce((sum, v) => sum + v, 0) / model.n;
  const total = Math.max(0.05, 1 - sampling);
  const terms = [...new Set(coordinates.map(({ term }) => term))];
  const point = (share: (term: number) => number, rho: number): Float64Array =>
    Float64Array.from(coordinates, ({ kind, term, low }) => {
      const variance = total * share(term);
      if (kind === "variance") return variance;
      if (kind === "deviation") return Math.sqrt(variance);
      return kind === "angle" ? Math.acos(rho) : Math.max(rho, 0.9 * low);
    });
  const even = (): number => 1 / terms.length;
  const starts = [point(even, 0.3)];
  if (terms.length > 1)
    for (const most of terms)
      starts.push(point((term) => (term === most ? 0.9 : 0.1 / (terms.length - 1)), 0.3));
  if (coordinates.some(({ kind }) => kind === "correlation" || kind === "angle"))
    starts.push(point(even, 0.85), point(even, -0.6));
  starts.push(point(() => 0.001, 0.1));
  // With one correlation for all, a level whose variance is 0 frees the others: often a maximum of its own.
  if (coordinates.some(({ kind }) => kind === "correlation")) {
    for (const [c, { kind }] of coordinates.entries()) {
      if (kind !== "deviation") continue;
      const without = point(even, 0.8);
      without[c] = 0;
      starts.push(without);
    }
  }
  return starts;
}

/**
 * The components that maximise the likelihood: the best of several starts.
 *
 * @param more components held beyond those the terms hold
 * @param near a start of the caller's, in the coordinates of the same `more`; then the only one
 * @throws EvidensError `synthesis/no-likelihood` where no start has one
 */
export function fitComponents(
  model: Model,
  kind: LikelihoodKind,
  more: readonly Held[] = [],
  near?: readonly TermValues[],
): ComponentFit {
  const parameters = layOut(
    model.terms.map((term) => inUnits(term, model.unit)),
    more,
  );
  const box = boxOf(model, parameters, kind);
  const starts = near === undefined ? startsOf(model, parameters) : [parameters.pointOf(near)];
  const found: BoxedMinimum[] = [];
  let best: BoxedMinimum | null = null;
  for (const start of starts) {
    const minimum = minimiseInBox(box, start, found);
    if (minimum === null) continue;
    found.push(minimum);
    const settles =
      best !== null && !best.converged && minimum.converged && minimum.value < best.value + 1e-9;
    if (best === null || settles || minimum.value < best.value - 1e-10) best = minimum;
  }
  const evaluation = best === null ? null : evaluateAt(model, parameters.covariances(best.at));
  if (best === null || evaluation === null) {
    throw new EvidensError({
      code: "synthesis/no-likelihood",
      kind: "numerical",
      message: "The covariance of the effects is not positive definite at any start.",
      remedy: "Check the sampling covariances and the components held at values.",
    });
  }
  return {
    parameters,
    values: parameters.values(best.at),
    evaluation,
    objective: objective(evaluation, kind),
    minimum: best,
  };
}
