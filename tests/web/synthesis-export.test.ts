import { expect, it } from "vitest";
import { forestFigure } from "#figures";
import { compute } from "../../src/web/synthesis/compute.ts";
import { fileName, labelledSvg } from "../../src/web/synthesis/export-figure.ts";
import { numbersCsv } from "../../src/web/synthesis/export-numbers.ts";
import { planned } from "../../src/web/synthesis/specification.ts";
import { analysis } from "./fake-evidence.ts";
import { fakeMaterial } from "./fake-synthesis.ts";

const plan = planned(analysis().set.analysis);
const material = fakeMaterial({});
const csv = (rows = material.set.rows, status: "planned" | "exploratory" = "planned") =>
  numbersCsv({
    computed: compute({ ...material, set: { ...material.set, rows } }, plan),
    grouping: null,
    moderators: [],
    status,
    departures: status === "planned" ? "" : "Model: common effect; planned: random effects.",
  });

it("writes every number with its place, and the status on every line", () => {
  const lines = csv(undefined, "exploratory").split("\r\n");
  expect(lines[0]).toMatch(/^\ufeffpart,item,status,departures/);
  const body = lines.slice(1).filter((line) => line !== "");
  expect(body.length).toBeGreaterThan(20);
  for (const line of body)
    expect(line).toContain("exploratory,Model: common effect; planned: random effects.");
  const pooled = body.find((line) => line.startsWith("pooled,"))!;
  expect(pooled).toContain(String(compute(material, plan).pooled!.estimate));
});

it("guards text that a spreadsheet would run, and leaves negative numbers numbers", () => {
  const [first, ...rest] = material.set.rows;
  const text = csv([{ ...first!, label: '=HYPERLINK("x")' }, ...rest]);
  expect(text).toContain(`"'=HYPERLINK(""x"")"`);
  expect(text).not.toMatch(/,'-0\./);
  expect(text).toMatch(/,-0\.\d+/);
});

it("writes the label above a figure and escapes it", () => {
  const drawn = forestFigure(
    {
      language: "en",
      title: "Simulated",
      scale: "identity",
      nullValue: 0,
      measure: "g",
      columns: [{ kind: "study" }, { kind: "plot" }],
      groups: [{ studies: [{ label: "A", estimate: 0, low: -1, high: 1, weight: 100 }] }],
      summaries: [],
    },
    { palette: "print" },
  );
  const plain = labelledSvg(drawn, []);
  const labelled = labelledSvg(drawn, ["Exploratory", "p < 0.05 & more"]);
  expect(labelled).toContain("p &lt; 0.05 &amp; more");
  const height = (svg: string): number => Number(/height="([\d.]+)"/.exec(svg)![1]);
  expect(height(labelled)).toBeGreaterThan(height(plain));
  expect(plain).not.toContain("Exploratory");
});

it("makes file names of words", () => {
  expect(fileName("Følsomhet: PTSD, CAPS", "utforskende")).toBe("folsomhet-ptsd-caps-utforskende");
  expect(fileName("…")).toBe("synthesis");
});
