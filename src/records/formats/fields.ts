import type { TaggedField } from "./format.ts";

/** The values of an entry by tag; empty ones and the filler `NA` are left out. */
export interface FieldsByTag {
  all(...tags: readonly string[]): readonly string[];
  /** First value of the first tag that has one, or null. */
  first(...tags: readonly string[]): string | null;
}

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
    all: (...tags) =>
      tags.length === 1 ? (values.get(tags[0]!) ?? []) : tags.flatMap((tag) => values.get(tag) ?? []),
    first(...tags) {
      for (const tag of tags) {
        const list = values.get(tag);
        if (list !== undefined) return list[0]!;
      }
      return null;
    },
  };
}
