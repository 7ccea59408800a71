import { parseFormula, quotedName } from "../mmrm/formula.ts";
import type { Frame } from "../mmrm/frame.types.ts";
import { jointContrast } from "../mmrm/inference-of.ts";
import { mmrm } from "../mmrm/mmrm.ts";
import type { JointTest, MmrmResult, TestedEstimate } from "../mmrm/mmrm-result.types.ts";
import { refuseModel } from "../mmrm/refuse-model.ts";
import { refuseSharedNames, studiesOf } from "./each-trial.ts";
import type { PooledContrast, TrialModel } from "./pooling.types.ts";
import { contrastOf } from "./two-stage.ts";

export interface OneStageOptions {
  /** An intercept for each study (default), or for each study and visit. */
  readonly stratify?: "study" | "study-by-visit";
  /** A covariance of the visits for each study; default one for all. */
  readonly covarianceByStudy?: boolean;
}

/** All trials' participants in one model. */
export interface OneStage {
  readonly model: MmrmResult;
  /** Null where not estimable. */
  readonly test: TestedEstimate | null;
  /** The model with a difference of its own for each study, and the test that they are the same. */
  readonly heterogeneity: { readonly model: MmrmResult; readonly test: JointTest | null };
}

/**
 * One-stage pooling: one repeated-measures model of the participants of all trials, with an intercept for each study
 * so that participants are compared within their trial only, and the test that the studies' differences are one.
 *
 * The difference is common to the studies; for a random effect of the study on it, use `twoStage`.
 *
 * @param study variable whose levels, two or more, tell the trials apart
 * @param model its formula need not name the study
 * @returns the difference in the unit of the response
 * @throws EvidensError of `mmrm`; `synthesis/bad-frame` with one study, or where a participant's name is in two;
 *   `synthesis/bad-contrast`
 * Source: Riley, Tierney and Stewart 2021, Individual Participant Data Meta-Analysis, ch. 6.
 * Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function oneStage(
  frame: Frame,
  study: string,
  model: TrialModel,
  contrast: PooledContrast,
  options: OneStageOptions = {},
): OneStage {
  const { stratify = "study", covarianceByStudy = false } = options;
  parseFormula(model.formula);
  if (studiesOf(frame, study).length < 2)
    refuseModel("bad-frame", `${study} has one level.`, "Fit one trial by mmrm.");
  refuseSharedNames(frame, model.subject, study);
  const [name, visit, of] = [study, model.visit, contrast.of].map(quotedName) as [string, string, string];
  const strata = stratify === "study" ? name : `${name} * ${visit}`;
  const grouped = covarianceByStudy ? { group: study } : {};
  const formula = `${model.formula} + ${strata}`;
  const joint = mmrm(frame, { ...model, ...grouped, formula });
  // The same structure, so that the two models differ in the studies' differences alone.
  const { fallback: _, ...stated } = model;
  const apart = mmrm(frame, {
    ...stated,
    ...grouped,
    structure: joint.structure,
    formula: `${formula} + ${of}:${name}`,
  });
  return {
    model: joint,
    test: contrastOf(joint, contrast),
    heterogeneity: { model: apart, test: interactionTest(apart, contrast.of, study) },
  };
}

/** The joint test of the interaction of two factors; null where no coefficient is left of it. */
function interactionTest(result: MmrmResult, of: string, study: string): JointTest | null {
  const { formula, columns, independent } = result.frame;
  const wanted = [of, study].map((name) => formula.variables.indexOf(name)).sort((a, b) => a - b);
  const rows = independent.kept.flatMap((column, j) => {
    const { term } = columns[column]!;
    if (term === null || formula.terms[term]!.join() !== wanted.join()) return [];
    const row = new Float64Array(independent.kept.length);
    row[j] = 1;
    return [row];
  });
  return rows.length === 0 ? null : jointContrast(result, rows);
}
