import type { Problem } from "#kernel";
import { valueAt } from "./issues.ts";
import { type FieldPath, fieldName, type Places } from "./places.ts";

type Item = Readonly<Record<string, unknown>>;

/** A mapping of the plain data, with where it stands. */
export interface Found {
  readonly path: FieldPath;
  readonly item: Item;
}

/** The mappings of a list; what is no list, or no mapping, is left to the schema. */
export function items(data: unknown, path: FieldPath): Found[] {
  const value = valueAt(data, path);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown, index) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? [{ path: [...path, index], item: item as Item }]
      : [],
  );
}

/** Texts that stand in a key of more than one mapping. */
export function duplicates(found: readonly Found[], key: string, places: Places): Problem[] {
  const first = new Map<string, FieldPath>();
  return found.flatMap(({ path, item }) => {
    const value = item[key];
    if (typeof value !== "string") return [];
    const field = [...path, key];
    const earlier = first.get(value);
    if (earlier === undefined) {
      first.set(value, field);
      return [];
    }
    return [
      {
        code: "review/duplicate-id",
        ...places.of(field),
        field: fieldName(field),
        message: `\`${value}\` stands on line ${places.of(earlier).line} and again on line ${places.of(field).line}.`,
        remedy: key === "id" ? "Give one of the two another id." : "Remove one of the two.",
      },
    ];
  });
}
