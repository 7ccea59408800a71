import { modelText } from "../mmrm/model-text.ts";
import type { PooledResult } from "../types.ts";
import type { OneStage } from "./one-stage.ts";
import type { TwoStage } from "./pooling.types.ts";

function pooledLine({ model, tau2Method, test, k }: PooledResult): string {
  const spread = model === "random" ? " + u[j], u[j] ~ N(0, τ²)" : "";
  const how = model === "random" ? `τ² by ${tau2Method}, ` : "";
  return `Stage 2: θ̂[j] = θ${spread} + e[j], e[j] ~ N(0, se[j]²), ${k} trials; ${how}test ${test}`;
}

/**
 * Two stages written out in lines of plain text (English).
 *
 * Source: Riley, Tierney and Stewart 2021, Individual Participant Data Meta-Analysis, ch. 5.
 * Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function twoStageText({ trials, pooled }: TwoStage): string[] {
  const lines = trials.flatMap((trial) =>
    trial.fitted
      ? [
          `Stage 1, ${trial.study}: θ̂ = ${trial.test.estimate}, se = ${trial.test.se}`,
          ...modelText(trial.model).map((line) => `  ${line}`),
        ]
      : [`Stage 1, ${trial.study}: not fitted: ${trial.reason}`],
  );
  return [...lines, pooled === null ? "Stage 2: no trial could be fitted" : pooledLine(pooled)];
}

/**
 * One stage written out in lines of plain text (English).
 *
 * Source: Riley, Tierney and Stewart 2021, Individual Participant Data Meta-Analysis, ch. 6.
 * Checked: tests/synthesis/participant-pooling.test.ts.
 */
export function oneStageText({ model, heterogeneity }: OneStage): string[] {
  const { test } = heterogeneity;
  return [
    ...modelText(model),
    test === null
      ? "The studies' differences cannot be told apart"
      : `The studies' differences are one: F(${test.numeratorDf}, ${test.denominatorDf}) = ${test.f}, P = ${test.p}`,
  ];
}
