import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { buildReport, toHtml, toDocx } from "#report";
import { rebuiltSnapshot, ordinarySnapshot } from "../support/snapshot.ts";
import { rasterise } from "../support/rasterise.ts";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
test("x", async () => {
  const csl = await loadCslAssets();
  for (const l of ["en", "nb"] as const) {
    const d = buildReport(rebuiltSnapshot(), l, csl);
    writeFileSync(`/tmp/rep/rebuilt-${l}.html`, toHtml(d));
    writeFileSync(`/tmp/rep/rebuilt-${l}.docx`, await toDocx(d, { rasterise }));
    writeFileSync(`/tmp/rep/ordinary-${l}.html`, toHtml(buildReport(ordinarySnapshot(), l, csl)));
  }
});
