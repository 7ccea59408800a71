import { instruments } from "./instruments/instruments.ts";
import type { DataDictionary, RawTable, Variable, VariableRole } from "./participant-data.types.ts";
import { decimalSigns, plainMinus, readDate, readNumber } from "./read-cells.ts";

/** Something about a guess that a person should look at; words under `participants.doubt.CODE`. */
export interface DictionaryDoubt {
  readonly code:
    | "role-guessed"
    | "codes-without-meaning"
    | "missing-guessed"
    | "no-role"
    | "empty-column"
    | "mixed-column"
    | "day-or-month-first";
  readonly variable: string | null;
  readonly values: Readonly<Record<string, string | number>>;
}

/** A dictionary as guessed from a file; it is a draft until a person confirms it. */
export interface DictionaryProposal {
  readonly dictionary: DataDictionary;
  readonly doubts: readonly DictionaryDoubt[];
}

/** Headings by which roles are guessed, English and Norwegian; the first that fits wins. */
const ROLE_NAMES: readonly (readonly [VariableRole, RegExp])[] = [
  [
    "withdrawal-reason",
    /^(?:.*(?:withdraw|dropout|discontinu).*reason|reason.*(?:withdraw|dropout)|dcreas|frafalls?.?(?:grunn|årsak))/,
  ],
  ["withdrawn", /^(?:withdr\w*|drop.?out|dropped.?out|discontinued|frafall\w*|trukket.*)$/],
  ["randomisation-number", /^rand\w*.?(?:no|nr|num|number|nummer|id)$/],
  ["randomised-on", /^(?:rand\w*.?(?:on|date|dt|dato)|date.?of.?rand\w*|randdt)$/],
  ["visit-date", /^(?:visit.?(?:date|dt)|date.?of.?visit|visdt|adt|besøks?.?dato)$/],
  [
    "participant",
    /^(?:u?subj(?:ect)?(?:.?id)?|participant(?:.?id)?|pat(?:ient)?(?:.?id)?|pasient(?:.?id)?|deltaker(?:.?id)?|pid|id)$/,
  ],
  ["trial", /^(?:trial|study|studie|stud(?:y|ie).?id|trial.?id|protocol)$/],
  ["site", /^(?:site|cent(?:er|re)|senter|sted)(?:.?id)?$/],
  ["arm", /^(?:arm|armcd|group|treatment|trt\w*|allocation|gruppe|behandling)$/],
  ["visit", /^(?:a?visit|time.?point|time|session|besøk|tidspunkt|økt)$/],
];

const MISSING_WORDS = /^(?:na|n\/a|n\.a\.|nan|null|none|missing|mangler|\.|-|–|—|\?|#n\/a)$/i;
const MISSING_NUMBERS = new Set(["-9", "-99", "-999", "-9999"]);
const SLASH_DATE = /^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$/;
/** More different values than this are no category. */
const MOST_LEVELS = 24;
/** Rows looked at; beyond them a dictionary is confirmed by reading the file with it. */
const SAMPLE = 20_000;

/**
 * Guesses types, roles, codings, codes for missing and instruments from a file. A person confirms or corrects the
 * guesses: everything that is more than reading is named in `doubts`.
 *
 * @param raw  as `readParticipantTable` gives it
 * @param options `name` of the data set; default `participants`
 * Cost linear in the first 20 000 rows. Checked: tests/participants/propose-dictionary.test.ts.
 */
export function proposeDictionary(
  raw: RawTable,
  options: { readonly name?: string } = {},
): DictionaryProposal {
  const doubts: DictionaryDoubt[] = [];
  const rows = raw.rows.slice(0, SAMPLE);
  const guessed = raw.columns.map((name, at) =>
    guessVariable(
      name,
      rows.map((row) => row[at] ?? ""),
      doubts,
    ),
  );
  const taken = new Set<VariableRole>();
  const named = guessed.map((variable): Variable => {
    const plain = variable.name.trim().toLowerCase();
    const role = ROLE_NAMES.find(([is, pattern]) => !taken.has(is) && pattern.test(plain))?.[0];
    if (role === undefined) return variable;
    taken.add(role);
    doubts.push({ code: "role-guessed", variable: variable.name, values: { role } });
    return withRole(variable, role, rows, raw);
  });
  for (const role of ["participant", "arm"] as const)
    if (!taken.has(role)) doubts.push({ code: "no-role", variable: null, values: { role } });
  const variables = measured(named, raw, rows, doubts);
  return { dictionary: { name: options.name ?? "participants", variables }, doubts };
}

function guessVariable(name: string, cells: readonly string[], doubts: DictionaryDoubt[]): Variable {
  const doubt = (code: DictionaryDoubt["code"], values: DictionaryDoubt["values"] = {}): void => {
    doubts.push({ code, variable: name, values });
  };
  const seen = new Map<string, number>();
  for (const cell of cells) if (cell !== "") seen.set(cell, (seen.get(cell) ?? 0) + 1);
  const missing = [...seen.keys()].filter((cell) => MISSING_WORDS.test(cell));
  for (const cell of missing) seen.delete(cell);
  if (seen.size === 0) {
    doubt("empty-column");
    return { name, type: "text" };
  }
  const values = [...seen.keys()];
  const plain = values.map(plainMinus);
  const signs = decimalSigns(plain);
  const read = plain.map((cell) => readNumber(cell, signs));
  const numbers = read.filter((value) => typeof value === "number");
  const codes = missingNumbers(plain, numbers);
  const all = [...missing, ...codes];
  if (all.length > 0) doubt("missing-guessed", { codes: all.join(" ") });
  const more = all.length === 0 ? {} : { missing: Object.fromEntries(all.map((cell) => [cell, "missing"])) };
  if (read.every((value) => value !== null)) return { name, type: "number", ...more };
  if (values.every((cell) => "date" in readDate(cell))) return { name, type: "date", ...more };
  if (values.every((cell) => SLASH_DATE.test(cell))) {
    doubt("day-or-month-first", { example: values[0]! });
    return { name, type: "date", ...more };
  }
  if (numbers.length > 0.8 * values.length) doubt("mixed-column", { example: values[read.indexOf(null)]! });
  const category = values.length <= MOST_LEVELS && values.length <= Math.max(2, cells.length / 2);
  return category ? { name, type: "category", levels: values, ...more } : { name, type: "text", ...more };
}

/** `-9`, `-99` … where nothing else is below zero. */
function missingNumbers(cells: readonly string[], numbers: readonly number[]): readonly string[] {
  const codes = cells.filter((cell) => MISSING_NUMBERS.has(cell));
  const below = numbers.filter((value) => value < 0).length;
  return below === codes.length && numbers.length > codes.length ? codes : [];
}

/** Roles ask for certain types: an arm coded 0 and 1 is a category, an id is text. */
function withRole(
  variable: Variable,
  role: VariableRole,
  rows: readonly (readonly string[])[],
  raw: RawTable,
): Variable {
  const { levels, ...rest } = variable;
  if (role === "participant" || role === "withdrawal-reason") return { ...rest, type: "text", role };
  if (role !== "arm" && role !== "trial" && role !== "site" && role !== "visit") return { ...variable, role };
  if (variable.type === "number" || levels === undefined) {
    const at = raw.columns.indexOf(variable.name);
    const missing = new Set(Object.keys(variable.missing ?? {}));
    const cells = new Set(
      rows.map((row) => row[at] ?? "").filter((cell) => cell !== "" && !missing.has(cell)),
    );
    const sorted = variable.type === "number" ? [...cells].sort((a, b) => Number(a) - Number(b)) : [...cells];
    return { ...rest, type: "category", role, levels: sorted };
  }
  return { ...variable, role };
}

/** Numbers and categories without role: the same in all rows of everybody is baseline, else numbers are outcomes. */
function measured(
  variables: readonly Variable[],
  raw: RawTable,
  rows: readonly (readonly string[])[],
  doubts: DictionaryDoubt[],
): readonly Variable[] {
  const ids = columnAt(variables, raw, "participant");
  const repeated = ids !== -1 && new Set(rows.map((row) => row[ids])).size < rows.length;
  return variables.map((variable) => {
    if (variable.role !== undefined || variable.type === "text" || variable.type === "date") return variable;
    const at = raw.columns.indexOf(variable.name);
    const steady = !repeated || isSteady(rows, ids, at);
    const role = steady ? "baseline" : variable.type === "number" ? "outcome" : undefined;
    const numbers = new Set(rows.map((row) => row[at] ?? "").filter((cell) => cell !== ""));
    if (variable.type === "number" && steady && numbers.size <= 3 && rows.length >= 20) {
      doubts.push({
        code: "codes-without-meaning",
        variable: variable.name,
        values: { codes: [...numbers].join(" ") },
      });
    }
    if (role === undefined) return variable;
    doubts.push({ code: "role-guessed", variable: variable.name, values: { role } });
    return { ...withInstrument(variable), role };
  });
}

function columnAt(variables: readonly Variable[], raw: RawTable, role: VariableRole): number {
  const name = variables.find((variable) => variable.role === role)?.name;
  return name === undefined ? -1 : raw.columns.indexOf(name);
}

function isSteady(rows: readonly (readonly string[])[], ids: number, at: number): boolean {
  const first = new Map<string, string>();
  for (const row of rows) {
    const [id, cell] = [row[ids] ?? "", row[at] ?? ""];
    const before = first.get(id);
    if (before === undefined) first.set(id, cell);
    else if (before !== cell) return false;
  }
  return true;
}

/** A heading that names an instrument whole, such as `bdi_ii` or `PCL5_total`, brings its range along. */
function withInstrument(variable: Variable): Variable {
  if (variable.type !== "number") return variable;
  const plain = variable.name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .replace(/(?:total|sum|score|skår|baseline|bl|base)$/, "");
  const found = instruments.find(({ id }) => id.replace(/[^a-z0-9]/g, "") === plain);
  if (found === undefined) return variable;
  return { ...variable, range: found.total.range, instrument: found.id, item: "total" };
}
