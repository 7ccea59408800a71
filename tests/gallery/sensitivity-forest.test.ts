import { test } from "vitest";
import { cumulativeForest, leaveOneOutForest, type PlotOptions } from "#figures";
import { bcg, pooled } from "./bcg.ts";
import { expectStored } from "./stored.ts";

const model = {
  language: "en",
  title: "BCG vaccine",
  scale: "log",
  nullValue: 0,
  effectHeading: "RR [95 % CI]",
  favoursLow: "favours vaccine",
  favoursHigh: "favours none",
} as const;

function store(name: string, draw: (options: PlotOptions) => string): void {
  for (const width of ["column", "page"] as const)
    expectStored(`${name}-${width}.svg`, draw({ palette: "print", width }));
}

test("cumulative, by year", () => {
  const ordered = [...bcg].sort((a, b) => a.year - b.year);
  const rows = ordered.map((one, at) => ({ label: one.label, ...pooled(ordered.slice(0, at + 1)) }));
  store("cumulative", (options) => cumulativeForest({ ...model, rows }, options));
});

test("leave one out, in Norwegian", () => {
  const rows = bcg.map((one) => ({ label: one.label, ...pooled(bcg.filter((other) => other !== one)) }));
  store("leave-one-out-nb", (options) =>
    leaveOneOutForest(
      {
        ...model,
        language: "nb",
        title: "BCG-vaksine",
        effectHeading: "RR [95 % KI]",
        favoursLow: "i favør av vaksine",
        favoursHigh: "i favør av ingen",
        rows,
        pooled: { label: "Alle studier", ...pooled(bcg) },
      },
      options,
    ),
  );
});
