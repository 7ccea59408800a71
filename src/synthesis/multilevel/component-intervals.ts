import { brentRoot, chiSquareQuantile } from "#numerics";
import { type ComponentFit, fitComponents } from "./fit-components.ts";
import { inUnits, type Model, readModel } from "./model.ts";
import type { MultilevelData } from "./multilevel.types.ts";
import { componentsOf, type Held } from "./parameters.ts";
import { refuse } from "./refuse.ts";

export interface ComponentIntervalOptions {
  /** Default `REML`. */
  readonly method?: "REML" | "ML";
  /** In (0, 1); default 0.95. */
  readonly level?: number;
}

/** A component with the interval that the likelihood, profiled over all others, gives it. */
export interface ComponentInterval {
  readonly name: string;
  readonly kind: "variance" | "correlation";
  readonly estimate: number | null;
  /** `null` for a held component, and for one these data say nothing about. */
  readonly low: number | null;
  readonly high: number | null;
  /** The limit is the end of the component's range: the likelihood excludes nothing up to there. */
  readonly lowIsEnd: boolean;
  readonly highIsEnd: boolean;
}

interface Profile {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Twice the loss of log-likelihood at a held value, less the critical value, from the last point and the optimum. */
  readonly excess: (value: number) => number;
  /** The same from all starts: far from the estimate the others may do better in another mode. */
  readonly sureExcess: (value: number) => number;
}

function profileOf(
  model: Model,
  method: "REML" | "ML",
  held: Omit<Held, "value">,
  best: ComponentFit,
  critical: number,
  bounds: readonly [number, number],
): Profile {
  const own = best.values[held.term]!;
  const estimate = held.kind === "variance" ? own.variances[held.index]! : own.correlations[held.index]!;
  const lossOf = (fit: ComponentFit): number => 2 * (fit.objective - best.objective) - critical;
  let near = best.values;
  return {
    estimate,
    low: bounds[0],
    high: bounds[1],
    excess: (value) => {
      if (value === estimate) return -critical;
      // From the optimum too: a way back from afar may stay in another mode.
      const [one, other] = [near, best.values].map((start) =>
        fitComponents(model, method, [{ ...held, value }], start),
      );
      const fit = other!.objective < one!.objective ? other! : one!;
      near = fit.values;
      return lossOf(fit);
    },
    sureExcess: (value) => lossOf(fitComponents(model, method, [{ ...held, value }])),
  };
}

/** The place between the estimate (`inside`) and a point that is excluded where the excess is 0. */
function rootOf({ excess, sureExcess }: Profile, inside: number, outside: number): number {
  const tolerance = 1e-11 * Math.max(1, Math.abs(outside));
  const { root } = brentRoot(excess, inside, outside, { tolerance });
  if (sureExcess(root) > -1e-6) return root;
  const sure = (value: number): number => (value === inside ? -1 : sureExcess(value));
  return sure(outside) > 0 ? brentRoot(sure, inside, outside, { tolerance }).root : root;
}

function limits(profile: Profile): Pick<ComponentInterval, "low" | "high" | "lowIsEnd" | "highIsEnd"> {
  const { excess, sureExcess, estimate, low, high } = profile;
  const lowIsEnd = estimate <= low || excess(low) <= 0 || sureExcess(low) <= 0;
  const lower = lowIsEnd ? low : rootOf(profile, estimate, low);
  let inside = estimate;
  let reach = Math.max(estimate, 0.1);
  let outside = Math.min(high, estimate + reach);
  let above = estimate >= high ? 0 : excess(outside);
  while (above <= 0 && outside < high && outside < 1e6) {
    inside = outside;
    reach *= 2;
    outside = Math.min(high, estimate + reach);
    above = excess(outside);
  }
  const highIsEnd = !(above > 0);
  const upper = highIsEnd ? high : rootOf(profile, inside, outside);
  return { low: lower, high: upper, lowIsEnd, highIsEnd };
}

/**
 * Profile-likelihood intervals of the variances and correlations of a multilevel model.
 *
 * @param data as for `multilevel`
 * @throws EvidensError as `multilevel`, and `synthesis/bad-options`
 * Source: 2 (largest log-likelihood - that with the component held) = chi-square quantile with one degree of freedom;
 * Viechtbauer 2007, doi:10.1002/sim.2514. Cost: some 40 fits a component.
 * Checked: tests/synthesis/golden-multilevel.test.ts.
 */
export function componentIntervals(
  data: MultilevelData,
  options: ComponentIntervalOptions = {},
): readonly ComponentInterval[] {
  const { method = "REML", level = 0.95 } = options;
  if (!(level > 0 && level < 1) || !["REML", "ML"].includes(method))
    refuse(
      "bad-options",
      `Intervals of components: level ${level}, method ${method}.`,
      "Pass a level in (0, 1) and a method of REML or ML.",
    );
  const model = readModel(data);
  const fit = fitComponents(model, method);
  const critical = chiSquareQuantile(level, 1);
  const components = componentsOf(
    model.terms.map((term) => inUnits(term, model.unit)),
    fit.values,
  );
  const seen = new Map<string, number>();
  return components.map(({ name, kind, term, value, fixed }): ComponentInterval => {
    const key = `${term} ${kind}`;
    const index = seen.get(key) ?? 0;
    seen.set(key, index + 1);
    const scale = kind === "variance" ? model.unit ** 2 : 1;
    const none = {
      name,
      kind,
      estimate: value === null ? null : value * scale,
      low: null,
      high: null,
      lowIsEnd: false,
      highIsEnd: false,
    };
    if (fixed || value === null) return none;
    const { structure, innerLabels } = model.terms[term]!;
    const lowest =
      structure === "CS" || structure === "HCS"
        ? -1 / (innerLabels.length - 1)
        : structure === "CAR"
          ? 0
          : -1;
    const bounds = kind === "variance" ? ([0, Number.POSITIVE_INFINITY] as const) : ([lowest, 1] as const);
    const found = limits(profileOf(model, method, { term, kind, index }, fit, critical, bounds));
    return {
      ...none,
      ...found,
      low: found.low! * scale,
      high: Number.isFinite(found.high!) ? found.high! * scale : found.high,
    };
  });
}
