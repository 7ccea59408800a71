// Time of repeated-measures models from a data set to tested coefficients, beside R's mmrm where R has it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Frame, type MmrmSpecification, mmrm } from "#synthesis";

interface Trial {
  readonly subject: number[];
  readonly visit: number[];
  readonly arm: number[];
  readonly base: number[];
  readonly y: number[];
}

interface Task {
  readonly subjects: number;
  readonly visits: number;
  readonly what: string;
  readonly options: Pick<MmrmSpecification, "degreesOfFreedom" | "covariance">;
  /** Arguments of R's mmrm. */
  readonly r: string;
  /** CPU seconds of mmrm 0.3.18 (TMB 1.9.23, R 4.2.2, one thread) on a virtual AMD EPYC, another run than this. */
  readonly recorded: number;
}

const satterthwaite = {
  what: "Satterthwaite",
  options: { degreesOfFreedom: "satterthwaite" },
  r: 'method = "Satterthwaite"',
} as const;
const tasks: readonly Task[] = [
  { subjects: 200, visits: 4, ...satterthwaite, recorded: 0.078 },
  { subjects: 200, visits: 10, ...satterthwaite, recorded: 0.47 },
  { subjects: 1000, visits: 10, ...satterthwaite, recorded: 2.9 },
  { subjects: 5000, visits: 10, ...satterthwaite, recorded: 15.4 },
  {
    subjects: 200,
    visits: 10,
    what: "Kenward-Roger",
    options: { degreesOfFreedom: "kenward-roger" },
    r: 'method = "Kenward-Roger"',
    recorded: 6.9,
  },
  {
    subjects: 1000,
    visits: 10,
    what: "empirical covariance",
    options: { degreesOfFreedom: "residual", covariance: "empirical" },
    r: 'method = "Residual", vcov = "Empirical"',
    recorded: 9.4,
  },
];

/** The portable generator of the reference timings: x <- 16807 x mod 2147483647, both normals of Box-Muller. */
function generator(seed: number): { uniform: () => number; normal: () => number } {
  let x = seed;
  let spare: number | null = null;
  const uniform = (): number => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
  const normal = (): number => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}

/** Two arms, correlated visits of rising variance, dropout and some single gaps. */
function simulate(subjects: number, visits: number): Trial {
  const { uniform, normal } = generator(2026 + subjects + visits);
  const out: Trial = { subject: [], visit: [], arm: [], base: [], y: [] };
  for (let i = 1; i <= subjects; i++) {
    const arm = uniform() < 0.5 ? 1 : 0;
    const base = 50 + 8 * normal();
    const shared = 5 * normal();
    let error = normal();
    let left = false;
    for (let t = 1; t <= visits; t++) {
      left ||= t > 1 && uniform() < 0.04;
      error = 0.6 * error + 0.8 * normal();
      const y = base - 2 * t * (1 + 0.4 * arm) + shared + (5 + 0.3 * t) * error;
      const seen = uniform() > 0.02;
      if (left || !seen) continue;
      out.subject.push(i);
      out.visit.push(t);
      out.arm.push(arm);
      out.base.push(base);
      out.y.push(y);
    }
  }
  return out;
}

/** The file of the reference timings where its folder is given, else simulated. */
function trialOf({ subjects, visits }: Task): { trial: Trial; given: boolean } {
  const folder = process.env["EVIDENS_MMRM_DATA"];
  const path = folder === undefined ? null : join(folder, `trial_${subjects}_${visits}.json`);
  if (path !== null && existsSync(path))
    return { trial: JSON.parse(readFileSync(path, "utf8")), given: true };
  return { trial: simulate(subjects, visits), given: false };
}

function frameOf({ subject, visit, arm, base, y }: Trial, visits: number): Frame {
  return {
    subject: { levels: [...new Set(subject)].map(String), values: subject.map(String) },
    visit: {
      levels: Array.from({ length: visits }, (_, t) => `v${t + 1}`),
      values: visit.map((t) => `v${t}`),
    },
    arm: { levels: ["0", "1"], values: arm.map(String) },
    base: { values: base },
    y: { values: y },
  };
}

/** CPU milliseconds of the first call and the median of five to a hundred, up to a second or two of CPU in all. */
function cpuMilliseconds(run: () => unknown): { first: number; median: number } {
  const times: number[] = [];
  let spent = 0;
  do {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    spent += times.at(-1)!;
  } while (times.length < 5 || (spent < 1500 && times.length < 100));
  const first = times[0]!;
  return { first, median: times.sort((a, b) => a - b)[times.length >> 1]! };
}

const R_SCRIPT = (r: string): string => `
suppressMessages(library(mmrm))
d <- read.csv(file("stdin"))
d$visit <- factor(d$visit); d$subject <- factor(d$subject); d$arm <- factor(d$arm)
one <- function() {
  t <- system.time({
    m <<- mmrm(y ~ base + arm * visit + us(visit | subject), data = d, ${r})
    summary(m)
  })
  t[["user.self"]] + t[["sys.self"]]
}
first <- one()
cat(if (first > 1) first else median(replicate(9, one())), as.numeric(logLik(m)))
`;

/** CPU seconds of R's mmrm (median of nine after the first where short) and its log-likelihood; null without it. */
function reference(trial: Trial, r: string): { seconds: number; logLikelihood: number } | null {
  const rows = trial.y.map((y, i) =>
    [trial.subject[i], trial.visit[i], trial.arm[i], trial.base[i], y].join(),
  );
  const input = ["subject,visit,arm,base,y", ...rows].join("\n");
  const env = { ...process.env, OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };
  const { status, stdout } = spawnSync("Rscript", ["-e", R_SCRIPT(r)], {
    input,
    encoding: "utf8",
    env,
    maxBuffer: 1e8,
  });
  if (status !== 0) return null;
  const [seconds, logLikelihood] = stdout.trim().split(/\s+/).map(Number);
  return { seconds: seconds!, logLikelihood: logLikelihood! };
}

function main(): void {
  console.log("y ~ base + arm * visit, unstructured, REML; data set to tested coefficients, CPU ms");
  console.log("                                         rows   first call    median   mmrm        ratio");
  let here = true;
  for (const task of tasks) {
    const { subjects, visits, what, options, r, recorded } = task;
    const { trial, given } = trialOf(task);
    const frame = frameOf(trial, visits);
    const specification: MmrmSpecification = {
      formula: "y ~ base + arm * visit",
      visit: "visit",
      subject: "subject",
      structure: "us",
      ...options,
    };
    const { first, median } = cpuMilliseconds(() => mmrm(frame, specification));
    const theirs: ReturnType<typeof reference> = here ? reference(trial, r) : null;
    here &&= theirs !== null;
    const seconds = theirs?.seconds ?? recorded;
    console.log(
      `  ${`${subjects} × ${visits}, ${what}${given ? ", given" : ""}`.padEnd(36)}`,
      String(trial.y.length).padStart(6),
      first.toFixed(1).padStart(12),
      median.toFixed(1).padStart(9),
      `${(1000 * seconds).toFixed(0).padStart(7)}${theirs === null ? "*" : " "}`,
      `${((1000 * seconds) / median).toFixed(0).padStart(9)} x`,
    );
    if (theirs === null) continue;
    const difference = mmrm(frame, specification).logLikelihood - theirs.logLikelihood;
    if (!(Math.abs(difference) < 1e-2)) throw new Error(`mmrm and mmrm() disagree: ${difference}.`);
  }
  console.log(`  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
  if (!here) {
    console.log(
      "  * R with mmrm is not here: CPU of mmrm 0.3.18 recorded on another machine in another run,",
    );
    console.log("    with data of the same sizes; the ratio is a rough guide only.");
  }
}

main();
