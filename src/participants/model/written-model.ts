import type { MmrmResult } from "#synthesis";
import type { ParticipantModelSpecification } from "./model-specification.ts";

/**
 * The fitted model in symbols, the same in every language: the mean, the covariance of the visits, and how it was
 * estimated.
 *
 * Source: docs/methods/mmrm.md.
 */
export function writtenModel(
  { structure, likelihood, degreesOfFreedom, covariance, frame, counts }: MmrmResult,
  { formula, subject, visit, group, weights }: ParticipantModelSpecification,
): readonly string[] {
  const response = formula.split("~")[0]!.trim();
  const terms = frame.columns
    .filter((_, i) => frame.independent.kept.includes(i))
    .map(({ name }, j) => (name === "(Intercept)" ? `β${sub(j)}` : `β${sub(j)}·${name}`));
  const own = group === undefined ? "Σ" : `Σ[${group}]`;
  const errors = weights === undefined ? own : `W^(−1/2) ${own} W^(−1/2), W = ${weights}`;
  return [
    `${response} ~ ${formula.slice(formula.indexOf("~") + 1).trim()}`,
    `E(${response}) = ${terms.join(" + ")}`,
    `Cov(${response} | ${subject}) = ${errors}, ${visit}: ${counts.visits} × ${counts.visits}, ${structure}`,
    `${likelihood}; df: ${degreesOfFreedom}; Var(β): ${covariance}`,
  ];
}

const sub = (n: number): string => [...String(n)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
