/** A value inside a JSON text: its stretch, and how the text goes on. */
export interface JsonItem {
  readonly start: number;
  readonly end: number;
}

/** Where and why a JSON text cannot be read. */
export interface JsonFault {
  readonly offset: number;
  readonly expected: string;
}

/**
 * Walks over the items of a JSON list without parsing the whole text, so that one damaged item costs
 * one item. Strings and nesting are followed, the items themselves are not checked.
 *
 * @param from offset just behind the opening bracket
 * @returns a fault when the list does not end as it should, else null
 */
export function* jsonItems(text: string, from: number): Generator<JsonItem, JsonFault | null> {
  let start = -1;
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 34) {
      if (start === -1) start = i;
      const end = stringEnd(text, i);
      if (end === -1) return { offset: i, expected: 'a closing `"` for the string that begins here' };
      i = end;
    } else if (code === 123 || code === 91) {
      if (start === -1) start = i;
      depth += 1;
    } else if (code === 125 || (code === 93 && depth > 0)) depth -= 1;
    else if (depth === 0 && (code === 44 || code === 93)) {
      if (start !== -1) yield { start, end: i };
      start = -1;
      if (code === 93)
        return text.slice(i + 1).trim() === "" ? null : { offset: i + 1, expected: "the end of the file" };
    } else if (code > 32 && start === -1) start = i;
    if (depth < 0) return { offset: i, expected: "`,` or `]`" };
  }
  return { offset: start === -1 ? text.length : start, expected: "the end of this item and a closing `]`" };
}

function stringEnd(text: string, open: number): number {
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i += 1;
    else if (code === 34) return i;
  }
  return -1;
}

const TOKEN = /[ \t\r\n]*(?:(["{}[\],:])|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold control characters
const STRING = /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/**
 * The first place where a text stops being JSON, or null when it is whole. Engines word their own
 * messages differently and some give no place.
 *
 * Source: RFC 8259. Checked against `JSON.parse` in tests/records/formats.prop.test.ts.
 */
export function jsonFault(text: string): JsonFault | null {
  const open: string[] = [];
  let state = "value" as "value" | "value or ]" | "key" | "key or }" | ":" | "end";
  let at = 0;
  const after = (): void => {
    state = "end";
  };
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text)!;
    const [mark, plain] = [match[1], match[2]];
    const place = at + match[0].length - (mark ?? plain ?? "").length;
    const fault = (expected: string): JsonFault => ({ offset: place, expected });
    const inside = open.at(-1);
    if (state === "end" && inside === undefined)
      return place === text.length ? null : fault("the end of the text");
    at = place + (mark ?? plain ?? "").length;
    if (mark === '"' && state !== "end" && state !== ":") {
      STRING.lastIndex = place;
      if (!STRING.test(text)) return fault("a whole string in double quotes");
      at = STRING.lastIndex;
      if (state.startsWith("key")) state = ":";
      else after();
    } else if (state.startsWith("value")) {
      if (plain !== undefined) after();
      else if (mark === "{" || mark === "[") {
        open.push(mark);
        state = mark === "{" ? "key or }" : "value or ]";
      } else if (mark === "]" && state === "value or ]") {
        open.pop();
        after();
      } else return fault("a value");
    } else if (state === ":") {
      if (mark !== ":") return fault("`:`");
      state = "value";
    } else if (mark === "}" && inside === "{" && state !== "key") {
      open.pop();
      after();
    } else if (state.startsWith("key")) return fault("a name in double quotes");
    else if (mark === "]" && inside === "[") open.pop();
    else if (mark === ",") state = inside === "{" ? "key" : "value";
    else return fault(inside === "{" ? "`,` or `}`" : "`,` or `]`");
  }
}
