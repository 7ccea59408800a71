import { describe, expect, test } from "vitest";
// The scanner's own test needs the room's inside.
import { jsonHead } from "../../src/records/formats/json/json-head.ts";
import { parseItem } from "../../src/records/formats/json/json-parse.ts";
import { type JsonStretch, scanJson } from "../../src/records/formats/json/json-scan.ts";

const scan = (text: string | readonly string[], ...lists: string[]): JsonStretch[] => [
  ...scanJson(text, lists),
];
const items = (text: string | readonly string[], ...lists: string[]): string[] =>
  scan(text, ...lists).flatMap((one) => (one.kind === "item" ? [one.text.trim()] : []));
const kinds = (text: string, ...lists: string[]): string[] =>
  scan(text, ...lists)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== "between");

describe("items are found", () => {
  test.each([
    ["a list", '[{"a":1}, {"b":[2]} ]', [], ['{"a":1}', '{"b":[2]}']],
    ["one object", ' {"a":1}\n', [], ['{"a":1}']],
    ["objects after each other", '{"a":1}\n{"b":2}', [], ['{"a":1}', '{"b":2}']],
    ["values of any kind", '[1, "x,]", null, [2,3]]', [], ["1", '"x,]"', "null", "[2,3]"]],
    [
      "a list in a wrapper",
      '{"meta":{"n":[1]},"results":[{"a":1},{"b":2}],"x":[3]}',
      ["results"],
      ['{"a":1}', '{"b":2}'],
    ],
    ["a list two levels deep", '{"m":{"x":[0],"items":[{"a":1}]},"items":[9]}', ["m.items"], ['{"a":1}']],
    ["pages of lists", '[{"results":[{"a":1}]},{"results":[{"b":2}]}]', ["results"], ['{"a":1}', '{"b":2}']],
    [
      "pages after each other",
      '{"results":[{"a":1}]}\n{"results":[{"b":2}]}',
      ["results"],
      ['{"a":1}', '{"b":2}'],
    ],
    ["the same name inside an item", '{"results":[{"results":[1]}]}', ["results"], ['{"results":[1]}']],
    ["an empty list", '{"results":[]}', ["results"], []],
    ["a byte-order mark", '\ufeff[{"a":1}]', [], ['{"a":1}']],
    ["a comma too many", '[{"a":1},]', [], ['{"a":1}']],
    ["a comma too few", '[{"a":1}\n{"b":2}]', [], ['{"a":1}', '{"b":2}']],
  ])("%s", (_name, text, lists, expected) => {
    expect(items(text, ...lists)).toEqual(expected);
    expect(kinds(text, ...lists)).toEqual(expected.map(() => "item"));
    // Wherever the pieces end.
    expect(items([...text], ...lists)).toEqual(expected);
    expect(
      scan([...text], ...lists)
        .map((stretch) => stretch.text)
        .join(""),
    ).toBe(text);
  });
});

describe("damage costs the item it stands in", () => {
  const list = (middle: string): string =>
    `[\n  {"id":"a","t":"x"},\n  ${middle},\n  {"id":"c","t":"z"}\n]\n`;
  test.each([
    ["a brace left out", '{"id":"b","t":{"u":1}'],
    ["a bracket left out", '{"id":"b","t":["u"}'],
    ["a brace too many", '{"id":"b"}}'],
    ["a quote left out", '{"id":"b","t":"u, "v":1}'],
    ["a quote left out at a line's end", '{"id":"b","t":"u\n  }'],
    ["a colon left out", '{"id":"b","t" 1}'],
    ["words", '{"id":"b"} and words'],
    ["cut off in a string", '{"id":"b","t":"u'],
  ])("%s", (_name, middle) => {
    const text = list(middle);
    const kept = items(text).map((item) => parseItem(item)?.value);
    expect(kept).toContainEqual({ id: "a", t: "x" });
    expect(kept).toContainEqual({ id: "c", t: "z" });
    expect(kinds(text).filter((kind) => kind === "lost").length).toBe(1);
    // In one line the next item shows by its first name.
    const line = text.replace(/\n\s*/g, "");
    if (!middle.includes("\n"))
      expect(items(line).map((item) => parseItem(item)?.value)).toContainEqual({ id: "c", t: "z" });
    for (const one of [text, line])
      expect(
        scan([...one])
          .map((stretch) => stretch.text)
          .join(""),
      ).toBe(one);
  });

  test("a file that is cut off keeps what is whole", () => {
    expect(kinds('{"results":[{"a":1},{"b":', "results")).toEqual(["item", "lost"]);
    expect(kinds('{"results":[{"a":1}', "results")).toEqual(["item", "lost"]);
  });
});

describe("hostile text", () => {
  test("a million brackets are refused, what follows is read", () => {
    const deep = "[".repeat(1_000_000);
    expect(kinds(`[${deep}`)[0]).toBe("refused");
    expect(
      kinds(`[{"a":${deep}${"]".repeat(1_000_000)}},\n{"b":1}]`).filter((kind) => kind === "item").length,
    ).toBe(1);
    expect(kinds(`{"a":${deep}`)[0]).toBe("refused");
    expect(kinds(`{"results":[],"x":${deep}`, "results")[0]).toBe("lost");
  }, 10_000);

  test("an item beyond 64 Mi characters is refused without being held", () => {
    const pieces = function* (): Generator<string> {
      yield '[{"a":"';
      for (let i = 0; i < 1_100; i++) yield "x".repeat(65_536);
      yield '"},{"b":1}]';
    };
    const found = [...scanJson({ [Symbol.iterator]: pieces }, [])];
    expect(found.find(({ kind }) => kind === "refused")).toMatchObject({ limit: "size" });
    expect(found.filter(({ kind }) => kind === "item")).toMatchObject([{ text: '{"b":1}' }]);
  }, 20_000);

  test("damage upon damage takes linear time", () => {
    const one = '{"a":"x", oops\n';
    const started = performance.now();
    expect(kinds(`[\n${one.repeat(20_000)}]`).length).toBeGreaterThan(0);
    expect(kinds(`[${'{"a":['.repeat(200_000)}`).length).toBeGreaterThan(0);
    expect(kinds(`[${'{"a":1,'.repeat(200_000)}`).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(8_000);
  }, 20_000);
});

describe("parseItem", () => {
  test.each([
    ['{"a":1}', { a: 1 }, 0],
    ['{"a":"x\ny"}', { a: "x\ny" }, 1],
    ['{"a":NaN,"b":-Infinity,"c":None}', { a: null, b: null, c: null }, 3],
    ['{"a":"C:\\d","b":[1,],}', { a: "C:\\d", b: [1] }, 2],
    ['{"a":1e999}', { a: null }, 1],
    ['{"a":"\\ud800x","\\udc00":1}', { a: "\ufffdx", "\ufffd": 1 }, 1],
    ['{"a":"\\ud83d\\ude00"}', { a: "😀" }, 0],
  ])("%s", (text, value, mended) => {
    const parsed = parseItem(text);
    expect(parsed?.value).toEqual(value);
    expect(parsed?.mended.length).toBe(mended);
  });

  test("what cannot be mended is null", () => {
    for (const text of ["{", "{'a':1}", '{"a" 1}', ""]) expect(parseItem(text)).toBe(null);
  });

  test("names of JavaScript's own objects are names like any other", () => {
    const parsed = parseItem('{"__proto__":{"polluted":1},"constructor":2}');
    expect(Object.hasOwn(parsed?.value as object, "__proto__")).toBe(true);
    expect(({} as Record<string, unknown>)["polluted"]).toBe(undefined);
  });
});

test("jsonHead sees the first item's names, also where the text is cut", () => {
  expect([...jsonHead('[{"a":1,"b":{"c":2},"d":"x').names]).toEqual(["a", "b", "d"]);
  expect([...jsonHead('{"meta":{"x":1},"results":[{"id":1,"t":[{"u":', "results").names]).toEqual([
    "id",
    "t",
  ]);
  expect(jsonHead("TY  - JOUR").names.size).toBe(0);
});
