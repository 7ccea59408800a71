import type { DesignColumn, ModelVariable } from "./design-columns.ts";
import type { CoefficientCovariance, DegreesOfFreedom, VisitCovariance } from "./mmrm.types.ts";
import type { MmrmResult } from "./mmrm-result.types.ts";

/** Entry (s, t) of the covariance of the visits of one subject. */
const entries: Readonly<Record<VisitCovariance, string>> = {
  us: "Σ[s,t] free (unstructured)",
  toep: "Σ[s,t] = σ² ρ[|s−t|] (Toeplitz)",
  toeph: "Σ[s,t] = σ[s] σ[t] ρ[|s−t|] (heterogeneous Toeplitz)",
  ar1: "Σ[s,t] = σ² ρ^|s−t| (autoregressive)",
  ar1h: "Σ[s,t] = σ[s] σ[t] ρ^|s−t| (heterogeneous autoregressive)",
  ad: "Σ[s,t] = σ² ρ[s] ρ[s+1] … ρ[t−1] (ante-dependence)",
  adh: "Σ[s,t] = σ[s] σ[t] ρ[s] ρ[s+1] … ρ[t−1] (heterogeneous ante-dependence)",
  cs: "Σ[s,t] = σ² ρ for s ≠ t, Σ[t,t] = σ² (compound symmetry)",
  csh: "Σ[s,t] = σ[s] σ[t] ρ for s ≠ t, Σ[t,t] = σ[t]² (heterogeneous compound symmetry)",
  sp_exp: "Σ[s,t] = σ² ρ^d, d the distance of the rows (spatial exponential)",
  sp_gau: "Σ[s,t] = σ² ρ^(d²), d the distance of the rows (spatial Gaussian)",
};

const dfNames: Readonly<Record<DegreesOfFreedom, string>> = {
  satterthwaite: "Satterthwaite",
  "kenward-roger": "Kenward–Roger",
  "between-within": "between–within",
  residual: "rows less coefficients",
};

const covarianceNames: Readonly<Record<CoefficientCovariance, string>> = {
  model: "of the model",
  "kenward-roger": "Kenward–Roger, with second derivatives of Σ as in mmrm",
  "kenward-roger-linear": "Kenward–Roger, linear (without second derivatives of Σ, as in SAS)",
  empirical: "empirical (CR0)",
  "empirical-jackknife": "empirical, jackknife (CR3)",
  "empirical-bias-reduced": "empirical, bias-reduced (CR2)",
};

function factorText({ parts }: DesignColumn, variables: readonly ModelVariable[]): string {
  return parts
    .map(({ variable: place, level }) => {
      const variable = variables[place]!;
      return variable.kind === "numeric" ? variable.name : `1(${variable.name} = ${variable.levels[level!]})`;
    })
    .map((part) => ` ${part}`)
    .join("");
}

/**
 * A fitted model written out in lines of plain text: the mean, the covariance, how it was estimated, and what was left
 * out or tried. In English; the words of other languages belong to the shells.
 *
 * Source: docs/methods/mmrm.md (model and structures).
 * Checked: tests/synthesis/mmrm-facade.test.ts.
 */
export function modelText(result: MmrmResult): string[] {
  const { frame, structure, counts, specification, degreesOfFreedom, covariance } = result;
  const { formula, columns, independent, variables } = frame;
  const mean = independent.kept.map((column, j) => `β${j}${factorText(columns[column]!, variables)}`);
  const sigma = frame.groups === null ? "Σ" : `Σ of its ${specification.group} (${frame.groups.join(", ")})`;
  const weights = specification.weights;
  const over = structure.startsWith("sp_")
    ? `coordinates ${(specification.coordinates ?? []).join(", ")}`
    : `${specification.visit}: ${frame.visits.join(", ")}`;
  const lines = [
    `${formula.response}[i,t] = ${mean.join(" + ")} + e[i,t] for ${specification.subject} i at ${specification.visit} t`,
    `e[i] ~ N(0, ${sigma}), ${entries[structure]}; ${over}`,
  ];
  if (weights !== undefined) lines.push(`Cov(e[i,s], e[i,t]) = Σ[s,t] / √(${weights}[i,s] ${weights}[i,t])`);
  lines.push(
    `Estimated by ${result.likelihood} from ${counts.analysed} of ${counts.rows} rows, ${counts.subjects} ${specification.subject}, ${counts.visits} visits; log-likelihood ${result.logLikelihood}`,
    `Degrees of freedom: ${dfNames[degreesOfFreedom]}; covariance of the coefficients: ${covarianceNames[covariance]}`,
  );
  if (counts.analysed < counts.rows)
    lines.push(`${counts.rows - counts.analysed} rows left out for missing values`);
  for (const { variable, level } of result.droppedLevels)
    lines.push(`${variable} ${level} left out: no analysed row has it`);
  for (const { name, madeOf } of result.droppedColumns)
    lines.push(
      madeOf.length === 0
        ? `${name} left out: it is 0 in every analysed row`
        : `${name} left out: it follows from ${madeOf.join(", ")}`,
    );
  for (const { structure: other, problem } of result.tried)
    if (problem !== null) lines.push(`${other} was tried first and not kept: ${problem}`);
  return lines;
}
