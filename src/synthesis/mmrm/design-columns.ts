import { type Matrix, matrix } from "#numerics";
import { type Formula, quotedName } from "./formula.ts";

/** A variable of the model, its analysed rows in their order. */
export type ModelVariable =
  | { readonly kind: "numeric"; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: "factor";
      readonly name: string;
      /** Levels that occur, the first the reference. */
      readonly levels: readonly string[];
      /** 0-based level of each row. */
      readonly codes: Int32Array;
    };

/** What a column multiplies: a numeric variable's value, or whether a factor has a level. */
interface ColumnPart {
  /** Place in the formula's variables. */
  readonly variable: number;
  /** 0-based level; null for a numeric variable. */
  readonly level: number | null;
}

/** A column of the design: the product of its parts; no part is the intercept. */
export interface DesignColumn {
  readonly name: string;
  /** Place in the formula's terms; null for the intercept. */
  readonly term: number | null;
  readonly parts: readonly ColumnPart[];
}

/**
 * Whether a factor of a term has a column for every level (true) or for all but the first: by contrasts where an
 * earlier term holds all the term's other variables, for the intercept then stands for the first level.
 */
function wholeFactors(formula: Formula, variables: readonly ModelVariable[]): boolean[][] {
  const whole = formula.terms.map((term, t) =>
    term.map((variable) => {
      const others = term.filter((other) => other !== variable);
      if (others.length === 0) return false;
      return !formula.terms.slice(0, t).some((earlier) => others.every((other) => earlier.includes(other)));
    }),
  );
  if (formula.intercept) return whole;
  // Without an intercept the first factor there is takes its place.
  for (const [t, term] of formula.terms.entries()) {
    const first = term.findIndex((variable) => variables[variable]!.kind === "factor");
    if (first < 0) continue;
    whole[t]![first] = true;
    break;
  }
  return whole;
}

function partsOf(variable: ModelVariable, place: number, whole: boolean): (ColumnPart & { name: string })[] {
  const name = quotedName(variable.name);
  if (variable.kind === "numeric") return [{ variable: place, level: null, name }];
  return variable.levels
    .map((label, level) => ({ variable: place, level, name: `${name}${label}` }))
    .slice(whole ? 0 : 1);
}

/**
 * The columns of a formula's design by treatment contrasts, named and ordered as R's `model.matrix` does.
 *
 * @param variables those of `formula.variables`, in that order
 * Source: Chambers and Hastie 1992, Statistical Models in S, section 2.4 (which factors are coded by contrasts).
 * Checked: tests/synthesis/mmrm-formula.test.ts, against R 4.2.2.
 */
export function designColumns(formula: Formula, variables: readonly ModelVariable[]): DesignColumn[] {
  const columns: DesignColumn[] = formula.intercept ? [{ name: "(Intercept)", term: null, parts: [] }] : [];
  const whole = wholeFactors(formula, variables);
  for (const [t, term] of formula.terms.entries()) {
    const parts = term.map((place, i) => partsOf(variables[place]!, place, whole[t]![i]!));
    // The first variable runs fastest.
    const products = parts.reduce<(ColumnPart & { name: string })[][]>(
      (before, next) =>
        before.length === 0
          ? next.map((part) => [part])
          : next.flatMap((right) => before.map((left) => [...left, right])),
      [],
    );
    for (const product of products)
      columns.push({
        name: product.map(({ name }) => name).join(":"),
        term: t,
        parts: product.map(({ variable, level }) => ({ variable, level })),
      });
  }
  return columns;
}

/** The design itself, rows × columns. Cost O(rows × parts). */
export function fillDesign(
  columns: readonly DesignColumn[],
  variables: readonly ModelVariable[],
  rows: number,
): Matrix {
  const p = columns.length;
  const x = matrix(rows, p);
  const out = x.values;
  for (const [j, { parts }] of columns.entries()) {
    for (let i = 0; i < rows; i++) out[i * p + j] = 1;
    for (const { variable: place, level } of parts) {
      const variable = variables[place]!;
      if (variable.kind === "numeric") {
        for (let i = 0; i < rows; i++) out[i * p + j]! *= variable.values[i]!;
      } else {
        for (let i = 0; i < rows; i++) if (variable.codes[i] !== level) out[i * p + j] = 0;
      }
    }
  }
  return x;
}
