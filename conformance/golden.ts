import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CorrectedValue } from "./golden/compare-values.ts";
import { readCorrections } from "./golden/corrections.ts";
import { goldenFamilies } from "./golden/families.ts";
import type { GoldenFile } from "./golden/golden.types.ts";
import { type CaseResult, runGolden } from "./golden/run-golden.ts";

interface Line {
  readonly method: string;
  readonly file: string;
  readonly cases: number;
  /** Cases with a value that is within the tolerance of the corrected reference only. */
  readonly corrected: number;
  readonly failed: number;
  readonly worst: number;
}

/** How a run of reference values is judged and shown. */
export interface GoldenOptions {
  /** Print a table in Markdown, without the single values. */
  readonly table: boolean;
  /** Leave the corrections of the reference out: what is not the reference's value has failed. */
  readonly strict: boolean;
}

/** Runs every case of a folder of reference values; a case of a file that no family owns counts as failed. */
export function checkGolden(folder: string, { table, strict }: GoldenOptions): boolean {
  if (!existsSync(folder)) {
    console.error(`There is no folder ${folder}.`);
    return false;
  }
  const corrections = strict ? [] : readCorrections();
  const lines: Line[] = [];
  const corrected: string[] = [];
  const failures: string[] = [];
  for (const file of goldenFiles(folder)) {
    const family = goldenFamilies.find(({ owns }) => owns(file.file));
    const results = family === undefined ? notRun(file) : runGolden(file, family, corrections);
    lines.push(...byMethod(file.file, results));
    for (const { id, corrected: values } of results)
      for (const one of values) corrected.push(`${file.file} ${id}: ${inWords(one)}`);
    if (family === undefined) failures.push(`${file.file}: no function of ours runs this file`);
    else
      for (const { id, wrong } of results)
        for (const one of wrong) failures.push(`${file.file} ${id}: ${one}`);
  }
  print(lines, table);
  const sum = (of: (line: Line) => number): number => lines.reduce((total, line) => total + of(line), 0);
  const [cases, other, failed] = [sum((l) => l.cases), sum((l) => l.corrected), sum((l) => l.failed)];
  if (!table) for (const line of [...corrected, ...failures]) console.log(line);
  console.log(
    strict
      ? `${cases} cases: ${cases - failed} within the tolerance, ${failed} not (corrections left out)`
      : `${cases} cases: ${cases - other - failed} within the tolerance, ${other} within it of a corrected reference (conformance/golden/corrections), ${failed} not`,
  );
  return cases > 0 && failed === 0;
}

function inWords({ path, reference, corrected, ours }: CorrectedValue): string {
  return `${path}: reference ${reference}, corrected ${corrected}, ours ${ours}`;
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
  return cases.map(({ id }) => ({ id, method: "not run", relative: Number.NaN, corrected: [], wrong }));
}

function byMethod(file: string, results: readonly CaseResult[]): Line[] {
  const methods = new Map<string, CaseResult[]>();
  for (const result of results) methods.set(result.method, [...(methods.get(result.method) ?? []), result]);
  return [...methods].map(([method, list]) => ({
    method,
    file,
    cases: list.length,
    corrected: list.filter(({ wrong, corrected }) => wrong.length === 0 && corrected.length > 0).length,
    failed: list.filter(({ wrong }) => wrong.length > 0).length,
    worst: Math.max(0, ...list.map(({ relative }) => (Number.isNaN(relative) ? 0 : relative))),
  }));
}

function print(lines: readonly Line[], table: boolean): void {
  const cells = lines.map(({ method, file, cases, corrected, failed, worst }) => [
    method,
    file,
    String(cases),
    String(corrected),
    String(failed),
    worst === 0 ? "0" : worst.toExponential(1),
  ]);
  const head = ["method", "file", "cases", "corrected", "failed", "largest relative difference"];
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
