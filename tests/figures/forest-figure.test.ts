import { describe, expect, test } from "vitest";
import {
  describeForestFigure,
  type ForestFigure,
  type ForestLayoutName,
  type ForestStudy,
  forestColumns,
  forestFigure,
  forestLeftOut,
  type PlotOptions,
} from "#figures";

const print: PlotOptions = { palette: "print" };
const study = (label: string, estimate: number, half: number, weight: number | null): ForestStudy => ({
  label,
  first: { events: 4, total: 40 },
  second: { events: 8, total: 41 },
  estimate,
  low: estimate - half,
  high: estimate + half,
  weight,
});
const model: ForestFigure = {
  language: "en",
  title: "Relapse",
  scale: "log",
  nullValue: 0,
  measure: "Risk Ratio",
  method: "M-H, Random",
  firstArm: "Drug",
  secondArm: "Placebo",
  favoursLow: "Favours [drug]",
  favoursHigh: "Favours [placebo]",
  columns: forestColumns("revman", "counts"),
  groups: [{ studies: [study("Alfa 2001", Math.log(0.5), 0.4, 64), study("Bravo 2002", 0, 0.8, 36)] }],
  summaries: [
    {
      estimate: Math.log(0.6),
      low: Math.log(0.4),
      high: Math.log(0.9),
      weight: 100,
      statistics: {
        heterogeneity: { q: 85.894, df: 14, p: 3e-12 },
        i2: 83.7,
        tau2: 0.0649,
        test: { kind: "z", statistic: -5.03, p: 4.9e-7 },
      },
    },
  ],
};
const texts = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text.replaceAll("\u00a0", " "));

describe("conventions", () => {
  test("RevMan's footer, as Cochrane reviews print it", () => {
    const written = texts(forestFigure(model, print)).join("\n");
    expect(written).toContain("Heterogeneity: Tau² = 0.06; Chi² = 85.89, df = 14 (P &lt; 0.00001); I² = 84%");
    expect(written).toContain("Test for overall effect: Z = 5.03 (P &lt; 0.00001)");
    expect(written).toContain("Total (95% CI)");
    expect(written).toMatch(/Total events\n8\n16/);
    expect(written).toMatch(/\n80\n82\n100\.0%\n0\.60 \[0\.40, 0\.90\]/);
  });

  test.each([
    [0.41, "P = 0.41"],
    [0.0362, "P = 0.04"],
    [0.0031, "P = 0.003"],
    [0.00031, "P = 0.0003"],
    [0.00002, "P &lt; 0.0001"],
    [1, "P = 1.00"],
  ])("RevMan's p of %d is %s", (p, shown) => {
    const svg = forestFigure({ ...model, subgroupTest: { q: 1.76, df: 2, p, i2: 0 } }, print);
    expect(texts(svg)).toContain(`Test for subgroup differences: Chi² = 1.76, df = 2 (${shown}), I² = 0%`);
  });

  test("metafor's line under the diamond, and one study has no heterogeneity", () => {
    const svg = forestFigure(model, { ...print, layout: "metafor" });
    expect(texts(svg).join(" ")).toContain("RE Model");
    expect(texts(svg)).toContain("(Q = 85.89, df = 14, p &lt; .001; I² = 83.7%, τ² = 0.06)");
    const statistics = { heterogeneity: { q: 0, df: 0, p: 1 }, i2: 0, tau2: 0 };
    const one = { ...model, summaries: [{ ...model.summaries[0]!, statistics }] };
    expect(texts(forestFigure(one, print))).toContain("Heterogeneity: Not applicable");
  });

  test("no English word in Norwegian", () => {
    const svg = forestFigure(
      {
        ...model,
        language: "nb",
        title: "Tilbakefall",
        measure: "Relativ risiko",
        method: "M-H, tilfeldig",
        firstArm: "Medikament",
        secondArm: "Kontroll",
        favoursLow: "I favør av [medikament]",
        favoursHigh: "I favør av [kontroll]",
        prediction: "bar",
        subgroupTest: { q: 1, df: 1, p: 0.3, i2: 0 },
        domains: [{ id: "a", label: "Randomisering" }],
        columns: forestColumns("revman", "counts", { lights: true }),
        groups: [
          {
            label: "Barn",
            studies: [{ ...model.groups[0]!.studies[0]!, estimate: null, low: null, high: null }],
          },
        ],
        summaries: [{ ...model.summaries[0]!, prediction: { low: -2, high: 1 } }],
      },
      print,
    );
    expect(svg).not.toMatch(
      /Study|Total\b|Event|Weight|Favour|Heterogeneity|Test for overall|CI\b|legend|judged|estimable|interval\b/,
    );
    expect(svg).toContain("0,60 [0,40; 0,90]");
  });
});

describe("marks", () => {
  test("the area of a square follows the weight", () => {
    const sides = [...forestFigure(model, print).matchAll(/<rect [^>]*height="([\d.]+)" fill="#0072b2"/g)];
    const [first, second] = sides.map((match) => Number(match[1]));
    expect((first! / second!) ** 2).toBeCloseTo(64 / 36, 2);
  });

  test("what leaves the axis ends in an arrow", () => {
    const arrows = (figure: ForestFigure): number =>
      forestFigure(figure, print).match(/L[\d.]+ [\d.]+Z" fill="#1b1e23"/g)!.length;
    const narrow = { ...model, axis: { low: Math.log(0.4), high: Math.log(1.5) } };
    expect(arrows(narrow)).toBe(arrows({ ...model, axis: { low: -3, high: 3 } }) + 2);
    const beyond = { ...model, axis: { low: 2, high: 3 } };
    expect(forestFigure(beyond, print)).not.toContain("NaN");
  });

  test("several results, each with its diamond; the prediction as a bar or through it", () => {
    const two = {
      ...model,
      summaries: [
        { ...model.summaries[0]!, label: "REML" },
        { ...model.summaries[0]!, label: "DL" },
      ],
    };
    const diamonds = (svg: string): number =>
      svg.match(/<path d="M(?:[\d.]+ [\d.]+L){5}[\d.]+ [\d.]+Z" fill="#1b1e23"/g)!.length;
    expect(diamonds(forestFigure(two, print))).toBe(2);
    const prediction = { low: Math.log(0.2), high: Math.log(1.9) };
    const bar: ForestFigure = { ...model, summaries: [{ ...model.summaries[0]!, prediction }] };
    expect(forestFigure(bar, print)).toMatch(/stroke-width="3\.2"/);
    const through = forestFigure({ ...bar, prediction: "extension" }, print);
    expect(through).not.toMatch(/stroke-width="3\.2"/);
    expect(through).toMatch(/stroke-dasharray="1\.5 2"/);
    for (const svg of [forestFigure(bar, print), through]) expect(svg).toContain("[0.20, 1.90]");
  });

  test("lights are told by letter and sign as well as colour, and by words", () => {
    const lights = {
      a: { level: "low", label: "Low risk" },
      b: { level: "high", label: "High risk" },
    } as const;
    const judged: ForestFigure = {
      ...model,
      columns: forestColumns("metafor", "none", { lights: true }),
      domains: [
        { id: "a", label: "Blinding" },
        { id: "b", label: "Missing data" },
        { id: "c", label: "Other" },
      ],
      groups: [{ studies: [{ ...model.groups[0]!.studies[0]!, lights }] }],
    };
    const svg = forestFigure(judged, print);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(["A", "B", "C", "A: Blinding", "Low risk", "High risk", "not judged"]),
    );
    // Three in the row and three in the legend, each with a sign drawn on it.
    expect(svg.match(/<circle [^>]*\/><path /g)).toHaveLength(6);
    expect(describeForestFigure(judged)).toContain(
      "Blinding: Low risk; Missing data: High risk; Other: not judged",
    );
  });
});

describe("width", () => {
  test.each(["column", "page"] as const)("text is at least 7 points at a %s, and stays inside", (width) => {
    for (const layout of ["revman", "metafor"] as const) {
      const svg = forestFigure(model, { ...print, width, layout });
      expect(svg).toMatch(new RegExp(`width="${width === "column" ? 321 : 661}"`));
      for (const [, size] of svg.matchAll(/font-size="([\d.]+)"/g))
        expect(Number(size) * 0.75).toBeGreaterThan(7);
    }
  });

  test("columns go by what they are worth to the caller", () => {
    const columns = model.columns.map((column) =>
      column.kind === "weight" ? { ...column, keep: 95 } : column,
    );
    expect(forestLeftOut({ ...model, columns }, { width: "column" })).not.toContain("Weight");
    expect(forestLeftOut(model, { width: "column" })).toContain("Drug Events");
    expect(forestLeftOut(model, { width: "page" })).toEqual([]);
  });
});

describe("hard input", () => {
  test("group names over few columns stay whole words in three lines at most", () => {
    const long = {
      ...model,
      firstArm: "Medication at the highest dose allowed",
      secondArm: "Placebo or psychotherapy",
      columns: forestColumns("revman", "means", { lights: true }),
      domains: Array.from({ length: 6 }, (_, at) => ({ id: `D${at}`, label: `Domain ${at}` })),
    };
    const svg = forestFigure(long, print);
    const head = texts(svg).slice(0, texts(svg).indexOf("Alfa 2001"));
    const words = `${long.firstArm} ${long.secondArm}`.split(" ");
    for (const word of words) expect(head.flatMap((line) => line.split(" "))).toContain(word);
    expect(forestLeftOut(long).some((name) => name.endsWith("Mean"))).toBe(true);
    expect(forestLeftOut(long).some((name) => name.endsWith("Total"))).toBe(false);
  });

  const hostile = '</text><script>alert("1")</script>&\u0000\ud800';
  const LAYOUTS: readonly ForestLayoutName[] = ["revman", "metafor"];

  test.each(LAYOUTS)("%s: names stay text, everywhere", (layout) => {
    const svg = forestFigure(
      {
        ...model,
        title: hostile,
        measure: hostile,
        method: hostile,
        firstArm: hostile,
        secondArm: hostile,
        favoursLow: hostile,
        favoursHigh: hostile,
        axisLabel: hostile,
        footer: [hostile],
        domains: [{ id: "a", label: hostile }],
        columns: [
          ...forestColumns(layout, "counts", { lights: true }),
          { kind: "text", id: "x", heading: hostile, over: hostile },
        ],
        groups: [
          {
            label: hostile,
            studies: [
              {
                ...study(hostile, 0, 1, 5),
                flag: hostile,
                cells: { x: hostile },
                lights: { a: { level: "low", label: hostile } },
              },
            ],
          },
        ],
        summaries: [{ ...model.summaries[0]!, label: hostile, notes: [hostile] }],
      },
      { ...print, layout, id: 'a"><b' },
    );
    expect(svg).not.toMatch(/<script|<b\b/);
    for (const forbidden of ["\u0000", "\ud800"]) expect(svg).not.toContain(forbidden);
  });

  test.each(LAYOUTS)("%s: no study, one study, 200 studies, huge numbers", (layout) => {
    const of = (studies: readonly ForestStudy[], more: Partial<ForestFigure> = {}): string =>
      forestFigure({ ...model, groups: [{ studies }], summaries: [], ...more }, { ...print, layout });
    expect(of([])).toContain("<svg");
    expect(of([study("One", 0, 0, null)], { nullValue: null })).not.toMatch(/NaN|Infinity/);
    expect(of([study("Huge", 900, 400, 1)])).not.toMatch(/NaN|Infinity/);
    const many = of(Array.from({ length: 200 }, (_, at) => study(`Study ${at}`, Math.sin(at), 0.5, 0.5)));
    const rows = [...many.matchAll(/<text x="4" y="([\d.]+)"[^>]*>Study \d/g)].map((match) =>
      Number(match[1]),
    );
    expect(rows).toHaveLength(200);
    for (const [at, y] of rows.entries()) if (at > 0) expect(y - rows[at - 1]!).toBeGreaterThanOrEqual(14);
  });

  test("refuses limits in the wrong order, numbers that are none, and no plot, all at once", () => {
    const bad = [
      { ...study("a", 0, 1, 5), low: 2 },
      { ...study("b", Number.NaN, 1, -1) },
      { ...study("c", 0, 1, 1), high: null },
    ];
    const draw = () => forestFigure({ ...model, groups: [{ studies: bad }] });
    for (const field of ["studies[0].low", "studies[1].estimate", "studies[1].weight", "studies[2].high"])
      expect(draw).toThrow(field);
    expect(() => forestFigure({ ...model, axis: { low: 1, high: 1 } })).toThrow(/axis\.high/);
    expect(() => forestFigure({ ...model, columns: [{ kind: "study" }] })).toThrow(
      expect.objectContaining({ code: "figures/forest-without-plot" }),
    );
  });
});

test("says everything in words, whatever the width leaves out", () => {
  const svg = forestFigure(model, { ...print, width: "column" });
  expect(describeForestFigure(model)).toContain(
    "Alfa 2001: 0.50 [0.34, 0.75]; Drug Events 4; Drug Total 40; Placebo Events 8; Placebo Total 41; Weight 64.0%.",
  );
  expect(svg).toContain("Drug Events 4");
});
