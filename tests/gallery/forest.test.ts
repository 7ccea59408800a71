import { expect, test } from "vitest";
import { type ForestModel, type ForestRow, forestPlot } from "#figures";
import { expectStored } from "./stored.ts";

const row = (label: string, groups: string, y: number, se: number, weight: number): ForestRow => ({
  id: label,
  label,
  groups,
  estimate: y,
  low: y - 1.96 * se,
  high: y + 1.96 * se,
  weight,
});

/** Simulated trials; only the layout is of interest. */
const means: ForestModel = {
  language: "en",
  title: "Forest plot (simulated)",
  scale: "identity",
  nullValue: 0,
  studyHeading: "Study",
  groupHeading: "Drug / control",
  weightHeading: "Weight",
  effectHeading: "g [95 % CI]",
  favoursLow: "favours drug",
  favoursHigh: "favours control",
  rows: [
    row("Alfa 2021", "42 / 37", -0.8, 0.23, 34.1),
    row("Bravo 2023", "52 / 42", -0.6, 0.21, 40.8),
    row("Charlie 2018", "12 / 7", -0.95, 0.5, 7.2),
    row("Delta 2013", "8 / 4", -0.85, 1.6, 0.7),
    {
      ...row("Echo 2011, a trial with a long name in two lines", "12 / 8", -1.2, 0.5, 7.2),
      flag: "retracted",
    },
    row("Foxtrot 2018", "12 / 6", -0.3, 0.4, 10),
    {
      id: "g",
      label: "Golf 2019",
      groups: "6 / 5",
      estimate: null,
      low: null,
      high: null,
      weight: null,
    },
  ],
  pooled: {
    label: "Random effects (REML), Hartung–Knapp",
    estimate: -0.71,
    low: -0.95,
    high: -0.47,
    predictionLow: -1.02,
    predictionHigh: -0.4,
  },
  footer: ["Heterogeneity: τ² = 0.00; I² = 0 %; Q(5) = 2.42, p = .79"],
};

const ratios: ForestModel = {
  ...means,
  language: "nb",
  title: "Skogdiagram (simulert)",
  scale: "log",
  nullValue: 0,
  studyHeading: "Studie",
  groupHeading: "Medikament / kontroll",
  weightHeading: "Vekt",
  effectHeading: "RR [95 % KI]",
  favoursLow: "i favør av kontroll",
  favoursHigh: "i favør av medikament",
  rows: [
    row("Alfa 2021", "28/42 mot 12/37", Math.log(2.06), 0.27, 50),
    row("Bravo 2023", "37/52 mot 20/42", Math.log(1.49), 0.2, 45),
    row("Delta 2013", "5/8 mot 0/4", Math.log(6.1), 1.4, 5),
  ],
  pooled: {
    label: "Tilfeldige effekter (DL)",
    estimate: Math.log(1.7),
    low: Math.log(1.2),
    high: Math.log(2.4),
    predictionLow: null,
    predictionHigh: null,
  },
  footer: [],
};

const empty: ForestModel = { ...means, title: "Nothing to pool", rows: [], pooled: null, footer: [] };

test("means", () => expectStored("forest-means.svg", forestPlot(means, { palette: "print" })));
test("themed", () => expectStored("forest-themed.svg", forestPlot(means)));
test("ratios", () => expectStored("forest-ratios-nb.svg", forestPlot(ratios, { palette: "print" })));
test("one column of a journal: the same rows, without groups and weights", () => {
  const svg = forestPlot(means, { palette: "print", width: "column" });
  expect(svg).not.toContain("42 / 37</text>");
  expectStored("forest-column.svg", svg);
});
test("no rows", () => expectStored("forest-empty.svg", forestPlot(empty, { palette: "print" })));

test("the area of a square follows the weight", () => {
  const sides = [
    ...forestPlot(means, { palette: "print" }).matchAll(/<rect [^>]*height="([\d.]+)" fill="#0b5f73"/g),
  ];
  const [first, second] = sides.map((match) => Number(match[1]));
  expect((first! / second!) ** 2).toBeCloseTo(34.1 / 40.8, 3);
});

test("a themed figure has no bare colour, a printed one no custom property", () => {
  expect(forestPlot(means).replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
  expect(forestPlot(means, { palette: "print" })).not.toContain("var(");
});

test("attack text stays text", () => {
  const svg = forestPlot({
    ...means,
    footer: ["</text><script>alert(1)</script>"],
    title: "<img onerror=x>",
  });
  expect(svg).not.toMatch(/<script|<img/);
});
