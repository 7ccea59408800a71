// Time of a network meta-analysis with all that is read off it, on the Senn 2013 data and on a made network.
// Where R with netmeta is installed, theirs in the same run and the ratio; without, ours alone.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  decomposeDesigns,
  leagueTable,
  type NetworkContrast,
  type NetworkTau2Method,
  networkMetaAnalysis,
  rankTreatments,
  splitNetwork,
} from "#synthesis";

interface Input {
  readonly TE: readonly number[];
  readonly seTE: readonly number[];
  readonly treat1: readonly string[];
  readonly treat2: readonly string[];
  readonly studlab: readonly string[];
}

const GOLDEN = new URL("../../tests/golden/synthesis/netmeta-senn2013.json", import.meta.url);

/** CPU seconds of R for netmeta with its tables on these data, as measured on another machine. */
const R_ELSEWHERE = 4.533;

function senn(input: Input): NetworkContrast[] {
  return input.TE.map((y, i) => ({
    study: input.studlab[i]!,
    treatment1: input.treat1[i]!,
    treatment2: input.treat2[i]!,
    y,
    se: input.seTE[i]!,
  }));
}

/** Three-arm studies of n treatments; the portable generator of the reference timings. */
function made(n: number, studies: number): NetworkContrast[] {
  let x = 2026;
  const next = (): number => {
    x = (16807 * x) % 2147483647;
    return x / 2147483647;
  };
  return Array.from({ length: studies }, (_, s) => {
    const arms = [0, 1, 2].map((i) => ({
      treatment: (s + i * 7) % n,
      level: next(),
      v: 0.02 + 0.2 * next(),
    }));
    return [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([i, j]) => ({
      study: `s${s}`,
      treatment1: `t${arms[i!]!.treatment}`,
      treatment2: `t${arms[j!]!.treatment}`,
      y: arms[i!]!.level - arms[j!]!.level,
      se: Math.sqrt(arms[i!]!.v + arms[j!]!.v),
    }));
  }).flat();
}

/** The analysis, direct against indirect evidence, decomposition, ranking and league table. */
function everything(contrasts: readonly NetworkContrast[], tau2: NetworkTau2Method): void {
  const result = networkMetaAnalysis(contrasts, { tau2 });
  splitNetwork(result);
  decomposeDesigns(result);
  rankTreatments(result);
  leagueTable(result);
}

function milliseconds(run: () => unknown, budget: number): number {
  const times: number[] = [];
  const end = performance.now() + budget;
  do {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  } while (performance.now() < end);
  return times.sort((a, b) => a - b)[times.length >> 1]!;
}

/** Milliseconds of R on the same data, or `null` without R and netmeta. */
function inR(input: Input, method: NetworkTau2Method): number | null {
  const numbers = (values: readonly number[]): string => `c(${values.join(",")})`;
  const words = (values: readonly string[]): string =>
    `c(${values.map((one) => JSON.stringify(one)).join(",")})`;
  const script = `suppressPackageStartupMessages(library(netmeta))
d <- data.frame(TE=${numbers(input.TE)}, seTE=${numbers(input.seTE)}, t1=${words(input.treat1)}, t2=${words(input.treat2)}, s=${words(input.studlab)})
run <- function() { n <- netmeta(TE, seTE, t1, t2, s, data=d, method.tau="${method}"); netsplit(n); decomp.design(n); netrank(n); netleague(n) }
invisible(run())
cat(1000 * system.time(for (i in 1:3) run())[["elapsed"]] / 3)`;
  const { status, stdout } = spawnSync("Rscript", ["-e", script], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : null;
}

function main(): void {
  const input: Input = JSON.parse(readFileSync(GOLDEN, "utf8")).input;
  const contrasts = senn(input);
  let told = false;
  for (const method of ["DL", "REML", "ML"] as const) {
    const first = performance.now();
    everything(contrasts, method);
    const cold = performance.now() - first;
    const ours = milliseconds(() => everything(contrasts, method), 500);
    const theirs: number | null = told ? null : inR(input, method);
    told ||= theirs === null;
    const beside =
      theirs === null
        ? `R with netmeta not here; its ${R_ELSEWHERE} s elsewhere (DL) would be ${((1000 * R_ELSEWHERE) / ours).toFixed(0)} x, ${((1000 * R_ELSEWHERE) / cold).toFixed(0)} x the first call`
        : `R ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(0)} x`;
    console.log(
      `  Senn 2013, ${method.padEnd(4)}  ${ours.toFixed(2)} ms, first call ${cold.toFixed(1)} ms; ${beside}`,
    );
  }
  for (const [n, studies] of [
    [10, 100],
    [30, 300],
    [60, 1000],
  ] as const) {
    const rows = made(n, studies);
    const time = milliseconds(() => everything(rows, "REML"), 500);
    const alone = milliseconds(() => networkMetaAnalysis(rows), 500);
    console.log(
      `  ${n} treatments, ${studies} three-arm studies, REML: ${time.toFixed(1)} ms with all tables, ${alone.toFixed(1)} ms the analysis`,
    );
  }
}

main();
