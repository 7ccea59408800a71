import { expect, test } from "vitest";
import {
  type BubbleLinePoint,
  baujatPlot,
  bubblePlot,
  funnelPlot,
  goshPlot,
  labbePlot,
  type PlotOptions,
  radialPlot,
} from "#figures";
import { bcg, pooled } from "./bcg.ts";
import { expectStored } from "./stored.ts";

const all = pooled(bcg);
const column: PlotOptions = { palette: "print", width: "column" };
const page: PlotOptions = { palette: "print", width: "page" };

/** Each figure at both widths on paper, and as a page shows it. */
function store(name: string, draw: (options: PlotOptions) => string): void {
  expectStored(`${name}-column.svg`, draw(column));
  expectStored(`${name}-page.svg`, draw(page));
  const themed = draw({});
  expect(themed.replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
  expect(draw(page)).not.toContain("var(");
}

const studies = bcg.map(({ label, y, se }) => ({ label, y, se }));
const ratio = { language: "en", effectLabel: "Risk ratio", scale: "log" } as const;

test("funnel", () =>
  store("funnel", (options) =>
    funnelPlot(
      { ...ratio, title: "Funnel plot, BCG vaccine", studies, centre: all.estimate, named: 3 },
      options,
    ),
  ));

test("funnel with contours and filled studies, in Norwegian", () =>
  store("funnel-contours-nb", (options) =>
    funnelPlot(
      {
        language: "nb",
        title: "Traktplott, BCG-vaksine",
        effectLabel: "Log relativ risiko",
        scale: "identity",
        studies,
        centre: all.estimate,
        contours: [0.1, 0.05, 0.01],
        filled: [
          { y: 0.2, se: bcg[6]!.se },
          { y: 0.157, se: bcg[1]!.se },
        ],
      },
      options,
    ),
  ));

test("Baujat", () => {
  const points = bcg.map((one, i) => {
    const without = pooled(bcg.filter((_, j) => j !== i));
    return {
      label: one.label,
      heterogeneity: (one.y - all.estimate) ** 2 / (one.v + all.tau2),
      influence: (without.estimate - all.estimate) ** 2 / ((without.high - without.low) / 3.92) ** 2,
    };
  });
  store("baujat", (options) =>
    baujatPlot({ language: "en", title: "Baujat plot, BCG vaccine", studies: points }, options),
  );
});

test("radial", () =>
  store("radial", (options) =>
    radialPlot(
      { ...ratio, title: "Radial plot, BCG vaccine", studies, estimate: all.estimate, tau2: all.tau2 },
      options,
    ),
  ));

test("radial without tau2, in Norwegian", () =>
  store("radial-common-nb", (options) =>
    radialPlot(
      {
        language: "nb",
        title: "Radialt plott, BCG-vaksine",
        effectLabel: "Log relativ risiko",
        scale: "identity",
        studies,
        estimate: -0.43,
        named: 3,
      },
      options,
    ),
  ));

test("L'Abbé", () =>
  store("labbe", (options) =>
    labbePlot(
      {
        language: "en",
        title: "L'Abbé plot, BCG vaccine",
        group1: "vaccinated",
        group2: "not vaccinated",
        studies: bcg,
        pooled: { measure: "RR", estimate: Math.exp(all.estimate) },
        named: 4,
      },
      options,
    ),
  ));

/** Every subset of two studies or more. */
function subsets() {
  const estimates: number[] = [];
  const heterogeneity: number[] = [];
  const included: number[] = [];
  for (let mask = 1; mask < 2 ** bcg.length; mask++) {
    const set = bcg.filter((_, i) => mask & (1 << i));
    if (set.length < 2) continue;
    const { estimate, i2 } = pooled(set);
    estimates.push(estimate);
    heterogeneity.push(i2);
    included.push(mask & (1 << 7) ? 1 : 0);
  }
  return { estimates, heterogeneity, included };
}

test("GOSH", () => {
  const { estimates, heterogeneity, included } = subsets();
  store("gosh", (options) =>
    goshPlot({ ...ratio, title: "GOSH plot, BCG vaccine", estimates, heterogeneity }, options),
  );
  store("gosh-study-nb", (options) =>
    goshPlot(
      {
        language: "nb",
        title: "GOSH-plott, BCG-vaksine",
        effectLabel: "Log relativ risiko",
        scale: "identity",
        estimates,
        heterogeneity,
        study: { label: "TPT Madras 1980", included },
      },
      options,
    ),
  );
});

/** Weighted least squares on latitude with tau2 = 0.0764, and its band. */
function regression(): readonly BubbleLinePoint[] {
  const tau2 = 0.0764;
  const w = bcg.map(({ v }) => 1 / (v + tau2));
  const sum = (of: (i: number) => number): number =>
    w.reduce((total, weight, i) => total + weight * of(i), 0);
  const total = sum(() => 1);
  const middle = sum((i) => bcg[i]!.latitude) / total;
  const mean = sum((i) => bcg[i]!.y) / total;
  const sxx = sum((i) => (bcg[i]!.latitude - middle) ** 2);
  const slope = sum((i) => (bcg[i]!.latitude - middle) * bcg[i]!.y) / sxx;
  return Array.from({ length: 41 }, (_, i) => {
    const x = 13 + (42 * i) / 40;
    const y = mean + slope * (x - middle);
    const variance = 1 / total + (x - middle) ** 2 / sxx;
    const [half, reach] = [1.96 * Math.sqrt(variance), 1.96 * Math.sqrt(variance + tau2)];
    return { x, y, low: y - half, high: y + half, predictionLow: y - reach, predictionHigh: y + reach };
  });
}

test("bubble", () =>
  store("bubble", (options) =>
    bubblePlot(
      {
        ...ratio,
        title: "Bubble plot, BCG vaccine",
        moderatorLabel: "Latitude, degrees from the equator",
        studies: bcg.map(({ label, latitude, y, se, v }) => ({
          label,
          x: latitude,
          y,
          se,
          weight: 1 / (v + 0.0764),
        })),
        line: regression(),
        named: 5,
      },
      options,
    ),
  ));
