import { describe, expect, test } from "vitest";
import { cslItem } from "#report";
import { markupRuns } from "../../src/report/references/markup.ts";
import { fill } from "../../src/report/template.ts";
import { report } from "../support/snapshot.ts";

describe("CSL items", () => {
  test("take their fields from the report", () => {
    expect(cslItem(report("r1", "Alfa", 2020))).toMatchObject({
      type: "article-journal",
      "container-title": "Journal of Simulated Results",
      issued: { "date-parts": [[2020]] },
      DOI: "10.1000/r1",
    });
  });
  test("know RIS types, group authors and retraction", () => {
    const item = cslItem(
      report("r1", "Alfa", 2020, { type: "JOUR", authors: [{ family: "A Group", given: null }] }),
      undefined,
      "Retracted",
    );
    expect(item.type).toBe("article-journal");
    expect(item.author).toEqual([{ literal: "A Group" }]);
    expect(item.title).toBe("A simulated report by Alfa [Retracted]");
  });
  test("leave out what is not known", () => {
    expect(
      cslItem(report("r1", "Alfa", 2020, { year: null, volume: null, type: "Weird Type!" })),
    ).not.toHaveProperty("issued");
    expect(cslItem(report("r1", "Alfa", 2020, { type: "Weird Type!" })).type).toBe("document");
  });
});

describe("citeproc markup", () => {
  test("becomes runs, with DOIs as links", () => {
    expect(
      markupRuns('<div class="csl-entry">A &#38; B. <i>Title</i>. https://doi.org/10.1/x(y)z.</div>'),
    ).toEqual([
      { kind: "text", text: "A & B. " },
      { kind: "em", text: "Title" },
      { kind: "text", text: ". " },
      { kind: "link", text: "https://doi.org/10.1/x(y)z", href: "https://doi.org/10.1/x(y)z" },
      { kind: "text", text: "." },
    ]);
  });
  test("drops any other element and decodes text once", () => {
    expect(markupRuns("<script>x</script>&#60;img&#62; &amp;lt;")).toEqual([
      { kind: "text", text: "x" },
      { kind: "text", text: "<img> &lt;" },
    ]);
  });
});

describe("templates", () => {
  const one = { kind: "number", text: "1", value: 1, source: { from: "computed", how: "test" } } as const;
  test("choose the word by the number", () => {
    expect(
      fill("{n} {n:study:studies}", { n: one })
        .map((run) => run.text)
        .join(""),
    ).toBe("1 study");
    expect(
      fill("{n} {n:study:studies}", { n: { ...one, text: "0", value: 0 } })
        .map((run) => run.text)
        .join(""),
    ).toBe("0 studies");
  });
  test("refuse a missing value", () => expect(() => fill("{x}", {})).toThrow(/needs a value for "x"/));
});
