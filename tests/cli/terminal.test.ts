import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { readKeys } from "../../src/cli/terminal/keys.ts";
import { decimal } from "../../src/cli/terminal/numbers.ts";
import { painted, styled } from "../../src/cli/terminal/paint.ts";
import { safeJson, safeText } from "../../src/cli/terminal/safe-text.ts";
import { table, wrapped } from "../../src/cli/terminal/table.ts";
import { en } from "../../src/cli/text/en.ts";
import { languageOf, translator } from "../../src/cli/text/index.ts";
import { nb } from "../../src/cli/text/nb.ts";
import { screeningEn } from "../../src/cli/text/screening-en.ts";
import { screeningNb } from "../../src/cli/text/screening-nb.ts";

const EVIL = "a\u001b[2J\u001b]0;owned\u0007b\u009b31m\u202egnp\u0000\r\nc\td";

describe("text from outside", () => {
  it("cannot steer the terminal", () => {
    expect(safeText(EVIL)).toBe("a[2J]0;ownedb31mgnp c d");
    expect(painted([styled("red", EVIL), EVIL], false)).not.toMatch(/[\p{Control}\u202e]/u);
  });
  it("keeps letters of every script", () => {
    const text = "Ærlig – β₂ P<0.001 面接 עברית 👩🏽‍⚕️";
    expect(safeText(text)).toBe(text);
  });
  it("is escaped, not lost, in JSON", () => {
    const json = safeJson({ title: EVIL, map: new Map([["a", 1]]) });
    expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Control}\u202e]/u);
    expect(JSON.parse(json)).toEqual({ title: EVIL, map: { a: 1 } });
  });
  it("is not read as a template or a reference to another text", () => {
    const t = translator("en");
    const title = "$t(error.title) {{n}} <b>&";
    expect(t("screen.voted", { decision: "x", title })).toBe(`x: ${title}`);
  });
});

describe("layout", () => {
  it("aligns columns and cuts long cells", () => {
    const lines = table(
      [
        { head: "a", max: 5 },
        { head: "n", right: true },
      ],
      [
        ["abcdefgh", "1"],
        ["x", "10"],
      ],
    );
    expect(lines.map((line) => painted(line, false))).toEqual(["a       n", "abcd…   1", "x      10"]);
  });
  it("colours only where asked", () => {
    expect(painted(styled("bold", "x"), true)).toBe("\u001b[1mx\u001b[22m");
    expect(painted(styled("bold", "x"), false)).toBe("x");
  });
  it("wraps at spaces", () => {
    expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
  });
  it.each([
    [-0.71194, 4, "en", "-0.7119"],
    [-0.71194, 4, "nb", "-0,7119"],
    [-0.00001, 2, "en", "0.00"],
    [null, 2, "en", "–"],
    [Number.NaN, 2, "en", "–"],
  ] as const)("writes %s with %i decimals in %s as %s", (value, digits, language, text) => {
    expect(decimal(value, digits, language)).toBe(text);
  });
});

describe("keys", () => {
  const keysOf = async (...chunks: string[]): Promise<string[]> => {
    const input = new PassThrough();
    const keys = readKeys(input);
    for (const chunk of chunks) input.emit("data", chunk);
    input.emit("end");
    const pressed: string[] = [];
    for (;;) {
      const key = await keys.next();
      if (key === "quit") return pressed;
      pressed.push(key);
    }
  };
  it("come one by one, in small letters", async () => {
    expect(await keysOf("iX", "m")).toEqual(["i", "x", "m"]);
  });
  it("of arrows and functions mean nothing, wherever they come and however they are cut", async () => {
    expect(await keysOf("i\u001b[Ax", "\u001b[1;5C\u001bOAm", "\u001b[", "Bu", "\u001b[15~")).toEqual([
      "i",
      "x",
      "m",
      "u",
    ]);
  });
  it("know escape", async () =>
    expect(await keysOf("\u001b", "\u001b\u001bi")).toEqual(["escape", "escape", "escape", "i"]));
});

describe("catalogues", () => {
  const holes = (text: string): string[] =>
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort();
  const english: Readonly<Record<string, string>> = { ...en, ...screeningEn };
  const norwegian: Readonly<Record<string, string>> = { ...nb, ...screeningNb };
  it.each(Object.keys(english))("say %s in both languages with the same values", (key) => {
    expect(norwegian[key]!.trim()).not.toBe("");
    expect(holes(norwegian[key]!)).toEqual(holes(english[key]!));
  });
  it("have the same keys, and none twice", () => {
    expect(Object.keys(norwegian).sort()).toEqual(Object.keys(english).sort());
    expect(Object.keys(english)).toHaveLength(Object.keys(en).length + Object.keys(screeningEn).length);
  });
  it("follow the option first and the environment second", () => {
    expect(languageOf("en", { LANG: "nb_NO.UTF-8" })).toBe("en");
    expect(languageOf(undefined, { LANG: "nb_NO.UTF-8" })).toBe("nb");
    expect(languageOf(undefined, { LC_ALL: "C", LANG: "nb_NO" })).toBe("en");
    expect(languageOf(undefined, {})).toBe("en");
  });
});
