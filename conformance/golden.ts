import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { goldenFamilies } from "./golden/families.ts";
import type { GoldenFile } from "./golden/golden.types.ts";
import { type CaseResult, runGolden } from "./golden/run-golden.ts";

interface Line {
  readonly method: string;
  readonly file: string;
  readonly cases: number;
  readonly failed: number;
  readonly worst: number;
}

/** Runs every case of a folder of reference values; a case of a file that no family owns counts as failed. */
export function checkGolden(folder: string, table: boolean): boolean {
  if (!existsSync(folder)) {
    console.error(`There is no folder ${folder}.`);
    return false;
  }
  const lines: Line[] = [];
  const failures: string[] = [];
  for (const file of goldenFiles(folder)) {
    const family = goldenFamilies.find(({ owns }) => owns(file.file));
    const results = family === undefined ? notRun(file) : runGolden(file, family);
    lines.push(...byMethod(file.file, results));
    if (family === undefined) failures.push(`${file.file}: no function of ours runs this file`);
    else
      for (const { id, wrong } of results)
        for (const one of wrong) failures.push(`${file.file} ${id}: ${one}`);
  }
  print(lines, table);
  const cases = lines.reduce((sum, line) => sum + line.cases, 0);
  const failed = lines.reduce((sum, line) => sum + line.failed, 0);
  if (!table) for (const failure of failures) console.log(failure);
  console.log(`${cases} cases, ${cases - failed} within the tolerance, ${failed} not`);
  return cases > 0 && failed === 0;
}

/** Files with cases; data sets and lists of files have none. */
function goldenFiles(folder: string): GoldenFile[] {
  const open = (file: string): GoldenFile => ({
    ...JSON.parse(readFileSync(join(folder, `${basename(file)}.json`), "utf8")),
    file,
    open,
  });
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => open(name.slice(0, -".json".length)))
    .filter(({ cases }) => Array.isArray(cases));
}

function notRun({ cases }: GoldenFile): CaseResult[] {
  const wrong = ["not run"];
  return cases.map(({ id }) => ({ id, method: "not run", relative: Number.NaN, wrong }));
}

function byMethod(file: string, results: readonly CaseResult[]): Line[] {
  const methods = new Map<string, CaseResult[]>();
  for (const result of results) methods.set(result.method, [...(methods.get(result.method) ?? []), result]);
  return [...methods].map(([method, list]) => ({
    method,
    file,
    cases: list.length,
    failed: list.filter(({ wrong }) => wrong.length > 0).length,
    worst: Math.max(0, ...list.map(({ relative }) => (Number.isNaN(relative) ? 0 : relative))),
  }));
}

function print(lines: readonly Line[], table: boolean): void {
  const cells = lines.map(({ method, file, cases, failed, worst }) => [
    method,
    file,
    String(cases),
    String(failed),
    worst === 0 ? "0" : worst.toExponential(1),
  ]);
  const head = ["method", "file", "cases", "failed", "largest relative difference"];
  if (table) {
    for (const row of [head, head.map(() => "---"), ...cells]) console.log(`| ${row.join(" | ")} |`);
    return;
  }
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map((row) => row[i]!.length)));
  for (const row of [head, ...cells])
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join("  ")
        .trimEnd(),
    );
}
