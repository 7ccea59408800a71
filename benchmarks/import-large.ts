/**
 * A RIS file of a gigabyte, synthetic, imported from disk into a review: time and the peak of resident
 * memory. The baseline in the same run is a file of a tenth: memory must not follow the length. Each runs
 * in a process of its own. Other sizes: give megabytes.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createReview, keepHeapSmall } from "#workbench";
import { syntheticRis } from "./synthetic-records.ts";

const protocol = `title: Synthetic benchmark review
shortTitle: Synthetic
authors: [Benchmark]
people: [{id: ann, name: Ann, initials: AN, roles: [lead, reviewer, extractor]}]
questions: [{id: Q1, kind: effect, text: None, population: a, intervention: b, comparator: c, outcomes: [o]}]
criteria: [{id: I1, kind: include, text: Any}]
sources: [{id: synthetic, kind: database, name: Synthetic}]
exclusionReasons: [{id: other, label: Other, stages: [full-text]}]
outcomes: [{id: o, label: Outcome, kind: continuous, better: lower}]
timepoints: [{id: t, label: End}]
`;

/** Writes a file of about this size. */
function write(path: string, megabytes: number): void {
  const file = openSync(path, "w");
  let size = 0;
  for (const chunk of syntheticRis(Number.MAX_SAFE_INTEGER, 7)) {
    size += writeSync(file, chunk);
    if (size >= megabytes * 1e6) break;
  }
  closeSync(file);
}

async function importOne(megabytes: number): Promise<void> {
  // As the command line does at its start.
  keepHeapSmall();
  const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
  try {
    const file = join(folder, "large.ris");
    write(file, megabytes);
    const path = join(folder, "large.evidens");
    const workbench = await createReview({ path, title: "Synthetic", by: "ann", protocolText: protocol });
    const begun = performance.now();
    const { import: done } = await workbench.importFile({
      by: "ann",
      sourceId: "synthetic",
      fileName: "large.ris",
      path: file,
    });
    const seconds = (performance.now() - begun) / 1_000;
    await workbench.close();
    const peak = process.resourceUsage().maxRSS / 1_024;
    console.log(
      `${megabytes} MB, ${done.counts.records} records: ${seconds.toFixed(0)} s, peak resident memory ${peak.toFixed(0)} MB, review ${(statSync(path).size / 1e6).toFixed(0)} MB`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const [mode, size] = process.argv.slice(2);
if (mode === "one") await importOne(Number(size));
else {
  const large = Number(mode ?? 1_000);
  for (const megabytes of [Math.round(large / 10), large]) {
    const { status } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), "one", String(megabytes)],
      {
        stdio: "inherit",
      },
    );
    if (status !== 0) process.exit(status ?? 1);
  }
}
