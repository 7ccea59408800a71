import { expect, test } from "vitest";
import {
  type ForestColumn,
  type ForestFigure,
  type ForestLayoutName,
  type ForestStudy,
  forestColumns,
  forestFigure,
  forestLeftOut,
  forestPages,
  type Light,
} from "#figures";
import { bcg, pooled } from "./bcg.ts";
import { expectStored } from "./stored.ts";

const LAYOUTS: readonly ForestLayoutName[] = ["revman", "metafor"];

/** Both layouts at both widths on paper, and the page's theme. */
function store(name: string, figureOf: (layout: ForestLayoutName) => ForestFigure): void {
  for (const layout of LAYOUTS) {
    const figure = figureOf(layout);
    for (const width of ["column", "page"] as const) {
      const svg = forestFigure(figure, { layout, palette: "print", width });
      expect(svg).not.toContain("var(");
      expectStored(`${name}-${layout}-${width}.svg`, svg);
    }
    const themed = forestFigure(figure, { layout });
    expect(themed.replace(/var\([^)]*\)/g, "").replaceAll(LIGHT_FILLS, "")).not.toMatch(/(?:fill|stroke)="#/);
  }
}

/** Colours of judgements and of the signs on them are the same in every theme. */
const LIGHT_FILLS = /(?:fill|stroke)="#(?:2f9e5b|f2d027|bf2a1a|6e0f0f|dcd9d0|ffffff|1b1e23)"/g;

const all = pooled(bcg);
const weights = ((): readonly number[] => {
  const w = bcg.map(({ v }) => 1 / (v + all.tau2));
  const total = w.reduce((a, b) => a + b, 0);
  return w.map((one) => (100 * one) / total);
})();

const studies: readonly ForestStudy[] = bcg.map((one, at) => ({
  label: one.label,
  first: { events: one.events1, total: one.n1 },
  second: { events: one.events2, total: one.n2 },
  estimate: one.y,
  low: one.y - 1.959964 * one.se,
  high: one.y + 1.959964 * one.se,
  weight: weights[at]!,
  cells: { latitude: `${one.latitude}°` },
}));

const ratio = {
  language: "en",
  title: "BCG vaccine against tuberculosis",
  scale: "log",
  nullValue: 0,
  measure: "Risk Ratio",
  firstArm: "BCG vaccine",
  secondArm: "No vaccine",
  favoursLow: "Favours [BCG vaccine]",
  favoursHigh: "Favours [no vaccine]",
} as const;

const statistics = {
  heterogeneity: { q: 152.233, df: 12, p: 1e-26 },
  i2: all.i2,
  tau2: all.tau2,
  test: { kind: "z", statistic: -3.97, p: 0.0000716 },
} as const;

test("counts", () => {
  const columns: Readonly<Record<ForestLayoutName, readonly ForestColumn[]>> = {
    revman: forestColumns("revman", "counts"),
    metafor: forestColumns("metafor", "counts"),
  };
  store("forest-counts", (layout) => ({
    ...ratio,
    method: "IV, Random",
    columns: columns[layout],
    groups: [{ studies }],
    summaries: [
      {
        ...all,
        weight: 100,
        prediction: {
          low: all.estimate - 1.96 * Math.sqrt(all.tau2 + 0.03),
          high: all.estimate + 1.96 * Math.sqrt(all.tau2 + 0.03),
        },
        statistics,
      },
    ],
    axisLabel: layout === "metafor" ? "Risk Ratio (log scale)" : "",
  }));
});

const judged = (level: Light["level"]): Light => ({
  level,
  label: { low: "Low risk", some: "Some concerns", high: "High risk", critical: "Critical", none: "?" }[
    level
  ],
});
const LEVELS = ["low", "some", "high", "low", "low"] as const;
const DOMAINS = [
  { id: "D1", label: "Randomisation process" },
  { id: "D2", label: "Deviations from the intended interventions" },
  { id: "D3", label: "Missing outcome data" },
  { id: "D4", label: "Measurement of the outcome" },
  { id: "D5", label: "Selection of the reported result" },
  { id: "overall", label: "Overall" },
];

/** By latitude, with invented judgements: only the picture is of interest. */
function grouped(layout: ForestLayoutName): ForestFigure {
  const parts = [
    { label: "Within 30° of the equator", keep: (latitude: number) => latitude < 30 },
    { label: "Beyond 30°", keep: (latitude: number) => latitude >= 30 },
  ].map(({ label, keep }) => {
    const set = bcg.filter(({ latitude }) => keep(latitude));
    const own = pooled(set);
    return {
      label,
      studies: studies
        .filter((_, at) => keep(bcg[at]!.latitude))
        .map((study, at) => ({
          ...study,
          ...(at === 1 ? { flag: "retracted" } : {}),
          lights: Object.fromEntries(DOMAINS.map(({ id }, d) => [id, judged(LEVELS[(at * 2 + d) % 5]!)])),
        })),
      summaries: [
        {
          ...own,
          weight: weights.filter((_, at) => keep(bcg[at]!.latitude)).reduce((a, b) => a + b, 0),
          statistics: {
            heterogeneity: { q: 20.1, df: set.length - 1, p: 0.0002 },
            i2: own.i2,
            tau2: own.tau2,
            test: { kind: "z", statistic: -2.1, p: 0.036 },
          },
        } as const,
      ],
    };
  });
  return {
    ...ratio,
    title: "BCG vaccine, by latitude; judgements of risk of bias are simulated",
    method: "IV, Random",
    columns: forestColumns(layout, "counts", { lights: true }),
    domains: DOMAINS,
    groups: parts,
    summaries: [{ ...all, weight: 100, statistics }],
    subgroupTest: { q: 4.21, df: 1, p: 0.04, i2: 76.2 },
    footer: ["Judgements simulated."],
  };
}

test("subgroups with lights", () => store("forest-subgroups", grouped));

/** Simulated trials; only the layout is of interest. */
const trials = [
  ["Alfa 2021", 42, -24.4, 11.6, 37, -13.9, 11.5],
  ["Bravo 2023", 52, -23.7, 10.2, 42, -14.8, 12.1],
  ["Charlie 2018", 12, -26.3, 29.5, 7, -11.4, 12.7],
  ["Delta 2013", 8, -15.6, 18.1, 4, -3.2, 15.3],
  ["Echo, Foxtrot, Golf and others 2011", 12, -53.7, 21.5, 8, -20.5, 18.8],
] as const;

function means(layout: ForestLayoutName): ForestFigure {
  const rows = trials.map(([label, n1, m1, sd1, n2, m2, sd2]) => {
    const y = m1 - m2;
    const v = sd1 ** 2 / n1 + sd2 ** 2 / n2;
    return { label, n1, m1, sd1, n2, m2, sd2, y, v, se: Math.sqrt(v) };
  });
  const total = pooled(rows);
  const common = rows.reduce((sum, { v }) => sum + 1 / v, 0);
  const mean = rows.reduce((sum, { y, v }) => sum + y / v, 0) / common;
  const w = rows.map(({ v }) => 1 / (v + total.tau2));
  const sum = w.reduce((a, b) => a + b, 0);
  const half = 1.96 / Math.sqrt(common);
  return {
    language: "nb",
    title: "Symptomer etter behandling (simulert)",
    scale: "identity",
    nullValue: 0,
    measure: "Gjennomsnittsforskjell",
    method: "IV, tilfeldig",
    firstArm: "Medikament",
    secondArm: "Kontroll",
    favoursLow: "I favør av [medikament]",
    favoursHigh: "I favør av [kontroll]",
    prediction: "extension",
    columns: forestColumns(layout, "means"),
    groups: [
      {
        studies: rows.map((row, at) => ({
          label: row.label,
          first: { mean: row.m1, sd: row.sd1, total: row.n1 },
          second: { mean: row.m2, sd: row.sd2, total: row.n2 },
          estimate: row.y,
          low: row.y - 1.96 * row.se,
          high: row.y + 1.96 * row.se,
          weight: (100 * w[at]!) / sum,
        })),
      },
    ],
    summaries: [
      { label: "Felles effekt", estimate: mean, low: mean - half, high: mean + half },
      {
        label: "Tilfeldige effekter",
        ...total,
        weight: 100,
        prediction: { low: total.low - 6, high: total.high + 6 },
        statistics: {
          heterogeneity: { q: 6.11, df: 4, p: 0.19 },
          i2: total.i2,
          tau2: total.tau2,
          test: { kind: "t", statistic: -4.2, df: 4, p: 0.014 },
        },
      },
    ],
  };
}

test("means, two models and prediction through the diamond, in Norwegian", () =>
  store("forest-means-nb", means));

test("fitted values and columns of one's own, the plot in the middle", () =>
  store("forest-fitted", () => ({
    ...ratio,
    axisLabel: "Risk ratio (log scale)",
    columns: [
      { kind: "study", heading: "Trial" },
      { kind: "text", id: "latitude", heading: "Latitude", align: "right" },
      { kind: "arm", arm: "first", field: "events/total" },
      { kind: "arm", arm: "second", field: "events/total" },
      { kind: "plot" },
      { kind: "effect" },
    ],
    axis: { low: Math.log(0.1), high: Math.log(2.5), ticks: [0.1, 0.25, 0.5, 1, 2].map(Math.log) },
    groups: [
      {
        studies: [
          ...studies.map((study, at) => {
            const estimate = 0.25 - 0.029 * bcg[at]!.latitude;
            return { ...study, fitted: { estimate, low: estimate - 0.3, high: estimate + 0.3 } };
          }),
          {
            label: "A trial without events",
            first: { events: 0, total: 40 },
            second: { events: 0, total: 41 },
            estimate: null,
            low: null,
            high: null,
            weight: null,
          },
        ],
      },
    ],
    summaries: [],
  })));

/** Simulated: a wave, so that rows differ. */
function many(k: number): ForestFigure {
  return {
    ...ratio,
    title: `${k} simulated studies`,
    method: "IV, Random",
    columns: forestColumns("revman", "counts"),
    groups: [
      {
        studies: Array.from({ length: k }, (_, at) => {
          const y = 0.5 * Math.sin(at * 1.7) - 0.2;
          const se = 0.15 + 0.12 * (1 + Math.sin(at));
          return {
            label: `Study ${at + 1}`,
            first: { events: 10 + (at % 17), total: 100 + at },
            second: { events: 12 + (at % 13), total: 101 + at },
            estimate: y,
            low: y - 1.96 * se,
            high: y + 1.96 * se,
            weight: 100 / k,
          };
        }),
      },
    ],
    summaries: [{ estimate: -0.2, low: -0.26, high: -0.14, weight: 100 }],
  };
}

test("two hundred studies", () => {
  for (const width of ["column", "page"] as const)
    expectStored(
      `forest-many-${width}.svg`,
      forestFigure(many(200), { layout: "revman", palette: "print", width }),
    );
});

test("two hundred studies in pages of A4", () => {
  for (const width of ["column", "page"] as const) {
    const pages = forestPages(many(200), { layout: "revman", palette: "print", width });
    for (const [at, { svg }] of pages.entries()) expectStored(`forest-many-${width}-${at + 1}.svg`, svg);
  }
});

test("what a narrow print leaves out is named and stays in the words", () => {
  const figure = grouped("revman");
  expect(forestLeftOut(figure, { width: "page" })).toEqual([]);
  const out = forestLeftOut(figure, { width: "column" });
  expect(out).toContain("BCG vaccine Events");
  const svg = forestFigure(figure, { width: "column", palette: "print" });
  expect(svg).toContain("BCG vaccine Events 33");
  expect(svg).not.toContain(">33</text>");
});
