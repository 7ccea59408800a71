import { writeFileSync, cpSync, rmSync, existsSync } from "node:fs";
import { test } from "vitest";
import { buildReport, toHtml, toDocx, flowModel } from "#report";
import { rasterise } from "../support/rasterise.ts";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { buildFromRecipe } from "../../src/workbench/example.ts";
test("x", async () => {
  const csl = await loadCslAssets();
  rmSync("/tmp/rep/ex", { recursive: true, force: true });
  cpSync("examples/mdma-ptsd", "/tmp/rep/ex", { recursive: true });
  rmSync("/tmp/rep/ex.evidens", { recursive: true, force: true });
  rmSync("/tmp/rep/exr", { recursive: true, force: true }); const { workbench: w } = await buildFromRecipe("/tmp/rep/ex", "/tmp/rep/ex.evidens", "/tmp/rep/exr");
  const s = await w.snapshot();
  for (const l of ["en", "nb"] as const) {
    const d = buildReport(s, l, csl);
    writeFileSync(`/tmp/rep/ex-${l}.html`, toHtml(d));
    writeFileSync(`/tmp/rep/ex-${l}.docx`, await toDocx(d, { rasterise }));
  }
  console.log(JSON.stringify(flowModel(s,"en").problems,null,1));
  await w.close();
});
