// Data of the golden files as the engine takes them, with R's treatment coding written out for these formulae.
import type { Matrix } from "#numerics";
import type { RepeatedMeasures } from "../../src/synthesis/mmrm/mmrm.types.ts";
import { golden } from "./golden.ts";

interface Column {
  readonly type: "factor" | "numeric";
  readonly levels?: readonly string[];
  readonly values: readonly (string | number | null)[];
}

export interface Dataset {
  readonly outcome: string;
  readonly visit: string;
  readonly subject: string;
  /** Terms after the intercept, in R's order. */
  readonly terms: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, Column>>;
}

const fev = { outcome: "FEV1", visit: "AVISIT", subject: "USUBJID" };
const trial = { outcome: "CHG", visit: "VISIT", subject: "SUBJ" };
const trialTerms = [["ARM"], ["VISIT"], ["BASE"], ["STUDY"], ["ARM", "VISIT"]];

const datasets: Readonly<Record<string, Omit<Dataset, "columns"> & { readonly file: string }>> = {
  "mmrm-fev": {
    ...fev,
    file: "data-fev_data",
    terms: [["RACE"], ["SEX"], ["ARMCD"], ["AVISIT"], ["ARMCD", "AVISIT"]],
  },
  "mmrm-fev-baseline": {
    ...fev,
    file: "data-fev_data",
    terms: [["FEV1_BL"], ["ARMCD"], ["AVISIT"], ["ARMCD", "AVISIT"]],
  },
  "mmrm-fev-baseline-by-visit": {
    ...fev,
    file: "data-fev_data",
    terms: [["FEV1_BL"], ["AVISIT"], ["ARMCD"], ["FEV1_BL", "AVISIT"], ["AVISIT", "ARMCD"]],
  },
  "mmrm-pooled-trials": { ...trial, file: "data-pooled-trials", terms: trialTerms },
  "mmrm-sim5": { ...trial, file: "data-sim5", terms: trialTerms },
};

export function dataset(name: string): Dataset {
  const { file, ...rest } = datasets[name]!;
  // biome-ignore lint/suspicious/noExplicitAny: the shape of the data files
  return { ...rest, columns: (golden(file) as any).columns };
}

/** Columns of a variable: itself, or one for each level but the first. */
function coded({ type, levels, values }: Column): number[][] {
  if (type === "numeric") return [values.map(Number)];
  return levels!.slice(1).map((level) => values.map((value) => (value === level ? 1 : 0)));
}

const codeOf = ({ levels, values }: Column, row: number): number => levels!.indexOf(String(values[row]));

export interface CaseOptions {
  readonly group?: string;
  readonly weights?: string;
  readonly coordinates?: readonly string[];
}

/** Complete rows in order of subject and visit, and the columns of each term. */
export function repeatedMeasures(
  set: Dataset,
  { group, weights, coordinates }: CaseOptions = {},
): { data: RepeatedMeasures; termColumns: number[][] } {
  const { columns, outcome, visit, subject, terms } = set;
  const column = (name: string): Column => columns[name]!;
  const used = [outcome, ...terms.flat(), ...(group ? [group] : []), ...(weights ? [weights] : [])];
  const rows = column(outcome)
    .values.map((_, row) => row)
    .filter((row) => used.every((name) => column(name).values[row] !== null))
    .sort(
      (a, b) =>
        codeOf(column(subject), a) - codeOf(column(subject), b) ||
        codeOf(column(visit), a) - codeOf(column(visit), b),
    );
  const design: number[][] = [column(outcome).values.map(() => 1)];
  const termColumns: number[][] = [];
  for (const term of terms) {
    const from = design.length;
    let products = coded(column(term[0]!));
    // R runs through the levels of the first factor fastest.
    for (const name of term.slice(1))
      products = coded(column(name)).flatMap((two) => products.map((one) => one.map((v, i) => v * two[i]!)));
    design.push(...products);
    termColumns.push(products.map((_, i) => from + i));
  }
  const present = [...new Set(rows.map((row) => codeOf(column(subject), row)))];
  const n = rows.length;
  const packed = (list: readonly (readonly number[])[]): Matrix => ({
    rows: n,
    columns: list.length,
    values: Float64Array.from(rows.flatMap((row) => list.map((values) => values[row]!))),
  });
  const data: RepeatedMeasures = {
    x: packed(design),
    y: Float64Array.from(rows, (row) => Number(column(outcome).values[row])),
    subject: Int32Array.from(rows, (row) => present.indexOf(codeOf(column(subject), row))),
    subjects: present.length,
    visit: Int32Array.from(rows, (row) => codeOf(column(visit), row)),
    visits: column(visit).levels!.length,
    group: group ? Int32Array.from(rows, (row) => codeOf(column(group), row)) : null,
    groups: group ? column(group).levels!.length : 1,
    weights: weights ? Float64Array.from(rows, (row) => Number(column(weights).values[row])) : null,
    coordinates: coordinates ? packed(coordinates.map((name) => column(name).values.map(Number))) : null,
  };
  return { data, termColumns };
}
