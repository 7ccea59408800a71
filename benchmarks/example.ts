// The worked example from its files to a report, in processes of their own so that each start is cold.
// Baseline: the same report rendered again in a process that has rendered it before.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildFromRecipe, exampleFolder } from "#workbench";

type Languages = readonly ("en" | "nb")[];
type Formats = readonly ("html" | "docx")[];
const jobs: Readonly<Record<string, { languages: Languages; formats: Formats }>> = {
  "one report (English, HTML)": { languages: ["en"], formats: ["html"] },
  "two reports (English, HTML and DOCX)": { languages: ["en"], formats: ["html", "docx"] },
  "four reports (both languages, HTML and DOCX)": { languages: ["en", "nb"], formats: ["html", "docx"] },
};
const chosen = process.argv[2];

if (chosen === undefined) {
  for (const name of Object.keys(jobs)) {
    const runs = Array.from({ length: 3 }, () => {
      const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name], {
        encoding: "utf8",
      });
      return JSON.parse(stdout) as { cold: number; warm: number; rss: number };
    }).sort((a, b) => a.cold - b.cold);
    const { cold, warm, rss } = runs[1]!;
    console.log(
      `${name}: ${(cold / 1000).toFixed(2)} s from files (median of 3, bar 3 s for a report), again ${(warm / 1000).toFixed(2)} s, ratio ${(cold / warm).toFixed(1)}, resident ${rss} MB`,
    );
  }
} else {
  const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
  const { languages, formats } = jobs[chosen]!;
  const begun = performance.now();
  const { workbench } = await buildFromRecipe(
    exampleFolder(),
    join(folder, "e.evidens"),
    join(folder, "r"),
    {},
    undefined,
    { languages, formats },
  );
  const cold = performance.now() - begun;
  const again = performance.now();
  await workbench.buildReports({
    by: await workbench.defaultPerson(),
    languages,
    formats,
    folder: join(folder, "r"),
  });
  const warm = performance.now() - again;
  await workbench.close();
  rmSync(folder, { recursive: true, force: true });
  console.log(JSON.stringify({ cold, warm, rss: Math.round(process.memoryUsage().rss / 2 ** 20) }));
  process.exit(0);
}
