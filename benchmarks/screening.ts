/**
 * The screening learner: processor time of whole simulations beside the reference program's (its results from
 * EVIDENS_CORPUS, measured elsewhere) and beside its default model made of our parts, in this run; then first
 * training, a vote's retrain and re-rank, and memory at 6,000 to 100,000 synthetic records.
 */
import { fork } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";
import { join } from "node:path";
import { cpuUsage, resourceUsage } from "node:process";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import Papa from "papaparse";
import { seededRng } from "#numerics";
import { createRanker, type LearnerDocument, learnerModels, simulate } from "#screening";

const FOLDER = join(process.env["EVIDENS_CORPUS"] ?? "../shared/corpus", "screening");
const SIZES = [6_000, 10_000, 50_000, 100_000];

interface Result {
  readonly loss: number;
  readonly wss95: number;
  readonly ndcg: number;
  readonly cpu: number;
}
type Task =
  | { readonly set: string; readonly model: string; readonly start: number }
  | { readonly size: number };

interface PriorRow {
  readonly relevant: readonly string[];
  readonly irrelevant10: readonly string[];
}
const json = <T>(file: string): T => JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as T;

const seconds = (work: () => void): number => {
  const before = cpuUsage();
  work();
  const { user, system } = cpuUsage(before);
  return (user + system) / 1e6;
};

function simulateSet(set: string, model: string, start: number): Result {
  const text = readFileSync(join(FOLDER, `${set}.csv`), "utf8");
  const rows = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  const documents = rows.map((row) => ({
    id: row["id"] ?? "",
    title: row["title"] ?? "",
    abstract: row["abstract"] ?? "",
    authors: (row["authors"] ?? "").split(/;\s*/),
  }));
  const labels = Uint8Array.from(rows, (row) => (row["label"] === "1" ? 1 : 0));
  const { relevant, irrelevant10 } = json<Record<string, PriorRow[]>>("priors.json")[set]![start]!;
  const priors = { relevant: relevant.slice(0, 1), irrelevant: irrelevant10.slice(0, 1) };
  let result = { loss: 0, wss95: 0, ndcg: 0 };
  const cpu = seconds(() => {
    result = simulate(documents, labels, { model: learnerModels[model]!, priors, seed: start + 1 }).metrics;
  });
  return { ...result, cpu };
}

/** Records of about the length and the spread of words of real abstracts: Zipf's law over 60,000 made-up words. */
function* syntheticRecords(size: number): Generator<LearnerDocument> {
  const rng = seededRng(size);
  const word = (): string => {
    const rank = Math.floor(60_000 ** rng.next());
    return `w${((rank * 2_654_435_761) % 4_294_967_296).toString(36)}`;
  };
  const words = (count: number): string => Array.from({ length: count }, word).join(" ");
  for (let i = 0; i < size; i++)
    yield {
      id: String(i),
      title: `synthetic ${words(12)}`,
      abstract: words(120 + Math.floor(160 * rng.next())),
    };
}

function atSize(size: number): readonly string[] {
  const labels = new Int8Array(size).fill(-1);
  for (let row = 0; row < 200; row++) labels[row] = row % 10 === 0 ? 1 : 0;
  let ranker = createRanker([], learnerModels["evidens"]!, { seed: 1 });
  // The records are made up as they are read, so that they need no memory; that time is taken off.
  const made = seconds(() => {
    for (const _ of syntheticRecords(size));
  });
  const all = seconds(() => {
    ranker = createRanker(syntheticRecords(size), learnerModels["evidens"]!, { seed: 1 });
    ranker.train(labels);
    ranker.order();
  });
  const times: number[] = [];
  for (let vote = 0; vote < 60; vote++) {
    const row = ranker.next();
    labels[row] = vote % 6 === 0 ? 1 : 0;
    const from = performance.now();
    ranker.train(labels);
    ranker.order();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return [
    String(size).padStart(9),
    (all - made).toFixed(2).padStart(18),
    times[30]!.toFixed(1).padStart(18),
    times[57]!.toFixed(1).padStart(12),
    (resourceUsage().maxRSS / 1024).toFixed(0).padStart(12),
  ];
}

function inProcess<T>(task: Task): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [], {
      // As `evidens simulate` runs them.
      execArgv: [...process.execArgv, "--single-threaded"],
    });
    child.once("message", (answer) => {
      resolve(answer as T);
      child.disconnect();
    });
    child.once("exit", (code) => reject(new Error(`A run ended with ${code}.`)));
    child.send(task);
  });
}

async function compareSets(): Promise<void> {
  if (!existsSync(join(FOLDER, "reference-base_11.json"))) {
    console.log(`No labelled sets with results in ${FOLDER}: set EVIDENS_CORPUS.`);
    return;
  }
  const { runs } = json<{ runs: (Result & { dataset: string })[] }>("reference-base_11.json");
  const mean = (list: readonly Result[], key: keyof Result): number =>
    list.reduce((sum, one) => sum + one[key], 0) / list.length;
  console.log(
    `${"set".padEnd(26)} ${"loss: evidens, u4 of our parts, ASReview".padEnd(42)} CPU s: the same; times less`,
  );
  const all: [Result[], Result[], Result[]] = [[], [], []];
  const print = (name: string, lists: readonly (readonly Result[])[]): void => {
    const [loss, cpu] = [lists.map((list) => mean(list, "loss")), lists.map((list) => mean(list, "cpu"))];
    console.log(
      [
        name.padEnd(26),
        ...loss.map((value) => value.toFixed(4).padStart(9)),
        " ".repeat(14),
        ...cpu.map((value) => value.toFixed(2).padStart(7)),
        `${(cpu[2]! / cpu[0]!).toFixed(1)} x`.padStart(8),
      ].join(" "),
    );
  };
  for (const file of readdirSync(FOLDER)
    .filter((name) => name.endsWith(".csv"))
    .sort()) {
    const set = file.slice(0, -4);
    const theirs = runs.filter(({ dataset }) => dataset === set);
    if (theirs.length === 0) continue;
    const of = async (model: string): Promise<Result[]> => {
      const results: Result[] = [];
      for (let start = 0; start < theirs.length; start++)
        results.push(await inProcess({ set, model, start }));
      return results;
    };
    const lists = [await of("evidens"), await of("elas-u4"), theirs] as const;
    print(set, lists);
    for (const [i, list] of lists.entries()) {
      const one = (key: keyof Result): number => mean(list, key);
      all[i]!.push({ loss: one("loss"), wss95: one("wss95"), ndcg: one("ndcg"), cpu: one("cpu") });
    }
  }
  print("mean", all);
  for (const key of ["wss95", "ndcg"] as const)
    console.log(`mean ${key}`.padEnd(26), ...all.map((list) => mean(list, key).toFixed(3).padStart(9)));
}

if (process.send !== undefined)
  process.once("message", (task: Task) => {
    setFlagsFromString("--no-liftoff");
    setFlagsFromString("--wasm-lazy-compilation");
    process.send?.("size" in task ? atSize(task.size) : simulateSet(task.set, task.model, task.start));
  });
else {
  console.log(
    `${cpus()[0]?.model ?? "unknown processor"}, ${platform()} ${arch()}, Node ${process.versions.node}; a process per run`,
  );
  await compareSets();
  console.log(
    "\nsynthetic records, 200 labels\n  records  first training s  retrain, rank ms   95th of 60      peak MB",
  );
  for (const size of SIZES) console.log((await inProcess<readonly string[]>({ size })).join(" "));
}
