import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { buildReport, toDocx, toHtml } from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { rebuiltSnapshot } from "../support/snapshot.ts";
import { expectStored } from "./stored.ts";

test.each(["en", "nb"] as const)("simulated report, %s", async (language) => {
  const document = buildReport(rebuiltSnapshot(), language, await loadCslAssets());
  expectStored(`report-${language}.html`, toHtml(document));
  // The stored hash shows that another process, on another day, packs the same bytes.
  const docx = await toDocx(document, { rasterise: async () => new Uint8Array([1, 2, 3]) });
  expectStored(`report-${language}.docx.sha256`, `${createHash("sha256").update(docx).digest("hex")}\n`);
  expect(docx.length).toBeGreaterThan(10_000);
});
