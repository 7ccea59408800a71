import { EvidensError } from "#kernel";
import { normalQuantile } from "#numerics";
import {
  type Contrast,
  contrasts,
  lsMeans,
  type MmrmResult,
  mmrm,
  mmrmResiduals,
  modelEffectSize,
  type TestedEstimate,
  type TrialModel,
  termTests,
} from "#synthesis";
import type { DerivedRule } from "../outcomes/outcomes.types.ts";
import type { ParticipantData } from "../participant-data.types.ts";
import { analysedFrame } from "./analysed-frame.ts";
import type { ParticipantModelSpecification } from "./model-specification.ts";
import type {
  ArmDifference,
  ArmVisitEstimate,
  ModelEstimate,
  ParticipantModel,
} from "./participant-model.types.ts";
import { writtenModel } from "./written-model.ts";

/** Enough for a plot of quantiles; more would tell of single participants. */
const QUANTILES = 200;

/**
 * Fits a repeated-measures model to participant data as its specification says, with the means of arms at visits,
 * their differences from the reference arm, and Cohen's d.
 *
 * @param data with the derived outcomes the formula names
 * @param rules by which these were derived, kept with the result
 * @returns estimates in the unit of the outcome, d in standard deviations; means and differences that are not
 *   estimable are left out
 * @throws {EvidensError} `participants/unknown-variable`, `participants/unknown-level`; and what `mmrm` says of the
 *   formula, the rows and the fit
 * Source: docs/methods/mmrm.md. Checked: tests/participants/fit-participant-model.test.ts.
 */
export function fitParticipantModel(
  data: ParticipantData,
  specification: ParticipantModelSpecification,
  rules: readonly DerivedRule[] = [],
): ParticipantModel {
  const { frame, rows } = analysedFrame(data, specification);
  const result = mmrm(frame, engineModel(specification));
  return {
    specification,
    dataSetName: data.dictionary.name,
    simulated: data.dictionary.simulated ?? false,
    rules,
    counts: countsOf(result, specification),
    leftOut: leftOutOf(result, data, rows),
    droppedColumns: result.droppedColumns,
    convergence: {
      structure: result.structure,
      failed: result.tried.flatMap(({ structure, code, problem }) =>
        code === null ? [] : [{ structure, code, message: problem ?? "" }],
      ),
      gradient: result.convergence.gradient,
      iterations: result.convergence.iterations,
    },
    fit: {
      logLikelihood: result.logLikelihood,
      aic: result.aic,
      aicc: result.aicc,
      bic: result.bic,
    },
    visitCovariance: result.visitCovariance.map(({ group: name, matrix }) => ({
      group: name,
      covariance: Array.from({ length: matrix.rows }, (_, i) =>
        Array.from(matrix.values.subarray(i * matrix.columns, (i + 1) * matrix.columns)),
      ),
    })),
    coefficients: result.coefficients.map((one) => ({ name: one.name, ...estimateOf(one) })),
    terms: termTests(result).map(({ term, f, numeratorDf, denominatorDf, p }) => ({
      term,
      f,
      numeratorDf,
      denominatorDf,
      p,
    })),
    ...comparisons(result, specification),
    residualQuantiles: residualQuantiles(result),
    writtenOut: writtenModel(result, specification),
  };
}

/** The specification as the engine takes it. */
export function engineModel(specification: ParticipantModelSpecification): TrialModel {
  const { formula, visit, subject, group, weights, coordinates, structures, covariance } = specification;
  return {
    formula,
    visit,
    subject,
    ...(group === undefined ? {} : { group }),
    ...(weights === undefined ? {} : { weights }),
    ...(coordinates === undefined ? {} : { coordinates }),
    fallback: structures,
    likelihood: specification.likelihood,
    degreesOfFreedom: specification.degreesOfFreedom,
    ...(covariance === undefined ? {} : { covariance }),
    level: specification.level ?? 0.95,
  };
}

/** An estimate of the engine under the names of a result. */
export function estimateOf({ estimate, se, df, statistic, p, low, high }: TestedEstimate): ModelEstimate {
  return { estimate, se, df, t: statistic, p, ciLow: low, ciHigh: high };
}

function comparisons(
  result: MmrmResult,
  { arm, visit, reference, effectSize = "model-sd" }: ParticipantModelSpecification,
): Pick<ParticipantModel, "means" | "differences" | "joint"> {
  const { visits, variables } = result.frame;
  // A formula without the visit has one mean of an arm for all visits.
  const byVisit = variables.some(({ name }) => name === visit);
  const atVisit = (levels: Readonly<Record<string, string>>): string => levels[visit] ?? visits.join(", ");
  const table = contrasts(result, arm, {
    by: byVisit ? [visit] : [],
    ...(reference === undefined ? {} : { reference }),
  });
  return {
    means: lsMeans(result, byVisit ? [arm, visit] : [arm]).flatMap(({ levels, test }): ArmVisitEstimate[] =>
      test === null ? [] : [{ arm: levels[arm]!, visit: atVisit(levels), ...estimateOf(test) }],
    ),
    differences: table.contrasts.flatMap((contrast): ArmDifference[] =>
      contrast.test === null
        ? []
        : [
            {
              arm: contrast.level,
              reference: contrast.against,
              visit: atVisit(contrast.by),
              ...estimateOf(contrast.test),
              effect: effectOf(
                result,
                arm,
                { ...contrast, by: { ...contrast.by, [visit]: atVisit(contrast.by) } },
                effectSize,
              ),
            },
          ],
    ),
    joint: table.joint.flatMap(({ level, against, test }) =>
      test === null ? [] : [{ term: `${level} − ${against}`, ...test }],
    ),
  };
}

/** Null where no standard deviation belongs to the difference, as over several visits. */
function effectOf(
  result: MmrmResult,
  arm: string,
  contrast: Contrast,
  standardiser: NonNullable<ParticipantModelSpecification["effectSize"]>,
): ArmDifference["effect"] {
  try {
    return modelEffectSize(result, arm, contrast, { standardiser });
  } catch (error) {
    if (error instanceof EvidensError) return null;
    throw error;
  }
}

function countsOf(
  { counts, frame }: MmrmResult,
  { arm }: ParticipantModelSpecification,
): ParticipantModel["counts"] {
  const { visits } = frame;
  const arms = frame.variables.find(({ name }) => name === arm);
  const tally = new Map<string, number>();
  if (arms?.kind === "factor")
    for (let row = 0; row < counts.analysed; row++) {
      const key = `${arms.codes[row]!} ${frame.data.visit[row]!}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
  const levels = arms?.kind === "factor" ? arms.levels : [];
  return {
    rows: counts.analysed,
    participants: counts.subjects,
    visits,
    groups: frame.groups,
    coefficients: counts.coefficients,
    covarianceParameters: counts.varianceParameters,
    byArm: levels.flatMap((level, a) =>
      visits.map((name, v) => ({ arm: level, visit: name, participants: tally.get(`${a} ${v}`) ?? 0 })),
    ),
  };
}

function leftOutOf(
  { droppedRows }: MmrmResult,
  data: ParticipantData,
  rows: readonly number[],
): ParticipantModel["leftOut"] {
  const byMissing = new Map<string, { missing: readonly string[]; lines: number[] }>();
  for (const { row, missing } of droppedRows) {
    const key = missing.join("\0");
    const entry = byMissing.get(key) ?? { missing, lines: [] };
    entry.lines.push(data.lines[rows[row - 1]!]!);
    byMissing.set(key, entry);
  }
  return [...byMissing.values()].map(({ missing, lines }) => ({ missing, rows: lines.length, lines }));
}

/** Normalised residuals in order beside the normal quantiles they would have, thinned evenly. */
function residualQuantiles(result: MmrmResult): readonly (readonly [number, number])[] {
  const sorted = Float64Array.from(mmrmResiduals(result).normalised).sort();
  const n = sorted.length;
  const points = Math.min(n, QUANTILES);
  return Array.from({ length: points }, (_, k) => {
    const i = points === n ? k : Math.round((k * (n - 1)) / (points - 1));
    return [normalQuantile((i + 0.5) / n), sorted[i]!] as const;
  });
}
