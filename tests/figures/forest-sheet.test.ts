import { describe, expect, it } from "vitest";
import { type ForestFigure, forestColumns, forestFigure, forestSheet } from "#figures";

const light = (level: "low" | "high") => ({ level, label: level });

/** Made studies with everything that a line can show. */
function figureOf(k: number): ForestFigure {
  const study = (at: number) => ({
    label: `Made ${at}`,
    estimate: at === 3 ? null : Math.sin(at),
    low: at === 3 ? null : Math.sin(at) - 0.5,
    high: at === 3 ? null : Math.sin(at) + 0.5,
    weight: at === 3 ? null : 100 / k,
    first: { total: 20 + at, mean: 1, sd: 2 },
    second: { total: 30 + at, mean: 1, sd: 2 },
    lights: { d1: light(at % 2 === 0 ? "low" : "high") },
    ...(at === 5 ? { flag: "retracted" } : {}),
  });
  return {
    language: "en",
    title: "Made & drawn",
    scale: "identity",
    nullValue: 0,
    measure: "MD",
    columns: forestColumns("revman", "means", { lights: true }),
    groups: [
      { label: "A", studies: Array.from({ length: k - 5 }, (_, at) => study(at)) },
      { label: "B", studies: Array.from({ length: 5 }, (_, at) => study(k - 5 + at)) },
    ],
    summaries: [{ estimate: 0.1, low: -0.1, high: 0.3, prediction: { low: -1, high: 1 } }],
    domains: [{ id: "d1", label: "Made domain" }],
    favoursLow: "left",
    favoursHigh: "right",
  };
}

/** Every element with its text; one in a group looks as the group does. */
const elements = (svg: string): readonly string[] =>
  [
    ...svg
      .replace(/<g([^>]*)>((?:<text [^>]*>[^<]*<\/text>)+)<\/g>/g, (_, looks: string, texts: string) =>
        texts.replace(/<text ([^>]*)>/g, `<text $1${looks}>`),
      )
      .matchAll(/<[a-z][^>]*>[^<]*/gi),
  ].map(String);

describe.each(["revman", "metafor"] as const)("a forest plot in parts, laid out as %s", (layout) => {
  const figure = figureOf(47);
  const whole = forestFigure(figure, { layout });
  const sheet = forestSheet(figure, { layout });

  it("shows every element of the whole figure once", () => {
    const inParts = sheet.parts.flatMap(({ layers }) => elements(layers().join("")));
    const inWhole = elements(whole.slice(whole.indexOf("</desc>") + "</desc>".length));
    expect([...inParts].sort()).toEqual([...inWhole].sort());
    expect(inParts.length).toBeGreaterThan(47 * 5);
  });

  it("has the whole figure's size, title and words", () => {
    expect(whole).toContain(`viewBox="0 0 ${sheet.width} ${sheet.height}"`);
    expect(whole).toContain('<title id="forest-title">Made &amp; drawn</title>');
    expect(sheet.title).toBe("Made & drawn");
    expect(whole).toContain(`<desc id="forest-desc">${sheet.describe()}</desc>`);
  });

  it("covers the rows from top to bottom without a gap", () => {
    const rows = sheet.parts.slice(1, -1);
    expect(rows.length).toBe(3);
    expect(rows.slice(1).map(({ top }) => top)).toEqual(rows.slice(0, -1).map(({ bottom }) => bottom));
  });

  it("changes those layers alone whose numbers change", () => {
    const [first, ...rest] = figure.groups;
    const [one, ...others] = first!.studies;
    const moved: ForestFigure = {
      ...figure,
      groups: [{ ...first!, studies: [{ ...one!, weight: 2.9 }, ...others] }, ...rest],
    };
    const before = sheet.parts.map(({ layers }) => layers());
    const after = forestSheet(moved, { layout }).parts.map(({ layers }) => layers());
    const changed = after.flatMap((layers, part) =>
      layers.flatMap((layer, at) => (layer === before[part]![at] ? [] : [`${part}.${at}`])),
    );
    const columns = forestColumns("revman", "means", { lights: true });
    const weights = 1 + columns.findIndex(({ kind }) => kind === "weight");
    // Squares grow with the largest weight; of the texts only that weight is another.
    expect(changed.every((name) => name.startsWith("1.") || !name.endsWith(`.${weights}`))).toBe(true);
    expect(changed).not.toContain("1.0");
    expect(changed).not.toContain("2.0");
    expect(after.length).toBe(before.length);
  });
});
