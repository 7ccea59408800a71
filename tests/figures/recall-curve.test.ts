import { describe, expect, test } from "vitest";
import { describeRecall, type RecallCurveModel, recallCurve } from "#figures";

const model: RecallCurveModel = {
  language: "en",
  title: "Recall (simulated)",
  total: 200,
  relevant: 10,
  series: [
    {
      label: "seed 1",
      points: [
        [2, 1],
        [10, 5],
        [60, 10],
      ],
    },
    { label: "seed 2", points: [[40, 4]] },
  ],
  markers: [{ at: 90, label: "Stop" }],
};

describe("a recall curve", () => {
  test("says in words what it shows", () => {
    expect(describeRecall(model)).toBe(
      "seed 1: 10 found after 60 read; 50\u00a0% after 10; 95\u00a0% after 60; 100\u00a0% after 60. " +
        "seed 2: 4 found after 40 read. Stop: at 90 read.",
    );
    expect(describeRecall({ ...model, language: "nb", series: [], markers: [] })).toBe("Ingenting er lest.");
  });
  test("says nothing of shares where the number of relevant records is not known", () => {
    expect(describeRecall({ ...model, relevant: null, markers: [] })).toBe(
      "seed 1: 10 found after 60 read. seed 2: 4 found after 40 read.",
    );
    expect(recallCurve({ ...model, relevant: null })).not.toContain("Random order");
  });
  test("begins at the origin and ends at the last point", () => {
    const paths = [
      ...recallCurve(model).matchAll(/<path d="M([^"]*)" fill="none" stroke="var\(--ev-series/g),
    ];
    expect(paths[0]![1]).toBe("70 356L76.32 322L101.6 186L259.6 16");
  });
  test("tells every curve of twenty apart by dashes and colour together", () => {
    const series = Array.from({ length: 20 }, (_, at) => ({ label: `s${at}`, points: [[1, 1] as const] }));
    const strokes = [
      ...recallCurve({ ...model, series, relevant: null, markers: [] }).matchAll(
        /<path d="[^"]*" fill="none" (stroke="var[^>]*?) stroke-linejoin="round">/g,
      ),
    ].map((found) => found[1]);
    expect(new Set(strokes).size).toBe(20);
  });
  test("has no bare colour on a themed page and no custom property on paper", () => {
    expect(recallCurve(model).replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
    expect(recallCurve(model, { palette: "print" })).not.toContain("var(");
  });
  test("draws the same bytes twice, and text as text", () => {
    const odd = { ...model, title: "<script>", series: [{ label: "a&b<c", points: [] }] };
    expect(recallCurve(odd)).toBe(recallCurve(odd));
    expect(recallCurve(odd)).toContain("a&amp;b&lt;c");
    expect(recallCurve(odd)).not.toContain("<script>");
  });
  test("of nothing, of odd numbers and of a million points stays a picture", () => {
    expect(recallCurve({ ...model, series: [], total: 0, relevant: 0 })).not.toMatch(/NaN|Infinity/);
    const odd = [[Number.NaN, Number.POSITIVE_INFINITY] as const];
    expect(recallCurve({ ...model, series: [{ label: "x", points: odd }] })).not.toMatch(
      /"[^"]*(?:NaN|Infinity)/,
    );
    const many = Array.from({ length: 1_000_000 }, (_, at) => [at, at / 2] as const);
    expect(recallCurve({ ...model, series: [{ label: "x", points: many }] }).length).toBeLessThan(40_000);
  });
});
