import type { Problem } from "#kernel";
import { distinct } from "../../normalise/identifiers.ts";
import { typedIds } from "../../normalise/typed-ids.ts";
import type { TaggedField } from "../format.ts";

/** The values of an entry by tag; empty ones and the filler `NA` are left out. */
export interface FieldsByTag {
  /** All values, tag by tag. */
  all(...tags: readonly string[]): readonly string[];
  /** First value of the first tag that has one, or null. */
  first(...tags: readonly string[]): string | null;
}

const NONE: readonly string[] = [];

/** Groups fields by tag, in the order of the file. */
export function byTag(fields: readonly TaggedField[]): FieldsByTag {
  const values = new Map<string, string[]>();
  for (const { tag, value } of fields) {
    if (value === "" || value === "NA") continue;
    const list = values.get(tag);
    if (list === undefined) values.set(tag, [value]);
    else list.push(value);
  }
  return {
    all(...tags) {
      let found: readonly string[] = NONE;
      for (const tag of tags) {
        const list = values.get(tag);
        if (list !== undefined) found = found === NONE ? list : [...found, ...list];
      }
      return found;
    },
    first(...tags) {
      for (const tag of tags) {
        const list = values.get(tag);
        if (list !== undefined) return list[0]!;
      }
      return null;
    },
  };
}

export type TypedIds = ReturnType<typeof typedIds>;

/** Identifiers whose form alone tells what they are, from fields that name the record itself. */
export function typedIdsOf(values: readonly string[]): TypedIds {
  let found: Partial<Record<keyof TypedIds, readonly string[]>> = NO_IDS;
  for (const value of values) {
    // Most keys are short numbers, and looking is cheaper than searching for each kind.
    if (!MAY_HOLD.test(value)) continue;
    for (const [kind, ids] of Object.entries(typedIds(value)) as [keyof TypedIds, readonly string[]][])
      found = { ...found, [kind]: distinct([...(found[kind] ?? []), ...ids]) };
  }
  return found;
}

const NO_IDS: TypedIds = {};
const MAY_HOLD = /[A-Z][ :/-]{0,2}\d{4}|2-s2\.0|\d{4}-\d{6}|RBR-|PER-|NTR/i;

/** Dates of which some give day and month alone: these get the year of publication before them. */
export function withYear(texts: readonly string[], year: number | null): string[] {
  return texts.map((text) => (year === null || /\d{4}/.test(text.slice(0, 200)) ? text : `${year} ${text}`));
}

/** The problem of an entry without a title. */
export function noTitle(remedy: string = "Look the record up and screen it by its other fields."): Problem {
  return {
    code: "records/no-title",
    message: "The entry has no title; it was kept without one.",
    remedy,
  };
}
