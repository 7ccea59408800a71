// Time of meta-analyses on made data: REML by number of studies, many small fits, meta-regression, intervals,
// leave-one-out, permutation test, selection models, GOSH. Median of many calls, and the first call of the process. Where R with metafor is installed, theirs in the same run and the ratio; without,
// ours alone.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import {
  gosh,
  heterogeneityInterval,
  leaveOneOut,
  metaRegression,
  permutationTest,
  selectionModel,
} from "#synthesis";

interface Effects {
  readonly y: Float64Array;
  readonly v: Float64Array;
  readonly x: Float64Array;
}

/** The portable generator of the reference timings: x <- 16807 x mod 2147483647. */
function uniform(seed: number): () => number {
  let x = seed;
  return () => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
}

/** Normals by Box-Muller, both values used. */
function normals(next: () => number): () => number {
  let kept: number | null = null;
  return () => {
    if (kept !== null) {
      const value = kept;
      kept = null;
      return value;
    }
    const [size, turn] = [Math.sqrt(-2 * Math.log(next())), 2 * Math.PI * next()];
    kept = size * Math.sin(turn);
    return size * Math.cos(turn);
  };
}

function effects(k: number, seed = 2026 + k): Effects {
  const next = uniform(seed);
  const normal = normals(next);
  const v = Float64Array.from({ length: k }, () => 0.02 + 0.3 * next());
  const x = Float64Array.from({ length: k }, normal);
  const y = v.map((vi, i) => 0.3 + 0.2 * x[i]! + Math.sqrt(vi + 0.1) * normal());
  return { y, v, x };
}

const MANY = 10_000;
/** Of them run in R, where all take a minute. */
const SHARE = 0.1;
const K = 13;

/** Effects of 10,000 repetitions of one synthesis, one after the other. */
function repetitions({ v }: Effects): Float64Array[] {
  const normal = normals(uniform(13));
  return Array.from({ length: MANY }, () => v.map((vi) => 0.3 + Math.sqrt(vi + 0.1) * normal()));
}

function withSlope({ y, v, x }: Effects) {
  const values = new Float64Array(2 * y.length);
  x.forEach((value, i) => {
    values.set([1, value], 2 * i);
  });
  return { y, v, design: { rows: y.length, columns: 2, values } };
}

interface Task {
  readonly name: string;
  readonly data: Effects;
  readonly ours: () => number;
  /** An R expression on y, v, x (and `many`, one row per repetition) that gives the number ours gives. */
  readonly theirs: string | null;
  /** How often R runs it. */
  readonly times: number;
  /** The share of the work that R does; its time is scaled up by it. */
  readonly share?: number;
  /** Milliseconds that ours is promised to stay below. */
  readonly bar?: number;
}

function tasks(): Task[] {
  const of = (k: number): Effects => effects(k);
  const reml = (k: number): Task => {
    const data = of(k);
    return {
      name: `REML, k = ${k}`,
      data,
      ours: () => metaRegression(data, { test: "z" }).tau2,
      // At 10,000 studies metafor takes minutes and 10 GB for its matrices.
      theirs: k > 1000 ? null : "rma.uni(y, v)$tau2",
      times: k > 100 ? 3 : 100,
    };
  };
  const [small, hundred] = [of(K), of(100)];
  const many = repetitions(small);
  const slope = withSlope(hundred);
  return [
    ...[10, 100, 1000, 10_000].map(reml),
    {
      name: `REML, ${MANY} fits of k = ${K}`,
      data: small,
      ours: () =>
        many.reduce((sum, y) => sum + metaRegression({ y, v: small.v }, { test: "z" }).tau2, 0) / MANY,
      // The first tenth of the fits, some of which end without convergence there; so nothing is compared.
      theirs: `{ for (i in 1:${MANY * SHARE}) tryCatch(rma.uni(many[i, ], v)$tau2, error = function(e) NA); NA }`,
      times: 1,
      share: SHARE,
    },
    {
      name: "REML, 1 moderator, Hartung-Knapp, k = 100",
      data: hundred,
      ours: () => metaRegression(slope).coefficients[1]!.se,
      theirs: 'rma.uni(y, v, mods = ~ x, test = "knha")$se[2]',
      times: 100,
    },
    {
      name: "Q-profile interval, k = 100",
      data: hundred,
      ours: () => heterogeneityInterval(hundred).tau2.high,
      theirs: "confint(rma.uni(y, v))$random[1, 3]",
      times: 100,
    },
    {
      name: "leave-one-out, k = 100",
      data: hundred,
      ours: () =>
        leaveOneOut(hundred.y, hundred.v, { test: "z", heterogeneityInterval: false })[0]!.result.estimate,
      theirs: "leave1out(rma.uni(y, v))$estimate[1]",
      times: 3,
    },
    {
      name: `permutation test, 1,000 permutations, k = ${K}`,
      data: small,
      ours: () => permutationTest(withSlope(small), { permutations: 1000 }).k,
      theirs: "permutest(rma.uni(y, v, mods = ~ x), iter = 1000, progbar = FALSE)$k",
      times: 1,
    },
    ...(["stepfun", "halfnorm"] as const).map((type): Task => {
      const options = type === "stepfun" ? ({ type: "step", steps: [0.025] } as const) : { type };
      const told = type === "stepfun" ? ", steps = 0.025" : "";
      return {
        name: `selection, ${type}, k = 100`,
        data: hundred,
        ours: () => selectionModel(hundred.y, hundred.v, options).estimate,
        // Its integration and search stop early, so that its last digits are not those of the maximum.
        theirs: `{ tryCatch(selmodel(rma.uni(y, v, method = "ML"), type = "${type}"${told}), error = function(e) NA); NA }`,
        times: 1,
      };
    }),
    {
      name: "selection, truncation at an estimated effect, k = 200",
      data: of(200),
      ours: () => selectionModel(of(200).y, of(200).v, { type: "truncest" }).estimate,
      theirs: null,
      times: 0,
    },
    ...(["DL", "HE", "REML"] as const).map((tau2): Task => {
      const data = of(40);
      return {
        name: `GOSH, 100,000 subsets, k = 40, ${tau2}`,
        data,
        ours: () => gosh(data.y, data.v, { most: 100_000, tau2 }).plan.subsets,
        theirs: null,
        times: 0,
        bar: 1000,
      };
    }),
  ];
}

/** Median milliseconds of a call, once the program has run warm, over enough calls to fill the time. */
function milliseconds(run: () => unknown, budget: number): number {
  const warm = performance.now() + budget;
  do run();
  while (performance.now() < warm);
  const times: number[] = [];
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  } while (performance.now() < end && times.length < 20_000);
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

interface InR {
  readonly milliseconds: number;
  readonly value: number;
}

/** What R makes of a task, or `null` where R or metafor is not installed. */
function inR({ data, theirs, times }: Task, folder: string): InR | null {
  const column = (values: Float64Array): string => values.join("\n");
  for (const [name, values] of Object.entries(data)) writeFileSync(join(folder, name), column(values));
  const script = `suppressPackageStartupMessages(library(metafor))
folder <- ${JSON.stringify(folder)}
for (name in c("y", "v", "x")) assign(name, scan(file.path(folder, name), quiet = TRUE))
if (file.exists(file.path(folder, "many"))) many <- matrix(scan(file.path(folder, "many"), quiet = TRUE), ncol = ${K}, byrow = TRUE)
run <- function() ${theirs}
value <- if (${times} > 1) run() else NA
seconds <- system.time(for (i in 1:${times}) value <- run())[["elapsed"]]
cat(1000 * seconds / ${times}, format(value, digits = 17))`;
  const { status, stdout } = spawnSync("Rscript", ["-e", script], { encoding: "utf8" });
  if (status !== 0) return null;
  const [time, value] = stdout.trim().split(/\s+/).map(Number);
  return { milliseconds: time!, value: value! };
}

function hasMetafor(): boolean {
  return spawnSync("Rscript", ["-e", "library(metafor)"], { stdio: "ignore" }).status === 0;
}

/** One task timed in both programs, in words. */
function line(task: Task, there: boolean, folder: string): string {
  const start = performance.now();
  task.ours();
  const first = performance.now() - start;
  const ours = milliseconds(task.ours, 500);
  const head = `${task.name.padEnd(50)}${first.toFixed(2).padStart(12)}${ours.toFixed(3).padStart(12)}`;
  if (task.bar !== undefined) return `${head}  ${ours < task.bar ? "below" : "ABOVE"} ${task.bar} ms`;
  const theirs = there && task.theirs !== null ? inR(task, folder) : null;
  if (theirs === null) return there ? `${head}  not run in R` : head;
  const time = theirs.milliseconds / (task.share ?? 1);
  const apart = Math.abs(task.ours() / theirs.value - 1);
  const agree = !(apart >= 1e-3) ? "" : `  RESULTS DIFFER: ${task.ours()} and ${theirs.value}`;
  const scaled = task.share === undefined ? "" : `  (R: ${100 * task.share} % of them, scaled)`;
  return `${head}${time.toFixed(1).padStart(12)}${`${(time / ours).toFixed(0)} x`.padStart(10)}${scaled}${agree}`;
}

function main(): void {
  const there = hasMetafor();
  console.log(`${cpus()[0]?.model ?? "unknown processor"}, Node ${process.version}`);
  if (!there) console.log("R with metafor is not installed here: ours alone, no ratio.");
  console.log(
    `${"milliseconds".padEnd(50)}${"first call".padStart(12)}${"median".padStart(12)}${there ? `${"metafor".padStart(12)}${"ratio".padStart(10)}` : ""}`,
  );
  const folder = mkdtempSync(join(tmpdir(), "evidens-bench-"));
  try {
    const small = effects(K);
    if (there)
      writeFileSync(
        join(folder, "many"),
        repetitions(small)
          .map((row) => row.join(" "))
          .join("\n"),
      );
    for (const task of tasks()) console.log(line(task, there, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main();
