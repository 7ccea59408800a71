import { expect, test } from "vitest";
import { quantilePlot } from "#figures";
import { normalQuantile } from "#numerics";

const model = {
  language: "en" as const,
  title: "Residuals",
  valueLabel: "Standardised residual",
  points: Array.from({ length: 20 }, (_, i) => {
    const at = normalQuantile((i + 0.5) / 20);
    return [at, i === 19 ? at + 1.5 : at] as const;
  }),
};

test("every value is a dot, those on the line lie on it, and the words name the farthest", () => {
  const svg = quantilePlot(model);
  expect(svg.match(/<circle/g)).toHaveLength(20);
  expect(svg).toContain("lies 1.50 from it");
  expect(quantilePlot({ ...model, language: "nb" })).toContain("ligger 1,50 fra den");
});

test("text never becomes markup, and a number that is none is refused", () => {
  expect(quantilePlot({ ...model, valueLabel: "<script>" })).not.toContain("<script>");
  expect(() => quantilePlot({ ...model, points: [[0, Number.NaN]] })).toThrow("value");
});
