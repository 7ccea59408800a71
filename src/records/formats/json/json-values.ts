import type { Problem } from "#kernel";

export type JsonObject = Readonly<Record<string, unknown>>;

/** The fields of a JSON object, by kind; names of JavaScript's own objects are names like any other. */
export interface JsonFields {
  /** A text or number, also as the only element of a list; empty when it is neither. */
  text(name: string): string;
  /** Texts of a list, or one text. */
  texts(name: string): string[];
  /** An object, or the first of a list. */
  object(name: string): JsonFields;
  /** Objects of a list, or one object. */
  objects(name: string): JsonFields[];
  /** Whether the field is there and not null. */
  has(name: string): boolean;
  /** The field as it is. */
  value(name: string): unknown;
}

/**
 * @param onProblem told once of each field whose value is of another kind than asked for
 * @param path of the object in the item, for messages
 */
export function jsonFields(
  item: JsonObject,
  onProblem: (problem: Problem) => void,
  path: string = "",
): JsonFields {
  const told = new Set<string>();
  const value = (name: string): unknown =>
    Object.hasOwn(item, name) ? (item[name] ?? undefined) : undefined;
  const wrong = (name: string, wanted: string): void => {
    if (told.has(name)) return;
    told.add(name);
    const field = `${path}${name}`;
    onProblem({
      code: "records/json-field",
      field,
      message: `\`${field}\` is ${kindOf(value(name))} where ${wanted} is expected; what could not be read of it was left out.`,
      remedy: "Look the record up in its database if the field matters.",
    });
  };
  const list = (name: string): readonly unknown[] => {
    const found = value(name);
    return found === undefined ? [] : Array.isArray(found) ? found : [found];
  };
  return {
    value,
    has: (name) => value(name) !== undefined,
    text(name) {
      const found = value(name);
      const only = Array.isArray(found) && found.length === 1 ? (found[0] as unknown) : found;
      const plain = textOf(only);
      if (plain === null && only !== undefined && !(Array.isArray(only) && only.length === 0))
        wrong(name, "a text");
      return plain ?? "";
    },
    texts(name) {
      const texts = list(name).map(textOf);
      if (texts.includes(null)) wrong(name, "a list of texts");
      return texts.filter((text) => text !== null);
    },
    object(name) {
      const found = list(name)[0];
      if (found !== undefined && !isObject(found)) wrong(name, "an object");
      return jsonFields(isObject(found) ? found : {}, onProblem, `${path}${name}.`);
    },
    objects(name) {
      const found = list(name);
      if (!found.every(isObject)) wrong(name, "a list of objects");
      return found
        .filter(isObject)
        .map((each, index) => jsonFields(each, onProblem, `${path}${name}[${index}].`));
    },
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : null;
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
