import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { buildReport, toHtml } from "#report";
import { rebuiltSnapshot, ordinarySnapshot } from "../support/snapshot.ts";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
test("x", async () => {
  const csl = await loadCslAssets();
  for (const l of ["en", "nb"] as const) {
    writeFileSync(`/tmp/rep/rebuilt-${l}.html`, toHtml(buildReport(rebuiltSnapshot(), l, csl)));
    writeFileSync(`/tmp/rep/ordinary-${l}.html`, toHtml(buildReport(ordinarySnapshot(), l, csl)));
  }
});
