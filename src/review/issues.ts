import type { z } from "zod";
import type { Problem } from "#kernel";
import { nearest } from "./nearest.ts";
import { type FieldPath, fieldName, type Places } from "./places.ts";
import { KEYS } from "./schema.ts";

/**
 * Turns what the schema found into problems with a place and a remedy.
 *
 * @param keysAt keys that are known inside the mapping at a path
 */
export function schemaProblems(
  issues: readonly z.core.$ZodIssue[],
  data: unknown,
  places: Places,
  keysAt: (path: FieldPath) => readonly string[],
): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((key) => unknownKey(issue.path, key, places, keysAt(issue.path)));
    const missing = issue.path.length > 0 && valueAt(data, issue.path) === undefined;
    if (missing && issue.code !== "custom") return [missingKey(issue.path, places)];
    const { message, remedy, code = "review/invalid-value" } = explain(issue, valueAt(data, issue.path));
    return [{ code, ...places.of(issue.path), field: fieldName(issue.path), message, remedy }];
  });
}

export function protocolKeysAt(path: FieldPath): readonly string[] {
  return KEYS[path.filter((part) => typeof part !== "number").join(".")] ?? ["en", "nb"];
}

function unknownKey(path: FieldPath, key: string, places: Places, known: readonly string[]): Problem {
  const near = nearest(key, known);
  return {
    code: "review/unknown-key",
    ...places.ofKey(path, key),
    field: fieldName([...path, key]),
    message: `\`${key}\` is not a key that is known here.`,
    remedy:
      near.length > 0
        ? `Write ${near.map((name) => `\`${name}\``).join(" or ")} instead, or remove the key.`
        : `Remove it, or use one of: ${known.join(", ")}.`,
  };
}

function missingKey(path: FieldPath, places: Places): Problem {
  const key = String(path.at(-1));
  return {
    code: "review/missing",
    ...places.of(path.slice(0, -1)),
    field: fieldName(path),
    message: `\`${key}\` is missing.`,
    remedy: `Add \`${key}:\` here.`,
  };
}

interface Explanation {
  readonly code?: string;
  readonly message: string;
  readonly remedy: string;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping of keys and values",
};

function explain(issue: z.core.$ZodIssue, value: unknown): Explanation {
  const shown = show(value);
  switch (issue.code) {
    case "invalid_type": {
      const expected = EXPECTED[issue.expected] ?? issue.expected;
      const quoted = issue.expected === "string" && (typeof value === "number" || typeof value === "boolean");
      return {
        message: `${shown} is not ${expected}.`,
        remedy: quoted ? `Put it in quotes: "${String(value)}".` : `Write ${expected} here.`,
      };
    }
    case "invalid_value":
      return {
        message: `${shown} is none of the values allowed here.`,
        remedy: `${suggestion(value, issue.values.map(String))}Write one of: ${issue.values.map(String).join(", ")}.`,
      };
    case "too_small":
      return issue.origin === "string" || issue.origin === "array"
        ? { message: "This is empty.", remedy: "Write at least one entry here." }
        : { message: `${shown} is below ${issue.minimum}.`, remedy: `Write ${issue.minimum} or more.` };
    case "too_big":
      return { message: `${shown} is above ${issue.maximum}.`, remedy: `Write ${issue.maximum} or less.` };
    default:
      return explainOwn(issue.message, shown);
  }
}

/** Rules of the schema's own parts carry their code as the message. */
function explainOwn(message: string, shown: string): Explanation {
  if (message === "review/date")
    return {
      code: message,
      message: `${shown} is not a day of the calendar.`,
      remedy: "Write the date as YYYY-MM-DD, such as 2020-02-29, or remove it.",
    };
  if (message === "review/id-format")
    return {
      code: message,
      message: `${shown} cannot be an id.`,
      remedy: "Use up to 64 letters a–z, digits, `-`, `_` and `.`, beginning with a letter or digit.",
    };
  return { message: `${shown}: ${message}`, remedy: "Correct the value." };
}

function suggestion(value: unknown, allowed: readonly string[]): string {
  const near = typeof value === "string" ? nearest(value, allowed) : [];
  return near.length > 0 ? `Did you mean \`${near[0]}\`? ` : "";
}

function show(value: unknown): string {
  if (value === null) return "An empty value";
  if (Array.isArray(value)) return "A list";
  if (typeof value === "object") return "A mapping";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The plain value at a path; undefined where nothing stands. A text in place of `{ en }` answers for both. */
export function valueAt(data: unknown, path: FieldPath): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value === "string" && part === "en") return value;
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }
  return value;
}
