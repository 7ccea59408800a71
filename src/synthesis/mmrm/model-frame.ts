import type { Problem } from "#kernel";
import { matrix } from "#numerics";
import { designColumns, fillDesign, type ModelVariable } from "./design-columns.ts";
import { asFactor, type EncodedColumn, encodeColumns } from "./encode-columns.ts";
import type { Formula } from "./formula.ts";
import type {
  DroppedColumn,
  DroppedLevel,
  DroppedRow,
  Frame,
  FrameRoles,
  ModelFrame,
} from "./frame.types.ts";
import { type IndependentColumns, independentColumns } from "./independent-columns.ts";
import { refuseAll, refuseModel } from "./refuse-model.ts";

type Factor = EncodedColumn & { readonly kind: "factor" };
type Numeric = EncodedColumn & { readonly kind: "numeric" };

function usesOf(formula: Formula, roles: FrameRoles): Map<string, string> {
  const uses = new Map<string, string>([[formula.response, "is the response"]]);
  const use = (name: string | undefined, what: string): void => {
    if (name !== undefined && !uses.has(name)) uses.set(name, what);
  };
  for (const name of formula.variables) use(name, "the formula names");
  use(roles.visit, "is the visit");
  use(roles.subject, "is the subject");
  use(roles.group, "is the group");
  use(roles.weights, "is the weight");
  for (const name of roles.coordinates ?? []) use(name, "is a coordinate");
  use(roles.only?.variable, "says which part is analysed");
  return uses;
}

function numericRole(columns: ReadonlyMap<string, EncodedColumn>, name: string, role: string): Numeric {
  const column = columns.get(name)!;
  if (column.kind === "numeric") return column;
  return refuseModel(
    "bad-frame",
    `${name} is the ${role} but has levels.`,
    `Pass ${name} as numbers, without levels.`,
  );
}

function factorRole(columns: ReadonlyMap<string, EncodedColumn>, name: string, role: string): Factor {
  const column = columns.get(name)!;
  if (column.kind === "factor") return column;
  return refuseModel(
    "bad-frame",
    `${name} is the ${role} but has no levels.`,
    `Give ${name} its levels in their order, and its values as text.`,
  );
}

/** The values of some rows. */
function valuesAt(values: Float64Array, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

const isMissing = (column: EncodedColumn, row: number): boolean =>
  column.kind === "numeric" ? Number.isNaN(column.values[row]!) : column.codes[row]! < 0;

/** Complete rows among `candidates`, and the others with what they lack. */
function completeCases(columns: readonly EncodedColumn[], candidates: Int32Array) {
  const lacking = new Uint8Array(candidates.length);
  for (const column of columns) {
    if (column.kind === "numeric") {
      const { values } = column;
      for (let c = 0; c < lacking.length; c++) if (Number.isNaN(values[candidates[c]!]!)) lacking[c] = 1;
    } else {
      const { codes } = column;
      for (let c = 0; c < lacking.length; c++) if (codes[candidates[c]!]! < 0) lacking[c] = 1;
    }
  }
  const complete = candidates.filter((_, c) => lacking[c] === 0);
  const dropped: DroppedRow[] = [];
  for (let c = 0; c < lacking.length; c++) {
    if (lacking[c] === 0) continue;
    const row = candidates[c]!;
    const missing = columns.filter((column) => isMissing(column, row)).map(({ name }) => name);
    dropped.push({ row: row + 1, missing });
  }
  return { complete, dropped };
}

/** The rows that the model is about: all, or those of one level. */
function candidateRows(
  columns: ReadonlyMap<string, EncodedColumn>,
  rows: number,
  only: FrameRoles["only"],
): Int32Array {
  if (only === undefined) return new Int32Array(rows).map((_, i) => i);
  const { levels, codes } = factorRole(columns, only.variable, "variable of the part analysed");
  const code = levels.indexOf(only.level);
  const found: number[] = [];
  for (const [i, own] of codes.entries()) if (own === code && code >= 0) found.push(i);
  if (found.length === 0)
    refuseModel(
      "bad-frame",
      `No row has ${only.variable} ${only.level}.`,
      `Choose one of ${levels.slice(0, 30).join(", ")}.`,
    );
  return Int32Array.from(found);
}

/** Rows sorted by subject, then visit, both in the order of their levels. */
function sortRows(rows: Int32Array, subject: Factor, visit: Factor): Int32Array {
  const m = visit.levels.length;
  const n = rows.length;
  const key = new Float64Array(n);
  for (let i = 0; i < n; i++) key[i] = (subject.codes[rows[i]!]! * m + visit.codes[rows[i]!]!) * n + i;
  key.sort();
  return rows.map((_, i) => rows[key[i]! % n]!);
}

function refuseDuplicates(rows: Int32Array, subject: Factor, visit: Factor): void {
  const problems: Problem[] = [];
  let count = 0;
  for (let i = 1; i < rows.length; i++) {
    const [a, b] = [rows[i - 1]!, rows[i]!];
    if (subject.codes[a] !== subject.codes[b] || visit.codes[a] !== visit.codes[b]) continue;
    count++;
    if (problems.length < 20)
      problems.push({
        code: "synthesis/duplicate-visits",
        message: `Rows ${a + 1} and ${b + 1} are both of ${subject.name} ${subject.levels[subject.codes[a]!]} at ${visit.name} ${visit.levels[visit.codes[a]!]}.`,
        field: `${visit.name}[${b + 1}]`,
      });
  }
  refuseAll("duplicate-visits", count, problems, "Keep one row for each subject and visit.");
}

/** The factor at some rows, with the levels that occur there. */
function atRows(factor: Factor, rows: Int32Array): { levels: string[]; codes: Int32Array; unused: string[] } {
  const seen = new Uint8Array(factor.levels.length);
  for (const row of rows) seen[factor.codes[row]!] = 1;
  const place = new Int32Array(factor.levels.length);
  const levels: string[] = [];
  for (const [code, level] of factor.levels.entries())
    if (seen[code] === 1) {
      place[code] = levels.length;
      levels.push(level);
    }
  return {
    levels,
    codes: rows.map((row) => place[factor.codes[row]!]!),
    unused: factor.levels.filter((_, code) => seen[code] === 0),
  };
}

/** A level that only incomplete rows have would vanish from comparisons without a word. */
function refuseEmptied(factor: Factor, unused: readonly string[], candidates: Int32Array): void {
  const problems: Problem[] = [];
  for (const level of unused) {
    const code = factor.levels.indexOf(level);
    const row = candidates.find((candidate) => factor.codes[candidate] === code);
    if (row === undefined) continue;
    problems.push({
      code: "synthesis/empty-level",
      message: `All rows of ${factor.name} ${level} (the first is row ${row + 1}) lack a variable of the model.`,
      field: `${factor.name}[${row + 1}]`,
    });
  }
  refuseAll(
    "empty-level",
    problems.length,
    problems,
    `Take the rows of that ${factor.name} out of the data, or find their values.`,
  );
}

function readWeights(weights: Numeric, rows: Int32Array): Float64Array {
  const bad = rows.find((row) => !(weights.values[row]! > 0));
  if (bad !== undefined)
    refuseModel(
      "bad-frame",
      `The weight ${weights.name} of row ${bad + 1} is ${weights.values[bad]}.`,
      "Pass weights above 0.",
    );
  return valuesAt(weights.values, rows);
}

function checkGroup(group: Factor, subject: Factor, rows: Int32Array): void {
  for (let i = 1; i < rows.length; i++) {
    const [a, b] = [rows[i - 1]!, rows[i]!];
    if (subject.codes[a] === subject.codes[b] && group.codes[a] !== group.codes[b])
      refuseModel(
        "bad-frame",
        `${subject.name} ${subject.levels[subject.codes[a]!]} has ${group.name} ${group.levels[group.codes[a]!]} in row ${a + 1} and ${group.levels[group.codes[b]!]} in row ${b + 1}.`,
        `Give each ${subject.name} one ${group.name}.`,
      );
  }
}

function checkVaries(y: Float64Array, { response }: Formula): void {
  if (y.length === 0)
    refuseModel(
      "too-few-rows",
      "No row has the response and every variable of the model.",
      "Find the values that are missing, or take variables out of the model.",
    );
  if (y.every((value) => value === y[0]))
    refuseModel(
      "no-variation",
      `${response} is ${y[0]} in every analysed row (${y.length}).`,
      "Choose a response that varies.",
    );
}

function checkSubjects(subjects: number, name: string): void {
  if (subjects < 2)
    refuseModel(
      "too-few-rows",
      `Only one ${name} has a complete row.`,
      "Pass at least two subjects with the response and all variables of the model.",
    );
}

function checkRows(rows: number, coefficients: number): void {
  if (coefficients >= rows)
    refuseModel(
      "too-few-rows",
      `${rows} complete rows cannot carry ${coefficients} coefficients.`,
      "Take terms out of the formula or pass more rows.",
    );
}

function namesOfDropped(names: readonly string[], found: IndependentColumns): DroppedColumn[] {
  const { kept, dropped, combination } = found;
  return dropped.map((column, c) => ({
    name: names[column]!,
    madeOf: kept
      .filter((_, i) => Math.abs(combination.values[i * dropped.length + c]!) > 1e-6)
      .map((j) => names[j]!),
  }));
}

interface Narrowed {
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** Every factor with the levels that analysed rows have. */
function narrowFactors(
  columns: ReadonlyMap<string, EncodedColumn>,
  { visit, subject }: FrameRoles,
  rows: Int32Array,
  candidates: Int32Array,
): { narrowed: Map<string, Narrowed>; droppedLevels: DroppedLevel[] } {
  const droppedLevels: DroppedLevel[] = [];
  const narrowed = new Map<string, Narrowed>();
  for (const column of columns.values()) {
    if (column.kind !== "factor") continue;
    const found = atRows(column, rows);
    narrowed.set(column.name, found);
    if (column.name === subject) continue;
    // A visit at which nobody was seen is no visit; a whole arm or study without values is a mistake to look at.
    if (column.name !== visit) refuseEmptied(column, found.unused, candidates);
    droppedLevels.push(...found.unused.map((level) => ({ variable: column.name, level })));
  }
  return { narrowed, droppedLevels };
}

/** What the engine computes with, apart from the design. */
function measuresOf(
  columns: ReadonlyMap<string, EncodedColumn>,
  narrowed: ReadonlyMap<string, Narrowed>,
  roles: FrameRoles,
  subject: Factor,
  rows: Int32Array,
) {
  const people = narrowed.get(roles.subject) ?? atRows(subject, rows);
  const group = roles.group === undefined ? null : factorRole(columns, roles.group, "group");
  if (group !== null) checkGroup(group, subject, rows);
  const groups = group === null ? null : narrowed.get(group.name)!;
  const visits = narrowed.get(roles.visit)!;
  const weights = roles.weights === undefined ? null : numericRole(columns, roles.weights, "weight");
  const coordinates = (roles.coordinates ?? []).map((name) => numericRole(columns, name, "coordinate"));
  return {
    labels: { subjects: people.levels, visits: visits.levels, groups: groups?.levels ?? null },
    measures: {
      subject: people.codes,
      subjects: people.levels.length,
      visit: visits.codes,
      visits: visits.levels.length,
      group: groups?.codes ?? null,
      groups: groups?.levels.length ?? 1,
      weights: weights === null ? null : readWeights(weights, rows),
      coordinates: coordinates.length === 0 ? null : gather(coordinates, rows),
    },
  };
}

/**
 * Makes a data set ready for a repeated-measures model: complete rows only, sorted by subject and visit, levels that
 * do not occur left out, factors by treatment contrasts, dependent columns of the design dropped. All that is left
 * out is listed with its row, level or name.
 *
 * @throws EvidensError `synthesis/bad-frame`, `synthesis/duplicate-visits`, `synthesis/empty-level`,
 *   `synthesis/too-few-rows`, `synthesis/no-variation`, naming variables and rows
 * Source: the conventions of R's `mmrm` 0.3.18. Cost O(rows × columns²).
 * Checked: tests/synthesis/mmrm-model-frame.test.ts, tests/synthesis/golden-mmrm.test.ts (design-matrix).
 */
export function modelFrame(frame: Frame, formula: Formula, roles: FrameRoles): ModelFrame {
  const columns = encodeColumns(frame, usesOf(formula, roles));
  const response = numericRole(columns, formula.response, "response");
  const visit = factorRole(columns, roles.visit, "visit");
  const subject = asFactor(columns.get(roles.subject)!);
  const candidates = candidateRows(columns, response.values.length, roles.only);
  const { complete, dropped } = completeCases([...columns.values()], candidates);
  const rows = sortRows(complete, subject, visit);
  refuseDuplicates(rows, subject, visit);
  const y = valuesAt(response.values, rows);
  checkVaries(y, formula);
  const { narrowed, droppedLevels } = narrowFactors(columns, roles, rows, candidates);
  const { measures, labels } = measuresOf(columns, narrowed, roles, subject, rows);
  checkSubjects(measures.subjects, roles.subject);
  const variables = formula.variables.map((name): ModelVariable => {
    const column = columns.get(name)!;
    return column.kind === "factor"
      ? { kind: "factor", name, ...narrowed.get(name)! }
      : { kind: "numeric", name, values: valuesAt(column.values, rows) };
  });
  refuseOneLevel(formula, variables);
  const design = designColumns(formula, variables);
  const x = fillDesign(design, variables, rows.length);
  const independent = independentColumns(x);
  checkRows(rows.length, independent.kept.length);
  const names = design.map(({ name }) => name);
  return {
    formula,
    data: { x: keepColumns(x, independent.kept), y, ...measures },
    variables,
    ...labels,
    columns: design,
    independent,
    rows: rows.map((row) => row + 1),
    droppedRows: dropped,
    droppedLevels,
    droppedColumns: namesOfDropped(names, independent),
  };
}

function refuseOneLevel(formula: Formula, variables: readonly ModelVariable[]): void {
  for (const variable of variables) {
    if (variable.kind !== "factor" || variable.levels.length > 1) continue;
    if (!formula.terms.some((term) => term.some((place) => variables[place] === variable))) continue;
    refuseModel(
      "bad-frame",
      `${variable.name} has the level ${variable.levels[0]} alone among the analysed rows.`,
      `Take ${variable.name} out of the formula.`,
    );
  }
}

function keepColumns(x: ReturnType<typeof matrix>, kept: readonly number[]): ReturnType<typeof matrix> {
  if (kept.length === x.columns) return x;
  const out = matrix(x.rows, kept.length);
  for (let i = 0; i < x.rows; i++)
    for (const [j, from] of kept.entries()) out.values[i * kept.length + j] = x.values[i * x.columns + from]!;
  return out;
}

function gather(columns: readonly Numeric[], rows: Int32Array): ReturnType<typeof matrix> {
  const out = matrix(rows.length, columns.length);
  for (const [j, { values }] of columns.entries())
    for (const [i, row] of rows.entries()) out.values[i * columns.length + j] = values[row]!;
  return out;
}
