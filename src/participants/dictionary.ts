import { stringify } from "yaml";
import { z } from "zod";
import type { Problem } from "#kernel";
import { type FieldPath, isCalendarDate, type Place, readYaml } from "#review";
import type { DataDictionary, Variable, VariableRole, VariableType } from "./participant-data.types.ts";

/** A dictionary, or what stands in the way of reading it. */
export interface ParsedDictionary {
  /** null when there is any problem. */
  readonly dictionary: DataDictionary | null;
  /** All of them, by line. */
  readonly problems: readonly Problem[];
}

const variableTypes: readonly VariableType[] = ["number", "category", "date", "text"];

const variableRoles: readonly VariableRole[] = [
  "participant",
  "trial",
  "site",
  "arm",
  "visit",
  "visit-date",
  "randomised-on",
  "randomisation-number",
  "withdrawn",
  "withdrawal-reason",
  "baseline",
  "outcome",
];

/** Roles that several variables may have. */
const MANY: readonly VariableRole[] = ["baseline", "outcome"];

const words = z.string().trim().min(1);
const bound = z.union([z.number(), z.string()]);

export const variableSchema: z.ZodType<Variable> = z.strictObject({
  name: words,
  label: words.optional(),
  type: z.enum(variableTypes as [VariableType, ...VariableType[]]),
  role: z.enum(variableRoles as [VariableRole, ...VariableRole[]]).optional(),
  unit: words.optional(),
  range: z.tuple([bound, bound]).optional(),
  coding: z.record(z.string(), words).optional(),
  levels: z.array(words).min(1).optional(),
  missing: z.record(z.string(), words).optional(),
  instrument: words.optional(),
  item: words.optional(),
});

const dictionarySchema: z.ZodType<DataDictionary> = z.strictObject({
  name: words,
  simulated: z.boolean().optional(),
  source: words.optional(),
  variables: z.array(variableSchema).min(1),
});

/**
 * Reads a data dictionary in YAML and names every problem at once, each with its line. Never throws on content.
 *
 * @param text decoded file
 * @param file name to show in the problems
 * Source: YAML 1.2.2, core schema. Checked: tests/participants/dictionary.test.ts.
 */
export function readDictionary(text: string, file?: string): ParsedDictionary {
  const { value, problems } = readYaml<DataDictionary>(text, file, dictionarySchema, {
    crossCheck: (data, places) => variableProblems(listOf(data, "variables"), (path) => places.of(path)),
    whenEmpty: "Write `name` and `variables`, or have a dictionary proposed from the file.",
  });
  return { dictionary: value, problems };
}

/**
 * The dictionary as YAML, in the form that `readDictionary` reads.
 *
 * Source: YAML 1.2.2, core schema. Checked: tests/participants/dictionary.test.ts (written and read again).
 */
export function dictionaryYaml(dictionary: DataDictionary): string {
  return stringify(dictionary, { lineWidth: 0, version: "1.2" });
}

/** The list under a key of unchecked data; empty where there is none. */
export function listOf(data: unknown, key: string): readonly unknown[] {
  const list = isRecord(data) ? data[key] : undefined;
  return Array.isArray(list) ? list : [];
}

export function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}

/** Checks that no schema makes: names and roles given twice, ranges and codings that fit the type. */
export function variableProblems(
  variables: readonly unknown[],
  placeOf: (path: FieldPath) => Place,
  roles: "needed" | "free" = "needed",
): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, number>();
  const tell = (path: FieldPath, code: string, message: string, remedy: string): void => {
    problems.push({ code: `participants/${code}`, ...placeOf(path), message, remedy });
  };
  variables.forEach((one, at) => {
    if (!isRecord(one)) return;
    const { name, role } = one as { name?: unknown; role?: unknown };
    const path = ["variables", at];
    if (typeof name === "string") {
      if (seen.has(`name ${name}`))
        tell(
          [...path, "name"],
          "variable-twice",
          `\`${name}\` is described twice.`,
          "Remove one of the two.",
        );
      seen.set(`name ${name}`, at);
    }
    if (typeof role === "string" && !MANY.includes(role as VariableRole)) {
      if (seen.has(`role ${role}`))
        tell(
          [...path, "role"],
          "role-twice",
          `Two variables have the role \`${role}\`.`,
          "Leave the role with the variable that the analyses should use.",
        );
      seen.set(`role ${role}`, at);
    }
    rangeProblems(one, (key, ...rest) => tell([...path, key], ...rest));
    codingProblems(one, (key, ...rest) => tell([...path, key], ...rest));
  });
  if (roles === "needed" && variables.length > 0 && !seen.has("role participant"))
    tell(
      ["variables"],
      "no-participant",
      "No variable has the role `participant`.",
      "Write `role: participant` at the variable that tells participants apart.",
    );
  return problems;
}

type TellAt = (key: string, code: string, message: string, remedy: string) => void;

function rangeProblems({ name, type, range }: Readonly<Record<string, unknown>>, tell: TellAt): void {
  if (!Array.isArray(range) || range.length !== 2) return;
  const [low, high] = range as [unknown, unknown];
  if (type !== "number" && type !== "date") {
    tell(
      "range",
      "range-type",
      `\`${String(name)}\` has a range but is no number and no date.`,
      "Remove the range.",
    );
    return;
  }
  const fits = (edge: unknown): boolean =>
    type === "number" ? typeof edge === "number" : typeof edge === "string" && isCalendarDate(edge);
  if (!fits(low) || !fits(high))
    tell(
      "range",
      "range-value",
      `The range of \`${String(name)}\` is not made of ${type === "number" ? "numbers" : "dates"}.`,
      type === "number" ? "Write it as [0, 136]." : "Write it as [2010-01-01, 2015-12-31].",
    );
  else if ((low as number | string) > (high as number | string))
    tell(
      "range",
      "range-order",
      `The range of \`${String(name)}\` ends before it begins.`,
      "Turn the two around.",
    );
}

function codingProblems(one: Readonly<Record<string, unknown>>, tell: TellAt): void {
  const { name, type, coding, levels, missing } = one;
  for (const key of ["coding", "levels"] as const)
    if (one[key] !== undefined && type !== "category")
      tell(
        key,
        "coding-type",
        `\`${String(name)}\` has a coding but is no category.`,
        "Write `type: category`.",
      );
  if (!isRecord(coding)) return;
  const meanings = Object.values(coding);
  if (new Set(meanings).size < meanings.length)
    tell(
      "coding",
      "coding-twice",
      `Two codes of \`${String(name)}\` mean the same.`,
      "Give each code its own meaning.",
    );
  for (const code of Object.keys(isRecord(missing) ? missing : {}))
    if (Object.hasOwn(coding, code))
      tell(
        "missing",
        "code-missing",
        `\`${code}\` of \`${String(name)}\` is a code and means missing.`,
        "Keep one.",
      );
  if (!Array.isArray(levels)) return;
  const known = new Set(levels);
  if (meanings.length !== known.size || !meanings.every((meaning) => known.has(meaning)))
    tell(
      "levels",
      "levels-coding",
      `The levels of \`${String(name)}\` are not the meanings of its codes.`,
      `Name each of these once: ${meanings.map(String).join(", ")}.`,
    );
}
