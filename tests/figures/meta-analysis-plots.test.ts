import { describe, expect, test } from "vitest";
import {
  baujatPlot,
  bubblePlot,
  describeBaujat,
  describeBubble,
  describeFunnel,
  describeGosh,
  describeLabbe,
  describeRadial,
  funnelPlot,
  goshPlot,
  labbePlot,
  type PlotOptions,
  radialPlot,
} from "#figures";
import { EvidensError } from "#kernel";

interface Study {
  readonly label: string;
  readonly y: number;
  readonly se: number;
}

type Draw = (studies: readonly Study[], options?: PlotOptions, language?: "en" | "nb") => string;

const usual = { title: "A & B <title>", effectLabel: "Effect", scale: "identity" } as const;

/** Each figure of the same studies, so that each meets the same bad weather. */
const figures: Readonly<Record<string, Draw>> = {
  funnel: (studies, options, language = "en") =>
    funnelPlot(
      {
        ...usual,
        language,
        studies,
        centre: 0.1,
        contours: [0.1, 0.05, 0.01],
        filled: studies.slice(0, 1),
        named: 9,
      },
      options,
    ),
  baujat: (studies, options, language = "en") =>
    baujatPlot(
      {
        ...usual,
        language,
        studies: studies.map(({ label, y, se }) => ({ label, heterogeneity: y ** 2, influence: se })),
      },
      options,
    ),
  radial: (studies, options, language = "en") =>
    radialPlot({ ...usual, language, studies, estimate: 0.1, named: 9 }, options),
  bubble: (studies, options, language = "en") =>
    bubblePlot(
      {
        ...usual,
        language,
        moderatorLabel: "Dose",
        studies: studies.map((one, at) => ({ ...one, x: at })),
        line: [
          { x: 0, y: 0, low: -1, high: 1, predictionLow: -2, predictionHigh: 2 },
          { x: 1, y: 0.5, low: -0.5, high: 1.5, predictionLow: -1.5, predictionHigh: 2.5 },
        ],
        named: 9,
      },
      options,
    ),
  gosh: (studies, options, language = "en") =>
    goshPlot(
      {
        ...usual,
        language,
        estimates: studies.map(({ y }) => y),
        heterogeneity: studies.map(({ se }) => se),
        study: { label: studies[0]?.label ?? "none", included: studies.map((_, at) => at % 2) },
      },
      options,
    ),
};

const plain: readonly Study[] = [
  { label: "Alfa 2001", y: 0.2, se: 0.3 },
  { label: "Bravo 2002", y: -0.4, se: 0.1 },
  { label: "Charlie 2003", y: 0.9, se: 0.6 },
];
const hostile = '</text><script>alert("1")</script>&\u0000\ud800';
const weather: Readonly<Record<string, readonly Study[]>> = {
  none: [],
  one: plain.slice(0, 1),
  "all equal": [plain[0]!, plain[0]!, plain[0]!],
  "all zero": [{ label: "z", y: 0, se: 1 }],
  "a huge outlier": [...plain, { label: "far", y: 1e12, se: 1e6 }],
  "a tiny error": [...plain, { label: "near", y: 0.1, se: 1e-9 }],
  "tiny effects": plain.map((one) => ({ ...one, y: one.y * 1e-9, se: one.se * 1e-9 })),
  hostile: plain.map((one) => ({ ...one, label: hostile })),
  "a name of 500 letters": plain.map((one) => ({ ...one, label: "W".repeat(500) })),
  "three hundred": Array.from({ length: 300 }, (_, i) => ({
    label: `s${i}`,
    y: Math.sin(i),
    se: 0.05 + (i % 17) / 20,
  })),
};

describe.each(Object.entries(figures))("%s", (_, draw) => {
  test.each(Object.entries(weather))("is a picture of %s", (__, studies) => {
    for (const width of ["column", "page"] as const)
      for (const language of ["en", "nb"] as const) {
        const svg = draw(studies, { width, palette: "print" }, language);
        expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 (321|661) \d+" width="(321|661)"/);
        expect(svg).toContain(`lang="${language}"`);
        expect(svg).toMatch(/<title [^>]*>A &amp; B &lt;title&gt;<\/title><desc [^>]*>[^<]+<\/desc>/);
        const numbers = svg.replace(/<(title|desc|text)[^>]*>[^<]*<\/\1>/g, "");
        expect(numbers).not.toMatch(/NaN|Infinity|undefined|e[+-]\d/);
        expect(svg).not.toContain("<script");
        expect(svg.includes("\u0000") || svg.includes("\ud800")).toBe(false);
        expect(draw(studies, { width, palette: "print" }, language)).toBe(svg);
      }
  });

  test("keeps every text inside at either width", () => {
    for (const width of ["column", "page"] as const) {
      const svg = draw(plain, { width, palette: "print" });
      const [, high] = /viewBox="0 0 \d+ (\d+)"/.exec(svg)!;
      for (const [, x, y] of svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)"/g)) {
        expect(Number(x)).toBeGreaterThanOrEqual(0);
        expect(Number(x)).toBeLessThanOrEqual(width === "page" ? 661 : 321);
        expect(Number(y)).toBeLessThanOrEqual(Number(high));
      }
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %s and names the place", (bad) => {
    try {
      draw([plain[0]!, { ...plain[1]!, y: bad }]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(EvidensError);
      const { code, problems } = error as EvidensError;
      expect(code).toBe("figures/bad-numbers");
      expect(problems[0]!.field).toMatch(/\[1\]/);
    }
  });

  test("has no bare colour on a themed page and no custom property on paper", () => {
    expect(draw(plain).replace(/var\([^)]*\)/g, "")).not.toMatch(/(?:fill|stroke)="#/);
    expect(draw(plain, { palette: "print" })).not.toContain("var(");
  });

  test("keeps its ids apart from those of another on the page", () => {
    const ids = [...draw(plain, { id: "mine" }).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => id.startsWith("mine"))).toBe(true);
  });
});

describe("in words", () => {
  const funnel = { ...usual, language: "en", studies: plain, centre: 0 } as const;

  test("a funnel says how many studies lie outside", () => {
    expect(describeFunnel(funnel)).toBe(
      "Effect. Pooled estimate: 0.00. 1 of 3 studies lie outside the region. " +
        "Alfa 2001: 0.20 (standard error 0.30). Bravo 2002: −0.40 (standard error 0.10). Charlie 2003: 0.90 (standard error 0.60).",
    );
    expect(describeFunnel({ ...funnel, level: null, filled: [{ y: 1, se: 1 }] })).toContain("adds one study");
    expect(describeFunnel({ ...funnel, language: "nb", studies: [] })).toBe("Det er ingen studier.");
  });

  test("a log scale is told as it is shown", () => {
    const log = { ...funnel, scale: "log", studies: [{ label: "a", y: Math.log(2), se: 1 }] } as const;
    expect(describeFunnel(log)).toContain("a: 2.00");
    expect(describeRadial({ ...log, estimate: 0 })).toContain("Pooled estimate: 1.00. 0 of 1 studies");
  });

  test("a Baujat plot begins with the study that matters most", () => {
    const studies = [
      { label: "little", heterogeneity: 3, influence: 0.1 },
      { label: "much", heterogeneity: 1, influence: 0.5 },
    ];
    expect(describeBaujat({ ...usual, language: "en", studies })).toMatch(/result\. much: .*little: /);
  });

  test("a bubble plot gives the line's ends, a GOSH plot medians with and without the study", () => {
    const words = describeBubble({
      ...usual,
      language: "nb",
      moderatorLabel: "dose",
      studies: [{ label: "a", x: 1, y: 0.5, se: 1 }],
      line: [
        { x: 0, y: 0.1, low: 0, high: 1 },
        { x: 2, y: 0.2, low: 0, high: 1 },
      ],
    });
    expect(words).toBe(
      "Effect; dose. Regresjon: ved dose 0,00: 0,10; ved dose 2,00: 0,20. a: ved dose 1,00: 0,50.",
    );
    const gosh = { ...usual, language: "en", estimates: [1, 2, 3], heterogeneity: [0, 50, 90] } as const;
    expect(describeGosh({ ...gosh, study: { label: "a", included: [0, 0, 1] } })).toBe(
      "3 subsets of the studies. Effect: median 2.00, from 1.00 to 3.00. I², %: median 50.00, from 0.00 to 90.00. " +
        "With a: median 3.00, from 3.00 to 3.00. Without a: median 2.00, from 1.00 to 2.00.",
    );
  });
});

describe("a funnel", () => {
  const model = { ...usual, language: "en", studies: plain, centre: 0 } as const;

  test("has its region at 1.96 standard errors and its contours around no effect", () => {
    const svg = funnelPlot({ ...model, contours: [0.05], nullValue: 0.5 }, { palette: "print" });
    const [, region] =
      /<path d="M([\d.]+ [\d.]+L[\d.]+ [\d.]+L[\d.]+ [\d.]+)" fill="none" stroke="#0b5f73"/.exec(svg)!;
    const [left, tip, right] = region!.split("L").map((point) => point.split(" ").map(Number));
    const ticks = [...svg.matchAll(/<text x="([\d.]+)" [^>]*text-anchor="middle">(−?[\d.]+)<\/text>/g)]
      .slice(0, 9)
      .map(([, x, label]) => [Number(x), Number(label!.replace("−", "-"))] as const);
    const [[x1, v1], [x2, v2]] = [ticks[0]!, ticks[1]!];
    const value = (x: number): number => v1 + ((x - x1) / (x2 - x1)) * (v2 - v1);
    expect(value(tip![0]!)).toBeCloseTo(0, 2);
    expect(value(right![0]!)).toBeCloseTo(1.96 * 0.63, 2);
    expect(value(left![0]!)).toBeCloseTo(-1.96 * 0.63, 2);
    expect(svg.match(/fill-opacity="0.2"/g)).toHaveLength(3);
  });

  test("refuses a contour that is no probability and an error of 0", () => {
    expect(() => funnelPlot({ ...model, contours: [5] })).toThrow(/contours\[0\] is 5/);
    expect(() => funnelPlot({ ...model, studies: [{ label: "a", y: 1, se: 0 }] })).toThrow(
      /studies\[0\].se is 0/,
    );
  });
});

describe("a L'Abbé plot", () => {
  const studies = [
    { label: "small", events1: 4, n1: 40, events2: 20, n2: 40 },
    { label: "large", events1: 40, n1: 400, events2: 80, n2: 400 },
  ];
  const model = { title: "x", language: "en", group1: "drug", group2: "placebo", studies } as const;

  test("draws area by participants, equal risk and the pooled curve", () => {
    const svg = labbePlot({ ...model, pooled: { measure: "OR", estimate: 0.4 } }, { palette: "print" });
    const radii = [...svg.matchAll(/<circle [^>]* r="([\d.]+)"[^>]*><title>(small|large)/g)].map(([, r]) =>
      Number(r),
    );
    expect((radii[0]! / radii[1]!) ** 2).toBeCloseTo(10, 1);
    expect(svg).toContain("Pooled odds ratio");
    expect(labbePlot(model)).not.toContain("Pooled");
    for (const measure of ["RR", "RD"] as const)
      expect(labbePlot({ ...model, pooled: { measure, estimate: 30 } })).not.toContain("NaN");
  });

  test("is told with counts", () => {
    expect(describeLabbe(model)).toBe(
      "0 of 2 studies have the higher risk with drug. small: drug 10.0\u00a0% (4/40), placebo 50.0\u00a0% (20/40). " +
        "large: drug 10.0\u00a0% (40/400), placebo 20.0\u00a0% (80/400).",
    );
    expect(describeLabbe({ ...model, language: "nb", studies: [] })).toBe("Det er ingen studier.");
  });

  test("refuses more events than people, and no people; draws no study and hostile names", () => {
    const bad = [{ label: "a", events1: 5, n1: 4, events2: 0, n2: 0 }];
    expect(() => labbePlot({ ...model, studies: bad })).toThrow(
      /events1 is 5 but must be at most the 4.*n2 is 0/,
    );
    expect(labbePlot({ ...model, studies: [] })).toContain("<svg");
    const none = labbePlot({ ...model, studies: [{ label: hostile, events1: 0, n1: 4, events2: 0, n2: 4 }] });
    expect(none).not.toMatch(/<script|NaN/);
  });
});

test("a GOSH plot of a million subsets stays a small picture, and lengths must agree", () => {
  const n = 1_000_000;
  const estimates = Float64Array.from({ length: n }, (_, i) => Math.sin(i) + Math.cos(i * 7));
  const heterogeneity = Float64Array.from({ length: n }, (_, i) => 50 + 49 * Math.sin(i * 3));
  const model = { ...usual, language: "en", estimates, heterogeneity } as const;
  expect(goshPlot(model).length).toBeLessThan(300_000);
  expect(() => goshPlot({ ...model, heterogeneity: [1] })).toThrow(
    /heterogeneity.length is 1 but must be 1000000/,
  );
});
