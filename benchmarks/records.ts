/**
 * Fixed work on 100,000 synthetic records: read RIS, find duplicates, derive reports, gather the
 * words to search. Prints seconds per step and the peak of resident memory. Other sizes: give the number.
 */
import { arch, cpus, platform } from "node:os";
import { resourceUsage } from "node:process";
import {
  deriveReports,
  findDuplicates,
  foldClusters,
  type RecordFact,
  readRecords,
  searchWords,
} from "#records";
import { syntheticRis } from "./synthetic-records.ts";

const count = Number(process.argv[2] ?? 100_000);

function timed<T>(name: string, work: () => T): T {
  const start = performance.now();
  const result = work();
  console.log(`${name.padEnd(22)} ${((performance.now() - start) / 1000).toFixed(2)} s`);
  return result;
}

console.log(
  `${cpus()[0]?.model ?? "unknown processor"}, ${platform()} ${arch()}, Node ${process.versions.node}`,
);
const text = timed("generate", () => [...syntheticRis(count, 1)].join(""));
console.log(`${count} synthetic records, ${(text.length / 1e6).toFixed(1)} MB of RIS`);

const options = { format: "ris", importId: "bench", onProblem: () => {} } as const;
timed("read, kept none", () => {
  let records = 0;
  for (const _record of readRecords(text, options)) records += 1;
  return records;
});
const records: RecordFact[] = timed("read, kept all", () => [...readRecords(text, options)]);
const found = timed("find duplicates", () => findDuplicates(records));
const event = {
  id: "00000000-0000-7000-8000-000000000000",
  type: "records.deduplicated",
  version: 1,
  at: "2026-01-01T00:00:00.000Z",
  by: "bench",
  device: "bench",
  prev: null,
  hash: "",
  body: found,
} as const;
const { clusters } = timed("fold clusters", () => foldClusters([event]));
const reports = timed("derive reports", () => [
  ...deriveReports(records, clusters, new Map([["bench", "source"]])),
]);
timed("search words", () => records.reduce((sum, record) => sum + searchWords(record).size, 0));
console.log(`${records.length} records, ${clusters.length} clusters, ${reports.length} reports`);
console.log(`peak resident memory ${(resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
