import { expect, test } from "vitest";
import { type ForestFigure, type ForestStudy, forestColumns, forestFigure, forestPages } from "#figures";

const study = (label: string): ForestStudy => ({
  label,
  first: { events: 4, total: 40 },
  second: { events: 8, total: 41 },
  estimate: -0.2,
  low: -0.7,
  high: 0.3,
  weight: 1,
});
const studies = (from: number, to: number): readonly ForestStudy[] =>
  Array.from({ length: to - from + 1 }, (_, at) => study(`Study ${from + at}.`));
const total = {
  estimate: -0.2,
  low: -0.3,
  high: -0.1,
  weight: 100,
  statistics: { heterogeneity: { q: 10, df: 199, p: 0.9 }, i2: 0, tau2: 0 },
} as const;
const model: ForestFigure = {
  language: "en",
  title: "Relapse",
  scale: "log",
  nullValue: 0,
  measure: "Risk Ratio",
  favoursLow: "Favours drug",
  favoursHigh: "Favours placebo",
  columns: forestColumns("revman", "counts", { lights: true }),
  groups: [{ studies: studies(1, 200) }],
  summaries: [total],
  domains: [{ id: "D1", label: "Randomisation" }],
  footer: ["Made up."],
};
const print = { palette: "print" } as const;
const heightOf = (svg: string): number => Number(/viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(svg)![1]);
const texts = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text [^>]*>([^<]*)</g)].map(([, text]) => text!);
const rowsOf = (svg: string): readonly string[] => texts(svg).filter((text) => /^Study \d+\.$/.test(text));

test("each study stands on one page, in order, and no page is higher than asked", () => {
  for (const layout of ["revman", "metafor"] as const)
    for (const width of ["column", "page"] as const)
      for (const pageHeight of [400, 831]) {
        const pages = forestPages(model, { ...print, layout, width, pageHeight });
        expect(pages.length).toBeGreaterThan(3);
        for (const { svg } of pages) expect(heightOf(svg)).toBeLessThanOrEqual(pageHeight);
        for (const { svg } of pages.slice(0, -1)) expect(heightOf(svg)).toBeGreaterThan(pageHeight * 0.85);
        expect(pages.flatMap(({ svg }) => rowsOf(svg))).toEqual(studies(1, 200).map(({ label }) => label));
      }
});

test("head and axis are the same on each page; results, legend and notes stand on the last alone", () => {
  const pages = forestPages(model, print);
  const ticks = (svg: string): string =>
    [...svg.matchAll(/<text x="([\d.]+)" y="[\d.]+" font-size="10" [^>]*middle">([\d.]+)</g)]
      .map(([, x, text]) => `${x} ${text}`)
      .sort()
      .join();
  for (const { svg } of pages) {
    expect(texts(svg)).toContain("Weight");
    expect(ticks(svg)).toBe(ticks(pages[0]!.svg));
  }
  const last = pages.at(-1)!;
  for (const text of ["Total (95%\u00a0CI)", "Risk of bias legend", "Made up."])
    expect(pages.filter(({ svg }) => texts(svg).includes(text))).toEqual([last]);
  expect(texts(pages[1]!.svg)).toContain(`Page 2 of ${pages.length}`);
  expect(new Set(pages.map(({ svg }) => / aria-labelledby="([^"]*)"/.exec(svg)![1])).size).toBe(pages.length);
});

test("the words of a page are those of its rows", () => {
  const pages = forestPages(model, print);
  expect(pages[0]!.alt).toContain("Study 1.: 0.82 [0.50, 1.35]");
  expect(pages[0]!.alt).not.toContain("Study 200.");
  expect(pages[0]!.alt).not.toContain("Heterogeneity");
  expect(pages.at(-1)!.alt).toContain("Heterogeneity");
  expect(pages.at(-1)!.alt).toContain("To the left: Favours drug. To the right: Favours placebo.");
  const norwegian = forestPages({ ...model, language: "nb" }, print);
  expect(norwegian[1]!.alt).toMatch(/^Relapse\. Side 2 av \d\./);
});

test("what fits on a page is one page, the same as the whole figure", () => {
  const small = { ...model, groups: [{ studies: studies(1, 20) }] };
  expect(forestPages(small, print).map(({ svg }) => svg)).toEqual([forestFigure(small, print)]);
});

test("the heading of a group that goes on is repeated, and no result begins a page", () => {
  const groups = [
    { label: "Adults", studies: studies(1, 60), summaries: [total] },
    { label: "Children", studies: studies(61, 120), summaries: [total] },
  ];
  for (const pageHeight of [300, 330, 360, 390, 420, 450]) {
    const pages = forestPages({ ...model, groups }, { ...print, pageHeight });
    expect(pages.flatMap(({ svg }) => rowsOf(svg))).toHaveLength(120);
    for (const [at, { svg }] of pages.entries()) {
      const written = texts(svg);
      const first = written.findIndex((text) => /^Study \d/.test(text));
      const headed = written
        .slice(0, first)
        .some((text) => /^(Adults|Children)( \(continued\))?$/.test(text));
      expect(headed, `page ${at + 1} of ${pageHeight}`).toBe(true);
      expect(written.findIndex((text) => text.startsWith("Subtotal"))).not.toBe(0);
    }
    expect(pages.filter(({ svg }) => texts(svg).includes("Adults"))).toHaveLength(1);
  }
});

test("a page too low for a single study still has it", () => {
  const pages = forestPages({ ...model, groups: [{ studies: studies(1, 3) }] }, { ...print, pageHeight: 10 });
  expect(pages.flatMap(({ svg }) => rowsOf(svg))).toHaveLength(3);
});
