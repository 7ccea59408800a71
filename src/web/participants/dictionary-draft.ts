import { stringify } from "yaml";
import type { DataSetEntry } from "#contract";
import type { DataDictionary, Variable } from "#participants";

export type { Variable } from "#participants";
export type Dictionary = DataDictionary;
export type VariableType = Variable["type"];
export type VariableRole = NonNullable<Variable["role"]>;

export const TYPES: readonly VariableType[] = ["number", "category", "date", "text"];

/** In the order of a file, each with the type that it asks for; null: any. */
const ROLE_TYPES: Readonly<Record<VariableRole, VariableType | null>> = {
  participant: null,
  trial: "category",
  site: "category",
  arm: "category",
  visit: "category",
  "visit-date": "date",
  "randomised-on": "date",
  "randomisation-number": null,
  withdrawn: "category",
  "withdrawal-reason": null,
  baseline: null,
  outcome: null,
};
export const ROLES: readonly VariableRole[] = Object.keys(ROLE_TYPES) as VariableRole[];
/** Roles that several variables may have. */
const SHARED: ReadonlySet<string> = new Set(["baseline", "outcome"]);

/** What was wrong with one variable, or with the whole; words under `participants.fault.CODE`. */
export interface DraftFault {
  readonly code: "no-participant" | "range" | "categories";
  readonly variable: string | null;
}

/** The dictionary of a file as it is kept; null of a joined set, which has a mapping. */
export function dictionaryOf({ kind, name, simulated, source, variables }: DataSetEntry): Dictionary | null {
  if (kind !== "file") return null;
  return {
    name,
    ...(simulated ? { simulated } : {}),
    ...(source === null ? {} : { source }),
    variables,
  };
}

/** As the room of participants writes it, whose door would bring its readers of files into the browser too. */
export function yamlOf(dictionary: Dictionary): string {
  return stringify(dictionary, { lineWidth: 0, version: "1.2" });
}

function changed(dictionary: Dictionary, name: string, change: (variable: Variable) => Variable): Dictionary {
  return {
    ...dictionary,
    variables: dictionary.variables.map((variable) => (variable.name === name ? change(variable) : variable)),
  };
}

/** Replaces what a variable says about itself; undefined takes a part away. */
export function withPart(
  dictionary: Dictionary,
  name: string,
  part: Partial<Pick<Variable, "label" | "unit" | "range" | "coding" | "levels" | "missing">>,
): Dictionary {
  return changed(dictionary, name, (variable) => ({ ...variable, ...part }));
}

/** Another type takes along only what fits it: categories belong to categories, ranges to numbers and dates. */
export function withType(dictionary: Dictionary, name: string, type: VariableType): Dictionary {
  return changed(dictionary, name, (variable) => {
    if (variable.type === type) return variable;
    const { range: _, coding, levels, ...rest } = variable;
    return { ...rest, type };
  });
}

/** A role; one that a single variable may have is taken from the variable that had it. */
export function withRole(dictionary: Dictionary, name: string, role: VariableRole | null): Dictionary {
  const alone = role !== null && !SHARED.has(role);
  const freed: Dictionary = {
    ...dictionary,
    variables: dictionary.variables.map((variable) => {
      if (variable.name === name || !(alone && variable.role === role)) return variable;
      const { role: _, ...rest } = variable;
      return rest;
    }),
  };
  const given = changed(freed, name, ({ role: _, ...rest }) => (role === null ? rest : { ...rest, role }));
  const type = role === null ? null : ROLE_TYPES[role];
  return type === null ? given : withType(given, name, type);
}

/** The variable that would lose a role to another one; null when none would. */
export function holderOf(dictionary: Dictionary, role: VariableRole, name: string): string | null {
  if (SHARED.has(role)) return null;
  return (
    dictionary.variables.find((variable) => variable.role === role && variable.name !== name)?.name ?? null
  );
}

/** An end of a range as typed; a decimal comma and a minus sign of print are understood. */
export function rangeEnd(text: string, type: VariableType): number | string {
  const plain = text.trim();
  if (type !== "number" || plain === "") return plain;
  const value = Number(plain.replace(",", ".").replace("−", "-"));
  return Number.isFinite(value) ? value : plain;
}

/** A range of its two ends; undefined when both are empty. */
export function rangeOf(low: string, high: string, type: VariableType): Variable["range"] {
  return low.trim() === "" && high.trim() === "" ? undefined : [rangeEnd(low, type), rangeEnd(high, type)];
}

/** One category: what stands in the file and what it means. */
export interface Category {
  readonly code: string;
  readonly meaning: string;
}

/**
 * The categories of a variable in their order; the first is what others are compared with.
 *
 * @param met levels found in the file, used where the dictionary names none
 */
export function categoriesOf({ coding, levels }: Variable, met: readonly string[]): readonly Category[] {
  if (coding === undefined) return (levels ?? met).map((code) => ({ code, meaning: code }));
  const all = Object.entries(coding).map(([code, meaning]) => ({ code, meaning }));
  const order = levels ?? met;
  const place = (one: Category): number => {
    const at = order.indexOf(one.meaning);
    return at === -1 ? order.length : at;
  };
  return all.sort((a, b) => place(a) - place(b));
}

/** Puts categories in place; codes that mean themselves need no coding. */
export function withCategories(
  dictionary: Dictionary,
  name: string,
  categories: readonly Category[],
): Dictionary {
  if (categories.length === 0) return withPart(dictionary, name, { coding: undefined, levels: undefined });
  const plain = categories.every(({ code, meaning }) => code === meaning);
  return withPart(dictionary, name, {
    coding: plain ? undefined : Object.fromEntries(categories.map(({ code, meaning }) => [code, meaning])),
    levels: categories.map(({ meaning }) => meaning),
  });
}

/** Codes for missing as typed, split by comma or semicolon; a code that had a reason keeps it. */
export function missingOf(text: string, before: Variable["missing"]): Variable["missing"] {
  const codes = text
    .split(/[,;]/)
    .map((code) => code.trim())
    .filter((code) => code !== "");
  if (codes.length === 0) return undefined;
  return Object.fromEntries(codes.map((code) => [code, before?.[code] ?? "missing"]));
}

/** What stands in the way of saving and can be said in the reader's language. */
export function faultsOf({ variables }: Dictionary): readonly DraftFault[] {
  const faults: DraftFault[] = [];
  if (!variables.some(({ role }) => role === "participant"))
    faults.push({ code: "no-participant", variable: null });
  for (const { name, type, range, coding, levels } of variables) {
    if (range !== undefined && !sound(range, type)) faults.push({ code: "range", variable: name });
    const meanings = coding === undefined ? (levels ?? []) : Object.values(coding);
    if (new Set(meanings).size < meanings.length || meanings.some((meaning) => meaning.trim() === ""))
      faults.push({ code: "categories", variable: name });
  }
  return faults;
}

function sound([low, high]: NonNullable<Variable["range"]>, type: VariableType): boolean {
  const fits = (end: number | string): boolean =>
    type === "number" ? typeof end === "number" : /^\d{4}-\d{2}-\d{2}$/.test(String(end));
  return fits(low) && fits(high) && low <= high;
}
