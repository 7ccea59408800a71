import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seriesColour } from "../../src/figures/series-colours.ts";

const css = readFileSync(new URL("../../src/web/styles/tokens.css", import.meta.url), "utf8");

/** Both values of a token. */
function pair(name: string): readonly [string, string] {
  const found = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  if (found === null) throw new Error(`tokens.css has no pair --${name}`);
  return [found[1]!, found[2]!];
}

/** Source: WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

test.each([0, 1, 2, 3, 4])("series %i has a colour of three to one on either theme's sheets", (at) => {
  const [light, dark] = pair(`ev-series-${at + 1}`);
  expect(light).toBe(seriesColour(at, "print"));
  expect(seriesColour(at, "screen")).toContain(`--ev-series-${at + 1}`);
  for (const sheet of ["panel", "bg"]) {
    const [paper, night] = pair(sheet);
    expect(contrast(light, paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, night)).toBeGreaterThanOrEqual(3);
  }
});
