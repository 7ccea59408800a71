/**
 * Duplicates among synthetic records with known truth: how many are found, how many works are lost,
 * time per record and peak memory at 10,000, 40,000 and 1,000,000 records, beside a naive baseline
 * (equal folded title and year) in the same run. Records are made one by one and not held; the time it
 * takes to make them is measured first and taken off. Other sizes: give the numbers.
 */
import { arch, cpus, platform } from "node:os";
import { cpuUsage, resourceUsage } from "node:process";
import { findDuplicates, foldText } from "#records";
import { type SyntheticRecord, syntheticDuplicates } from "./synthetic-duplicates.ts";

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10_000, 40_000, 1_000_000];

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${platform()} ${arch()}, Node ${process.versions.node}; synthetic records`,
);
// The compiler learns the code first, so that small sizes are not charged for it.
findDuplicates(recordsOf(3_000, 7));
console.log("records    method      CPU s  µs/record  sensitivity  works lost  asked %  peak MB");
for (const size of sizes) {
  const truth: Truth[] = [];
  const making = secondsOf(() => {
    let letters = 0;
    for (const { title } of recordsOf(size, 1, truth)) letters += title.length;
    return letters;
  }).seconds;
  measure(size, "naive", truth, making, () => naive(recordsOf(size, 1)));
  measure(size, "evidence", truth, making, () => {
    const { clusters, ask = [] } = findDuplicates(recordsOf(size, 1));
    return { clusters: clusters.map(({ records: together }) => together.map(numberOf)), asked: ask.length };
  });
}

interface Truth {
  readonly work: number;
}

function* recordsOf(size: number, seed: number, truth?: Truth[]): Generator<SyntheticRecord["record"]> {
  for (const { record, work } of syntheticDuplicates(size, seed)) {
    truth?.push({ work });
    yield record;
  }
}

function numberOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("-") + 1)) - 1;
}

interface Found {
  readonly clusters: readonly (readonly number[])[];
  readonly asked: number;
}

function naive(records: Iterable<SyntheticRecord["record"]>): Found {
  const byTitle = new Map<string, number[]>();
  let index = -1;
  for (const { title, year } of records) {
    index += 1;
    const key = `${foldText(title).replace(/[^a-z0-9]/g, "")} ${year}`;
    const known = byTitle.get(key);
    if (known === undefined) byTitle.set(key, [index]);
    else known.push(index);
  }
  return { clusters: [...byTitle.values()].filter(({ length }) => length > 1), asked: 0 };
}

function secondsOf<T>(work: () => T): { readonly result: T; readonly seconds: number } {
  globalThis.gc?.();
  const before = cpuUsage();
  const result = work();
  const { user, system } = cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

function measure(
  size: number,
  method: string,
  truth: readonly Truth[],
  making: number,
  work: () => Found,
): void {
  const timed = secondsOf(work);
  const { clusters, asked } = timed.result;
  const seconds = Math.max(0, timed.seconds - making);
  const { sensitivity, lost } = score(truth, clusters);
  console.log(
    [
      String(size).padEnd(9),
      method.padEnd(9),
      seconds.toFixed(2).padStart(8),
      ((seconds * 1e6) / size).toFixed(1).padStart(10),
      sensitivity.toFixed(4).padStart(12),
      String(lost).padStart(11),
      ((100 * asked) / size).toFixed(2).padStart(8),
      (resourceUsage().maxRSS / 1024).toFixed(0).padStart(8),
    ].join(" "),
  );
}

/** As in the labelled sets: the first record of each cluster is kept. */
function score(truth: readonly Truth[], clusters: Found["clusters"]): { sensitivity: number; lost: number } {
  const parent = Int32Array.from({ length: truth.length }, (_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (parent[at] !== at) at = parent[at]!;
    return at;
  };
  for (const cluster of clusters)
    for (const index of cluster) {
      const [x, y] = [find(cluster[0]!), find(index)];
      parent[Math.max(x, y)] = Math.min(x, y);
    }
  const works = new Set<number>();
  const kept = new Set<number>();
  let rows = 0;
  for (const [index, { work }] of truth.entries()) {
    works.add(work);
    if (find(index) !== index) continue;
    rows += 1;
    kept.add(work);
  }
  const duplicates = truth.length - works.size;
  return { sensitivity: (duplicates - (rows - kept.size)) / duplicates, lost: works.size - kept.size };
}
