import type { JsonFault } from "./json-scan.ts";

const TOKEN = /[ \t\r\n]*(?:(["{}[\],:])|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold control characters
const STRING = /"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"/y;

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
