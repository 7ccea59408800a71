// Time of a three-level model at k = 100 to 10 000, beside metafor's sparse route where R has it.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { type MultilevelData, multilevel } from "#synthesis";

/** CPU seconds of metafor 5.1-12 (`sparse=TRUE`) on the k = 1 000 data, R 4.2.2, one thread of an AMD EPYC. */
const REFERENCE_SECONDS = 0.94;

/** The portable generator of the reference timings: x <- 16807 x mod 2147483647, normals by Box-Muller. */
function generator(seed: number): { uniform: () => number; normal: () => number } {
  let x = seed;
  const uniform = (): number => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()) };
}

interface Effects {
  readonly y: number[];
  readonly v: number[];
  readonly study: number[];
}

function simulate(k: number): Effects {
  const { uniform, normal } = generator(2026 + k);
  const study = Array.from({ length: k }, (_, i) => Math.floor(i / 5));
  const shared = Array.from({ length: Math.ceil(k / 5) }, () => 0.3 * normal());
  const v = Array.from({ length: k }, () => 0.02 + 0.1 * uniform());
  const y = v.map((one, i) => 0.3 + shared[study[i]!]! + 0.2 * normal() + Math.sqrt(one) * normal());
  return { y, v, study };
}

/** Median wall and CPU milliseconds of a call, over enough calls to fill the time. */
function milliseconds(run: () => unknown, budget: number): { wall: number; cpu: number } {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) run();
  const before = process.cpuUsage();
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  } while (performance.now() < end && times.length < 5000);
  const { user, system } = process.cpuUsage(before);
  return {
    wall: times.sort((a, b) => a - b)[times.length >> 1]!,
    cpu: (user + system) / 1000 / times.length,
  };
}

const R_SCRIPT = `
suppressMessages(library(metafor))
d <- read.csv(file("stdin")); d$effect <- seq_len(nrow(d))
t <- system.time(m <- rma.mv(y, v, random = ~ 1 | study/effect, data = d, sparse = TRUE))
cat(t[["user.self"]] + t[["sys.self"]], m$sigma2)
`;

/** CPU seconds of metafor and its variances, or `null` without R and metafor. */
function metafor({ y, v, study }: Effects): { seconds: number; sigma2: number[] } | null {
  const input = ["y,v,study", ...y.map((one, i) => `${one},${v[i]},${study[i]}`)].join("\n");
  const { status, stdout } = spawnSync("Rscript", ["-e", R_SCRIPT], { input, encoding: "utf8" });
  if (status !== 0) return null;
  const [seconds, ...sigma2] = stdout.trim().split(/\s+/).map(Number);
  return { seconds: seconds!, sigma2 };
}

/** The file of the reference timings where a path to it is given. */
function referenceData(path: string | undefined): Effects | null {
  if (path === undefined) return null;
  const { yi, vi, cluster } = JSON.parse(readFileSync(path, "utf8"));
  return { y: yi, v: vi, study: cluster };
}

function main(): void {
  const given = referenceData(process.env["EVIDENS_MV_DATA"]);
  const sets: (readonly [string, Effects])[] = [100, 1000, 10_000].map((k) => [`k = ${k}`, simulate(k)]);
  if (given !== null) sets.push([`given, k = ${given.y.length}`, given]);
  console.log(
    "Three-level REML fit        ours, wall ms   ours, CPU ms   metafor sparse, CPU ms   ratio of CPU",
  );
  let without = false;
  for (const [name, effects] of sets) {
    const { y, v, study } = effects;
    const data: MultilevelData = {
      y: Float64Array.from(y),
      v: Float64Array.from(v),
      random: [{ nested: [study, y.map((_, i) => i)] }],
    };
    const { wall, cpu } = milliseconds(() => multilevel(data), 1500);
    // At 10 000 the reference takes minutes: not run.
    const theirs = y.length > 1000 ? null : metafor(effects);
    without ||= y.length <= 1000 && theirs === null;
    const compared =
      theirs === null
        ? "not run"
        : `${(1000 * theirs.seconds).toFixed(0).padStart(22)}   ${((1000 * theirs.seconds) / cpu).toFixed(0)} x`;
    console.log(
      `  ${name.padEnd(24)} ${wall.toFixed(2).padStart(14)} ${cpu.toFixed(2).padStart(14)}   ${compared}`,
    );
    if (theirs === null) continue;
    for (const [t, { value }] of multilevel(data).components.entries()) {
      if (Math.abs(value! - theirs.sigma2[t]!) > 1e-4 * value!)
        throw new Error(`metafor and multilevel() disagree at ${name}.`);
    }
  }
  if (without)
    console.log(
      `  R with metafor is not here: ours alone. Recorded elsewhere for k = 1 000: ${REFERENCE_SECONDS * 1000} ms of CPU.`,
    );
}

main();
