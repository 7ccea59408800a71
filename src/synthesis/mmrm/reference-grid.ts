import type { ModelVariable } from "./design-columns.ts";
import type { ModelFrame } from "./frame.types.ts";
import { refuseModel } from "./refuse-model.ts";

export interface GridOptions {
  /** Values of numeric variables to take instead of their means. */
  readonly at?: Readonly<Record<string, number>>;
  /**
   * Numeric variables of exactly two values: `halfway` between them (default, as R's emmeans, which takes them for
   * factors), or `mean` over the analysed rows like the others.
   */
  readonly twoValued?: "halfway" | "mean";
}

/** A cell of levels, and what of the coefficients its mean is made of. */
export interface GridCell {
  readonly levels: Readonly<Record<string, string>>;
  /** Weight of each coefficient; null where the dropped columns leave the mean undetermined. */
  readonly row: Float64Array | null;
}

function meanOf(values: Float64Array, twoValued: "halfway" | "mean"): number {
  let [low, high, sum, carry] = [values[0]!, values[0]!, 0, 0];
  let two = true;
  for (const value of values) {
    if (value !== low && value !== high) {
      if (low === high) [low, high] = [Math.min(low, value), Math.max(low, value)];
      else two = false;
    }
    const next = value - carry;
    const total = sum + next;
    carry = total - sum - next;
    sum = total;
  }
  return two && twoValued === "halfway" ? (low + high) / 2 : sum / values.length;
}

function factorNamed(frame: ModelFrame, name: string): ModelVariable & { readonly kind: "factor" } {
  const found = frame.variables.find((variable) => variable.name === name);
  if (found?.kind === "factor") return found;
  const factors = frame.variables.filter(({ kind }) => kind === "factor").map((factor) => factor.name);
  return refuseModel(
    "bad-contrast",
    `${name} is no factor of the formula ${frame.formula.text}.`,
    `Choose from ${factors.join(", ") || "none: give a variable levels"}.`,
  );
}

/** Every combination of the levels of some factors; the first factor runs fastest. */
function cellsOf(factors: readonly { name: string; levels: readonly string[] }[]): Record<string, string>[] {
  return factors.reduce<Record<string, string>[]>(
    (cells, { name, levels }) => levels.flatMap((level) => cells.map((cell) => ({ ...cell, [name]: level }))),
    [{}],
  );
}

/** Coefficient weights of all columns narrowed to those kept; null unless the dropped ones follow from them. */
function estimableRow(all: Float64Array, { independent }: ModelFrame): Float64Array | null {
  const { kept, dropped, combination } = independent;
  const row = Float64Array.from(kept, (column) => all[column]!);
  for (const [c, column] of dropped.entries()) {
    let follows = 0;
    let size = Math.abs(all[column]!);
    for (let i = 0; i < row.length; i++) {
      const part = row[i]! * combination.values[i * dropped.length + c]!;
      follows += part;
      size += Math.abs(part);
    }
    if (Math.abs(follows - all[column]!) > 1e-7 * size) return null;
  }
  return row;
}

/**
 * The rows of coefficient weights that give the mean of each combination of levels of `over`: equal weights over the
 * levels of other factors, numeric variables at their means over the analysed rows.
 *
 * @throws EvidensError `synthesis/bad-contrast`
 * Source: Searle, Speed and Milliken 1980, doi:10.1080/00031305.1980.10483031; conventions of R's emmeans.
 * Checked: tests/synthesis/mmrm-ls-means.test.ts, against the grid written out.
 */
export function referenceGrid(
  frame: ModelFrame,
  over: readonly string[],
  options: GridOptions = {},
): GridCell[] {
  const factors = over.map((name) => factorNamed(frame, name));
  for (const [name, value] of Object.entries(options.at ?? {}))
    if (
      !frame.variables.some((one) => one.kind === "numeric" && one.name === name) ||
      !Number.isFinite(value)
    )
      refuseModel(
        "bad-contrast",
        `${name} at ${value}: there is no such numeric variable or value.`,
        "Name numeric variables of the formula with finite values.",
      );
  const means = frame.variables.map((variable) =>
    variable.kind === "numeric"
      ? (options.at?.[variable.name] ?? meanOf(variable.values, options.twoValued ?? "halfway"))
      : 0,
  );
  return cellsOf(factors).map((levels) => {
    // The grid gives every combination the same weight, so the mean of a product of parts is the product of means.
    const all = Float64Array.from(frame.columns, ({ parts }) =>
      parts.reduce((product, { variable: place, level }) => {
        const variable = frame.variables[place]!;
        if (variable.kind === "numeric") return product * means[place]!;
        const wanted = levels[variable.name];
        if (wanted === undefined) return product / variable.levels.length;
        return variable.levels[level!] === wanted ? product : 0;
      }, 1),
    );
    return { levels, row: estimableRow(all, frame) };
  });
}
