import {
  clusterRobust,
  correlatedSampling,
  multilevel,
  oddsRatioGlmm,
  rateRatioGlmm,
  selectionModel,
  selectionWeights,
  type TwoGroupModel,
} from "#synthesis";
import { attempt, type Trouble } from "./compute.ts";
import type {
  CountFamily,
  GlmmFound,
  GlmmJob,
  LevelsFound,
  LevelsJob,
  SelectionFound,
  SelectionJob,
  Shape,
  Truncated,
} from "./long-job.types.ts";

type Progress = (done: number, of: number) => void;

/** How the studies' levels are handled, the quickest first. */
const APPROACHES: Readonly<Record<CountFamily, readonly TwoGroupModel[]>> = {
  binomial: ["CM.AL", "UM.FS", "CM.EL", "UM.RS"],
  poisson: ["CM.EL", "UM.FS", "UM.RS"],
};
const SHAPES: readonly Shape[] = ["step", "beta", "halfnorm", "negexp", "trunc", "truncest"];
/** Whether a shape goes by the effect instead of its p value. */
export function isTruncated(shape: Shape): shape is Truncated {
  return shape === "trunc" || shape === "truncest";
}
const TWO_SIDES: Trouble = {
  code: "web/truncation-sides",
  text: {
    en: "A truncation favours one side: choose above or below.",
    nb: "En trunkering favoriserer én side: velg over eller under.",
  },
};
/** p values at which the chance of being seen is told. */
export const SEEN_AT: readonly number[] = [0.001, 0.01, 0.025, 0.05, 0.1, 0.5, 0.9];

/**
 * Models of the counts themselves. People stand for person-time in the Poisson family.
 *
 * Checked: tests/web/synthesis-models.test.ts.
 */
export function runGlmm({ family, tables, effects }: GlmmJob, progress: Progress): GlmmFound {
  const { events1, n1: time1, events2, n2: time2 } = tables;
  const approaches = APPROACHES[family];
  const models = approaches.map((model, at) => {
    progress(at, approaches.length);
    const found = attempt(() =>
      family === "binomial"
        ? oddsRatioGlmm(tables, model, { effects })
        : rateRatioGlmm({ events1, time1, events2, time2 }, model as Exclude<TwoGroupModel, "CM.AL">, {
            effects,
          }),
    );
    return { model, found };
  });
  return { kind: "glmm", models };
}

/** The effect before selection, under each shape. Checked: tests/web/synthesis-models.test.ts. */
export function runSelection(job: SelectionJob, progress: Progress): SelectionFound {
  const { y, v, effects, alternative, steps } = job;
  const shapes = SHAPES.map((shape, at) => {
    progress(at, SHAPES.length);
    const options = { type: shape, effects, alternative, ...(shape === "step" ? { steps } : {}) };
    const found =
      isTruncated(shape) && alternative === "two.sided"
        ? TWO_SIDES
        : attempt(() => selectionModel(y, v, options));
    const weights = "code" in found || isTruncated(shape) ? [] : selectionWeights(found, SEEN_AT);
    return { shape, found, weights };
  });
  return { kind: "selection", shapes };
}

/** Effects within studies. @throws EvidensError what the library refuses. Checked: tests/web/synthesis-models.test.ts. */
export function runLevels(job: LevelsJob): LevelsFound {
  const { y, v, study, outer, rho, names } = job;
  const each = study.map((_, at) => at);
  const sampling = rho === 0 ? v : correlatedSampling({ v, cluster: study, rho });
  const nested = outer === null ? [study, each] : [outer, study, each];
  const data = { y, v: sampling, random: [{ nested, names }] };
  const fit = multilevel(data);
  return { kind: "levels", fit, robust: attempt(() => clusterRobust(data, fit, outer ?? study)) };
}
