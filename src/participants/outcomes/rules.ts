import { EvidensError } from "#kernel";
import { normalQuantile } from "#numerics";
import type { InstrumentSource, InstrumentThreshold } from "../instruments/instrument.types.ts";
import type { DerivedRule, OutcomePlan, OutcomeThreshold, ReliableChange } from "./outcomes.types.ts";

const JACOBSON: InstrumentSource = {
  reference:
    "Jacobson NS, Truax P. Clinical significance: a statistical approach to defining meaningful change in psychotherapy research. J Consult Clin Psychol. 1991;59(1):12-19.",
  doi: "10.1037/0022-006X.59.1.12",
};

/** The limit of a plan, else the preferred one of its instrument; null where there is none or none is wanted. */
export function thresholdOf(
  plan: OutcomePlan,
  kind: "response" | "remission" | "loss-of-diagnosis",
): OutcomeThreshold | null {
  const stated =
    kind === "response" ? plan.response : kind === "remission" ? plan.remission : plan.lossOfDiagnosis;
  if (stated === null) return null;
  if (stated !== undefined) return "variable" in stated ? null : checked(stated, kind);
  return preferred(plan, kind);
}

function preferred(plan: OutcomePlan, kind: InstrumentThreshold["kind"]): InstrumentThreshold | null {
  const own = plan.instrument?.thresholds ?? [];
  return (
    own.find((one) => one.kind === kind && one.preferred === true && (one.scale ?? "total") === "total") ??
    null
  );
}

function checked(one: OutcomeThreshold, kind: string): OutcomeThreshold {
  if (Number.isFinite(one.value) && (one.unit === "score" || one.value > 0)) return one;
  return refuse(`The limit of ${kind} is ${one.value}.`, "Pass a finite limit; of change, one above 0.");
}

function refuse(message: string, remedy: string): never {
  throw new EvidensError({ code: "participants/bad-threshold", kind: "invalid", message, remedy });
}

/** Points of change that are reliable, with the formula. */
export function reliableChangeOf(
  plan: OutcomePlan,
): { readonly points: number; readonly formula: string; readonly source: InstrumentSource | null } | null {
  const stated = plan.reliableChange;
  if (stated === null) return null;
  if (stated === undefined) {
    const own = preferred(plan, "reliable-change");
    return own === null || own.unit !== "points"
      ? null
      : { points: own.value, formula: `|change| >= ${own.value}`, source: own.source };
  }
  if ("points" in stated) {
    if (!(stated.points > 0 && Number.isFinite(stated.points)))
      refuse(`The reliable change is ${stated.points} points.`, "Pass a number of points above 0.");
    return { points: stated.points, formula: `|change| >= ${stated.points}`, source: stated.source ?? null };
  }
  return fromReliability(stated);
}

/** Jacobson and Truax: z times the standard error of a difference, sd √(2 (1 - r)). */
function fromReliability({ sd, reliability, confidence = 0.95 }: Extract<ReliableChange, { sd: number }>): {
  readonly points: number;
  readonly formula: string;
  readonly source: InstrumentSource;
} {
  if (!(sd > 0 && Number.isFinite(sd))) refuse(`The standard deviation is ${sd}.`, "Pass one above 0.");
  if (!(reliability >= 0 && reliability < 1))
    refuse(`The reliability is ${reliability}.`, "Pass one from 0 to below 1.");
  if (!(confidence > 0 && confidence < 1))
    refuse(`The confidence is ${confidence}.`, "Pass one between 0 and 1.");
  const z = normalQuantile((1 - confidence) / 2, "upper");
  const points = z * sd * Math.sqrt(2 * (1 - reliability));
  return {
    points,
    formula: `|change| >= z * sd * sqrt(2 * (1 - r)), z = ${z.toFixed(4)}, sd = ${sd}, r = ${reliability}`,
    source: JACOBSON,
  };
}

/** Whether a value meets a limit. */
export function meets(
  { unit, value: limit }: OutcomeThreshold,
  value: number,
  baseline: number | null,
  higherIsWorse: boolean,
): boolean | null {
  if (unit === "score") return higherIsWorse ? value <= limit : value >= limit;
  if (baseline === null) return null;
  const better = higherIsWorse ? baseline - value : value - baseline;
  if (unit === "points") return better >= limit;
  return baseline === 0 ? null : (100 * better) / baseline >= limit;
}

/** The rule of a limit in symbols. */
export function ruleOf(
  kind: DerivedRule["kind"],
  variable: string,
  { unit, value, source }: OutcomeThreshold,
  higherIsWorse: boolean,
): DerivedRule {
  const better = higherIsWorse ? "baseline - value" : "value - baseline";
  const formula =
    unit === "score"
      ? `value ${higherIsWorse ? "<=" : ">="} ${value}`
      : unit === "points"
        ? `${better} >= ${value}`
        : `100 * (${better}) / baseline >= ${value}`;
  return { kind, variable, unit, value, formula, source: source ?? null };
}
