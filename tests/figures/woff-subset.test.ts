import { readFileSync } from "node:fs";
import { zlibSync } from "fflate";
import { create, type Font } from "fontkit";
import { expect, test } from "vitest";
import { woffSubset } from "#figures";
import { glyphOf, tablesOf } from "../../src/figures/font/font-tables.ts";

const file = readFileSync(
  new URL(
    "../../node_modules/@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf",
    import.meta.url,
  ),
);
const whole = create(file) as Font;
const TEXT = "Følsomhet: Ångström, χ² = 0,03 −1 Жук ﬁ";
const deflate = (data: Uint8Array): Uint8Array => zlibSync(data, { level: 9 });

test("another reader finds the characters asked for, with the outlines and advances of the whole font", () => {
  const subset = create(Buffer.from(woffSubset(file, TEXT, deflate))) as Font;
  for (const character of new Set(TEXT)) {
    const codePoint = character.codePointAt(0)!;
    expect(subset.hasGlyphForCodePoint(codePoint), character).toBe(true);
    const [mine, theirs] = [subset, whole].map((font) => font.glyphForCodePoint(codePoint));
    expect(mine!.advanceWidth).toBe(theirs!.advanceWidth);
    expect(mine!.path.toSVG()).toBe(theirs!.path.toSVG());
  }
  expect(subset.hasGlyphForCodePoint("Q".codePointAt(0)!)).toBe(false);
});

test("is a fraction of the file and the same bytes again", () => {
  const once = woffSubset(file, TEXT, deflate);
  expect(once.length).toBeLessThan(file.length / 5);
  expect(Buffer.from(woffSubset(file, TEXT, deflate)).equals(Buffer.from(once))).toBe(true);
});

test("finds the glyphs that another reader finds, in all of Unicode", () => {
  const find = glyphOf(tablesOf(file));
  for (let codePoint = 32; codePoint < 0x11000; codePoint += 7)
    expect(find(codePoint), codePoint.toString(16)).toBe(whole.glyphForCodePoint(codePoint).id);
  expect([..."李ع𝒳"].map((one) => find(one.codePointAt(0)!))).toEqual([0, 0, 0]);
});
