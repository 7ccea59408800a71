import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { goshPlot } from "#figures";
import { seriesColour } from "../../src/figures/series-colours.ts";
import { reportCss } from "../../src/report/html/style.ts";

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

/** Two colours, the first laid over the second. */
function over(colour: string, sheet: string, opacity: number): string {
  const mixed = [1, 3, 5].map((at) => {
    const [a, b] = [colour, sheet].map((one) => Number.parseInt(one.slice(at, at + 2), 16));
    return Math.round(a! * opacity + b! * (1 - opacity));
  });
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

test("the palest cell of a density is seen on either theme's sheets", () => {
  const values = Float64Array.from({ length: 400 }, (_, at) => (at % 20) ** 2 / 40);
  const svg = goshPlot({
    language: "en",
    title: "Made up",
    effectLabel: "g",
    scale: "identity",
    estimates: values,
    heterogeneity: values.map((value, at) => value + (at % 7)),
  });
  const opacities = [...svg.matchAll(/<path [^>]*fill-opacity="([\d.]+)"\/>/g)].map(([, one]) => Number(one));
  const least = Math.min(...opacities);
  for (const name of ["accent", "ev-series-1", "ev-series-2"])
    for (const [at, theme] of ["light", "dark"].entries()) {
      const sheet = pair("panel")[at]!;
      expect(contrast(over(pair(name)[at]!, sheet, least), sheet), `${name}, ${theme}`).toBeGreaterThan(1.6);
    }
});

test("a report on a dark page has the same series as the application", () => {
  const [, dark = ""] = reportCss.split("@media (prefers-color-scheme:dark)");
  for (const at of [1, 2, 3, 4, 5]) expect(dark).toContain(`--ev-series-${at}:${pair(`ev-series-${at}`)[1]}`);
  const [, print = ""] = reportCss.split("@media print");
  for (const at of [1, 2, 3, 4, 5])
    expect(print).toContain(`--ev-series-${at}:${seriesColour(at - 1, "print")}`);
});
