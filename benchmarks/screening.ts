// The learner: how early it finds the relevant records and what it costs, beside what ASReview LAB 3.0.5
// reached on the same sets from the same starts, and beside its default model in our own parts in this run.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Papa from "papaparse";
import {
  createRanker,
  type LearnerDocument,
  type LearnerModel,
  learnerModels,
  prepareLearner,
  simulate,
} from "#screening";
import { syntheticAbstracts } from "./synthetic-abstracts.ts";

const folder = join(process.env.EVIDENS_CORPUS ?? "../shared/corpus", "screening");
const evidens = learnerModels["evidens"]!;
const baseline = learnerModels["elas-u4"]!;

interface Prior {
  readonly seed: number;
  readonly relevant: readonly string[];
  readonly irrelevant10: readonly string[];
}
interface Reference {
  readonly dataset: string;
  readonly loss: number;
  readonly wss95: number;
  readonly wss100: number;
  readonly ndcg: number;
  readonly cpu: number;
}
type Key = "loss" | "wss95" | "wss100" | "ndcg";
type Numbers = Readonly<Record<Key | "cpu", number>>;
const KEYS = ["loss", "wss95", "wss100", "ndcg", "cpu"] as const;

const mean = (all: readonly Numbers[]): Numbers =>
  Object.fromEntries(
    KEYS.map((key) => [key, all.reduce((sum, one) => sum + one[key], 0) / all.length]),
  ) as unknown as Numbers;

function read(name: string): { documents: LearnerDocument[]; labels: Uint8Array } {
  const text = readFileSync(join(folder, `${name}.csv`), "utf8");
  const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  const list = (value: string | undefined): string[] =>
    (value ?? "")
      .split(";")
      .map((one) => one.trim())
      .filter((one) => one !== "");
  return {
    documents: data.map((row) => ({
      id: row.id ?? "",
      title: row.title ?? "",
      abstract: row.abstract ?? "",
      keywords: list(row.keywords),
      authors: list(row.authors),
    })),
    labels: Uint8Array.from(data, (row) => Number(row.label)),
  };
}

function measured(
  set: { readonly documents: readonly LearnerDocument[]; readonly labels: Uint8Array },
  model: LearnerModel,
  priors: readonly Prior[],
): Numbers {
  return mean(
    priors.map(({ seed, relevant, irrelevant10 }) => {
      const from = process.cpuUsage();
      const { metrics } = simulate(set.documents, set.labels, {
        model,
        seed,
        priors: { relevant, irrelevant: irrelevant10.slice(0, 1) },
      });
      const { user, system } = process.cpuUsage(from);
      return { ...metrics, cpu: (user + system) / 1e6 };
    }),
  );
}

const cell = (value: number, digits: number, width: number): string => value.toFixed(digits).padStart(width);
const line = (name: string, n: Numbers): string =>
  `${name.padEnd(34)}${cell(n.loss, 4, 8)}${cell(n.wss95, 3, 8)}${cell(n.wss100, 3, 8)}${cell(n.ndcg, 3, 7)}${cell(n.cpu, 2, 8)}`;

function onSets(): void {
  const priors = JSON.parse(readFileSync(join(folder, "priors.json"), "utf8")) as Record<string, Prior[]>;
  const reference = (
    JSON.parse(readFileSync(join(folder, "reference-base_11.json"), "utf8")) as { runs: Reference[] }
  ).runs;
  const ours: Numbers[] = [];
  const theirs: Numbers[] = [];
  const parts: Numbers[] = [];
  console.log(`${"".padEnd(34)}    loss  WSS@95 WSS@100   NDCG   CPU s   (1 + 1 starts, mean of three)`);
  for (const [name, starts] of Object.entries(priors)) {
    const set = read(name);
    const one = measured(set, evidens, starts);
    const part = measured(set, baseline, starts);
    const other = mean(reference.filter(({ dataset }) => dataset === name));
    ours.push(one);
    theirs.push(other);
    parts.push(part);
    console.log(line(`${name} evidens`, one));
    console.log(
      `${line("  ASReview LAB 3.0.5, its own run", other)}  CPU ratio ${(other.cpu / one.cpu).toFixed(1)}`,
    );
    console.log(
      `${line("  its model in our parts, this run", part)}  CPU ratio ${(part.cpu / one.cpu).toFixed(1)}`,
    );
  }
  console.log(line("mean evidens", mean(ours)));
  console.log(line("mean ASReview LAB 3.0.5", mean(theirs)));
  console.log(line("mean of its model in our parts", mean(parts)));
}

function onSynthetic(count: number): void {
  const { documents, labels } = syntheticAbstracts(count);
  let from = performance.now();
  const corpus = prepareLearner(documents, evidens);
  const ranker = createRanker(corpus, evidens, { seed: 0 });
  const seen = new Int8Array(count).fill(-1);
  const relevant = labels.indexOf(1);
  const irrelevant = labels.indexOf(0);
  seen[relevant] = 1;
  seen[irrelevant] = 0;
  ranker.train(seen);
  ranker.order();
  const first = performance.now() - from;
  const times: number[] = [];
  for (let vote = 0; vote < 200; vote++) {
    const row = ranker.next();
    seen[row] = labels[row]!;
    from = performance.now();
    ranker.train(seen);
    ranker.order();
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  const nonzeros = corpus.features.words.indices.length;
  console.log(
    `${String(count).padStart(7)} synthetic records, ${(nonzeros / count).toFixed(0)} values each: first training ${(first / 1000).toFixed(2)} s; retrain and re-rank p50 ${times[100]!.toFixed(1)} ms, p95 ${times[190]!.toFixed(1)} ms; resident ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB, peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
}

for (const count of [6_000, 10_000, 50_000, 100_000]) onSynthetic(count);
console.log(
  "bars: retrain 20 ms at 6,000, 60 ms at 10,000, 300 ms at 50,000; first training 3 s at 10,000; 1 GB at 100,000\n",
);
if (existsSync(join(folder, "priors.json"))) onSets();
else console.log(`No labelled sets in ${folder}; set EVIDENS_CORPUS to measure ranking.`);
