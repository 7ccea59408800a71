import { expect, test } from "vitest";
import {
  cumulativeForest,
  describeCumulative,
  describeLeaveOneOut,
  leaveOneOutForest,
  type SensitivityForestModel,
} from "#figures";

const model: SensitivityForestModel = {
  language: "en",
  title: "Sensitivity",
  scale: "log",
  nullValue: 0,
  effectHeading: "OR [95 % CI]",
  favoursLow: "favours drug",
  favoursHigh: "favours control",
  rows: [
    { label: "Alfa 2001", estimate: Math.log(2), low: 0, high: Math.log(4) },
    { label: "Bravo 2002", estimate: Math.log(1.5), low: Math.log(1.1), high: Math.log(2) },
  ],
  pooled: { label: "All", estimate: Math.log(1.5), low: Math.log(1.1), high: Math.log(2) },
};

test("says in words what a row is", () => {
  expect(describeCumulative(model)).toBe(
    "OR [95 % CI]. Alfa 2001: 2.00 [1.00, 4.00]. +\u00a0Bravo 2002: 1.50 [1.10, 2.00]. All: 1.50 [1.10, 2.00]. " +
      "To the left: favours drug. To the right: favours control. Each row is the pooled result of the studies down to that row.",
  );
  expect(describeLeaveOneOut({ ...model, language: "nb" })).toMatch(/uten studien som er nevnt\.$/);
});

test("has no columns of groups and weights, and fits a column of a journal", () => {
  const svg = leaveOneOutForest(model, { palette: "print", width: "column" });
  expect(svg).toMatch(/width="321"/);
  expect(svg).not.toContain("–</text>");
  expect(cumulativeForest(model, { palette: "print", width: "page" })).toMatch(/width="661"/);
  expect(cumulativeForest(model)).not.toMatch(/<svg [^>]* width=/);
});

test("draws the line of no effect on either scale", () => {
  const print = { palette: "print" } as const;
  const line = (nullValue: number): number => {
    const svg = cumulativeForest({ ...model, nullValue }, print);
    return Number(/<path d="M([\d.]+) [\d.]+V[\d.]+" stroke="#1b1e23" stroke-dasharray/.exec(svg)![1]);
  };
  const tick = /<text x="([\d.]+)" [^>]*text-anchor="middle">1<\/text>/.exec(cumulativeForest(model, print))!;
  expect(line(0)).toBeCloseTo(Number(tick[1]), 2);
  expect(line(0.2)).toBeGreaterThan(line(0) + 10);
  expect(cumulativeForest({ ...model, scale: "identity" }, print)).toContain("0.69 [0.00, 1.39]");
});

test("leaving out has a line where the result of all studies lies, adding up has none", () => {
  const dashed = /stroke="#0b5f73" stroke-dasharray="4 3"/;
  expect(leaveOneOutForest(model, { palette: "print" })).toMatch(dashed);
  expect(cumulativeForest(model, { palette: "print" })).not.toMatch(dashed);
});

test("of no rows is a picture; numbers that are none are refused; names stay text", () => {
  const { pooled: _, ...bare } = model;
  expect(cumulativeForest({ ...bare, rows: [] })).toContain("<svg");
  const bad = [{ label: "a", estimate: Number.NaN, low: 0, high: 1 }];
  expect(() => leaveOneOutForest({ ...model, rows: bad })).toThrow(/rows\[0\].estimate is NaN/);
  const hostile = [{ label: "<script>", estimate: 0, low: -1, high: 1 }];
  expect(leaveOneOutForest({ ...model, rows: hostile })).not.toContain("<script");
});

test("the narrow axis keeps its labels apart", () => {
  const rows = [{ label: "a", estimate: 0, low: -3, high: 3 }];
  const svg = cumulativeForest({ ...model, rows }, { palette: "print", width: "column" });
  const ticks = [
    ...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" font-size="9.5" [^>]*text-anchor="middle">([\d.]+)</g),
  ];
  expect(ticks.length).toBeGreaterThan(1);
  for (const [i, tick] of ticks.entries())
    if (i > 0) expect(Number(tick[1]) - Number(ticks[i - 1]![1])).toBeGreaterThan(10);
});
