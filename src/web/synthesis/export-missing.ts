import type { EggerTest, LineCoefficient, Remark, TrimAndFill } from "#synthesis";
import type { Computed, Trouble } from "./compute.ts";
import { type Line, refusedLine, valueLine } from "./export-lines.ts";
import { resultNumbers } from "./export-results.ts";
import { ESTIMATORS, missingTests, PREDICTORS, type Predictor, trimmed } from "./missing.ts";
import { needsOf } from "./specification.ts";

const PART = "missing evidence";

/** Tests of missing evidence under each choice of the page, and how many missing studies would matter. */
export function missingLines(computed: Computed): readonly Line[] {
  if (computed.effects.length === 0) return [];
  const { rank, failSafe, excess, petPeese } = missingTests(computed, "sei");
  const offered = needsOf(computed.spec.measure) === "generic" ? PREDICTORS.slice(0, 2) : PREDICTORS;
  return [
    ...offered.flatMap((predictor) => asymmetryLines(computed, predictor)),
    "code" in rank
      ? refusedLine(PART, "rank test", rank)
      : { part: PART, item: "rank test", k: rank.k, statistic: rank.tau, p: rank.p, note: "Kendall tau" },
    ...("code" in petPeese
      ? [refusedLine(PART, "PET-PEESE", petPeese)]
      : [
          {
            ...lineOf("PET, effect at standard error 0", petPeese.pet.effect),
            k: petPeese.pet.k,
            effect: true,
          },
          {
            ...lineOf("PEESE, effect at variance 0", petPeese.peese.effect),
            k: petPeese.peese.k,
            effect: true,
          },
        ]),
    ...ESTIMATORS.flatMap((estimator) => trimLines(estimator, trimmed(computed, estimator))),
    ...failSafe.map(({ kind, found }): Line => {
      const item = `fail-safe number, ${kind}`;
      if ("code" in found) return refusedLine(PART, item, found);
      const { k, n, target, after } = found;
      return {
        ...{ part: PART, item, k, estimate: n, p: after?.p ?? null, tau2: after?.tau2 ?? null },
        ...(target === null ? {} : { quantity: "target", value: target }),
        note: said(found.remarks),
      };
    }),
    "code" in excess
      ? refusedLine(PART, "excess significance", excess)
      : {
          ...{ part: PART, item: "excess significance", k: excess.k, estimate: excess.observed, p: excess.p },
          ...{ quantity: "expected", value: excess.expected, note: said(excess.remarks) },
        },
  ];
}

const said = (remarks: readonly Remark[]): string => remarks.map(({ text }) => text.en).join(" ");

function lineOf(item: string, one: LineCoefficient): Line {
  const { estimate, se, statistic, df, p, ciLow: low, ciHigh: high } = one;
  return { part: PART, item, estimate, se, statistic, df, p, low, high };
}

function asymmetryLines(computed: Computed, predictor: Predictor): readonly Line[] {
  const { egger, eggerMixed } = missingTests(computed, predictor);
  const one = (name: string, test: EggerTest | Trouble): Line => {
    const item = `${name}, predictor ${predictor}`;
    return "slope" in test
      ? { ...lineOf(item, test.slope), k: test.k, tau2: test.tau2, note: said(test.remarks) }
      : refusedLine(PART, item, test);
  };
  return [one("Egger", egger), one("Egger, mixed effects", eggerMixed)];
}

function trimLines(estimator: string, filled: TrimAndFill | Trouble): readonly Line[] {
  const item = `trim and fill, ${estimator}`;
  if ("code" in filled) return [refusedLine(PART, item, filled)];
  const { missing, side, seMissing, result, remarks } = filled;
  return [
    { part: PART, item, ...resultNumbers(result), effect: true, note: said(remarks) },
    { ...valueLine(PART, item, "studies filled in", missing), se: seMissing, note: side },
  ];
}
