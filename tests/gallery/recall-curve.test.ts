import { expect, test } from "vitest";
import { type RecallCurveModel, recallCurve } from "#figures";
import { expectStored } from "./stored.ts";

/** Invented readings; only the drawing is of interest. */
const reading = (label: string, steepness: number, relevant: number, total: number) => ({
  label,
  points: Array.from({ length: relevant }, (_, at) => {
    const share = (at + 1) / relevant;
    return [Math.ceil(total * (share / steepness + (1 - 1 / steepness) * share ** 8)), at + 1] as const;
  }),
});

const one: RecallCurveModel = {
  language: "en",
  title: "Recall curve (simulated)",
  total: 952,
  relevant: 20,
  series: [reading("seed 1", 14, 20, 952), reading("seed 2", 9, 20, 952), reading("seed 3", 6, 20, 952)],
  markers: [{ at: 700, label: "Recall test stops (median)" }],
};

const shares = (label: string, steepness: number) => ({
  label,
  points: reading(label, steepness, 40, 1_000).points.map(
    ([read, found]) => [read / 1_000, found / 40] as const,
  ),
});
const overlay: RecallCurveModel = {
  language: "nb",
  title: "Gjenfinning i flere sett (simulert)",
  unit: "share",
  total: 1,
  relevant: 1,
  series: [
    shares("alfa_2021", 20),
    shares("bravo_2019", 8),
    shares("charlie_2017", 5),
    shares("delta_2002", 3),
    shares("echo_2018", 2.4),
    shares("foxtrot_2010, et sett med et langt navn", 2),
  ],
};

test("one set, three starts", () => expectStored("recall-curve.svg", recallCurve(one, { palette: "print" })));
test("themed", () => expectStored("recall-curve-themed.svg", recallCurve(one)));
test("several sets, in Norwegian", () =>
  expectStored("recall-curve-overlay-nb.svg", recallCurve(overlay, { palette: "print" })));
test("nothing read", () => {
  const svg = recallCurve({ ...one, series: [], relevant: null, markers: [] }, { palette: "print" });
  expect(svg).toContain("Nothing has been read.");
  expectStored("recall-curve-empty.svg", svg);
});
