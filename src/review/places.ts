import {
  type Document,
  isMap,
  isNode,
  isScalar,
  type LineCounter,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

/** Path of a field, as zod gives it. */
export type FieldPath = readonly PropertyKey[];

/** A place in the YAML text, both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds where the fields of a parsed YAML text stand. */
export interface Places {
  /** Of the value at the path, else of its key, else of the nearest part around it that exists. */
  of(path: FieldPath): Place;
  /** Of a key inside the mapping at the path. */
  ofKey(path: FieldPath, key: string): Place;
  at(offset: number): Place;
}

/** Prepares the look-up for one document. */
export function placesOf(document: Document, counter: LineCounter): Places {
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const nodeAt = (path: FieldPath): Node | null => {
    const found: unknown = path.length === 0 ? document.contents : document.getIn(path, true);
    return isNode(found) ? found : null;
  };
  const keyOffset = (path: FieldPath, key: PropertyKey): number | null => {
    const map = nodeAt(path);
    const pair = isMap(map) ? pairOf(map, key) : undefined;
    return pair !== undefined && isNode(pair.key) ? (pair.key.range?.[0] ?? null) : null;
  };
  const of = (path: FieldPath): Place => {
    for (let length = path.length; length >= 0; length--) {
      const part = path.slice(0, length);
      const node = nodeAt(part);
      const empty = isScalar(node) && node.value === null;
      if (node?.range && !empty) return at(node.range[0]);
      const key = length > 0 ? keyOffset(part.slice(0, -1), part.at(-1)!) : null;
      if (key !== null) return at(key);
    }
    return { line: 1, column: 1 };
  };
  return {
    of,
    at,
    ofKey: (path, key) => {
      const offset = keyOffset(path, key);
      return offset === null ? of(path) : at(offset);
    },
  };
}

function pairOf(map: YAMLMap, key: PropertyKey): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

/** A path as people write it: `outcomes[2].id`. */
export function fieldName(path: FieldPath): string {
  return path.reduce<string>(
    (name, part) =>
      typeof part === "number" ? `${name}[${part}]` : `${name}${name === "" ? "" : "."}${String(part)}`,
    "",
  );
}
