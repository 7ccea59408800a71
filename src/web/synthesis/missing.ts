import {
  type EggerTest,
  type ExcessSignificance,
  eggerTest,
  excessSignificance,
  type FailSafeKind,
  type FailSafeNumber,
  failSafeNumber,
  type MissingEstimator,
  type PetPeese,
  petPeese,
  type RankTest,
  type Remark,
  type RobMeMatrix,
  rankTest,
  resultJudgement,
  robMeMatrix,
  type SizePredictor,
  smallNumberRemarks,
  type TrimAndFill,
  trimAndFill,
} from "#synthesis";
import type { AnalysisMaterial } from "../api/types.ts";
import { attempt, type Computed, poolOptions, type Trouble } from "./compute.ts";
import { regressionOptions } from "./inverse-variance.ts";
import { remembered } from "./remembered.ts";
import { isInverseVariance } from "./specification.ts";
import { peopleIn } from "./variables.ts";

export type Predictor = Extract<SizePredictor, "sei" | "vi" | "ninv" | "sqrtninv">;
export const PREDICTORS: readonly Predictor[] = ["sei", "vi", "ninv", "sqrtninv"];
export const ESTIMATORS: readonly MissingEstimator[] = ["L0", "R0", "Q0"];
const FAIL_SAFE: readonly FailSafeKind[] = ["rosenthal", "orwin", "rosenberg", "general"];

/** What the tests of missing evidence say, each on its own: one that cannot be computed says why. */
export interface MissingTests {
  readonly egger: EggerTest | Trouble;
  readonly eggerMixed: EggerTest | Trouble;
  readonly rank: RankTest | Trouble;
  readonly failSafe: readonly { readonly kind: FailSafeKind; readonly found: FailSafeNumber | Trouble }[];
  readonly excess: ExcessSignificance | Trouble;
  readonly petPeese: PetPeese | Trouble;
}

export function missingTests(computed: Computed, predictor: Predictor): MissingTests {
  return remembered(computed, `tests by ${predictor}`, () => test(computed, predictor));
}

function test({ y, v, effects, spec, pooled }: Computed, predictor: Predictor): MissingTests {
  const people = effects.map(({ row }) => peopleIn(row));
  const n = people.includes(null) ? undefined : Float64Array.from(people as number[]);
  const sized = { predictor, ...(n === undefined ? {} : { n }) };
  const { method = "REML" } = regressionOptions(spec);
  const model = method === "EE" || method === "FE" ? ("common" as const) : method;
  return {
    egger: attempt(() => eggerTest(y, v, { model: "lm", ...sized })),
    eggerMixed: attempt(() => eggerTest(y, v, { model: "rma", method, ...sized })),
    rank: attempt(() => rankTest(y, v)),
    failSafe: FAIL_SAFE.map((kind) => ({
      kind,
      found: attempt(() => failSafeNumber(y, v, kind === "general" ? { kind, model } : { kind })),
    })),
    excess: attempt(() => excessSignificance(y, v, { tau2: pooled?.tau2 ?? 0 })),
    petPeese: attempt(() => petPeese(y, v)),
  };
}

/** The synthesis with the studies that would make its funnel symmetric. */
export function trimmed(computed: Computed, estimator: MissingEstimator): TrimAndFill | Trouble {
  const { y, v, spec } = computed;
  const options = isInverseVariance(spec)
    ? poolOptions(spec)
    : ({ model: spec.model === "mh-random" ? "random" : "common", tau2: "DL", test: "z" } as const);
  return remembered(computed, `trimmed by ${estimator}`, () =>
    attempt(() => trimAndFill(y, v, { ...options, estimator, heterogeneityInterval: false })),
  );
}

/** What must be said before any of these numbers, each once. */
export function cautions(k: number): readonly Remark[] {
  const all = (["small-study-test", "trim-and-fill", "excess-significance", "fail-safe"] as const).flatMap(
    (method) => smallNumberRemarks(method, k),
  );
  return all.filter((one, at) => all.findIndex(({ code }) => code === one.code) === at);
}

/**
 * Which results are known. What was extracted tells that a result is known, never why another is not: such
 * cells are as a person judged them, or stay unjudged.
 */
export function knownResults(material: AnalysisMaterial): RobMeMatrix {
  const { results, studies } = material;
  const outcomes = [...new Set(results.map(({ outcome }) => outcome))];
  const eligible = [...new Set(results.map(({ studyId }) => studyId))].filter((id) =>
    studies.some(({ studyId }) => studyId === id),
  );
  return robMeMatrix(
    eligible.map((id) => ({ id })),
    outcomes,
    results
      .filter(({ studyId }) => eligible.includes(studyId))
      .flatMap(({ state, ...one }) => resultJudgement({ ...one, extracted: state === "known" }) ?? []),
  );
}
