import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { EvidensError, type Language, type Problem } from "#kernel";
import { type LabelledSet, readLabelledSet } from "./simulate-input.ts";
import { type PlannedRun, type PlanOptions, planRuns, refuseSimulation } from "./simulate-plan.ts";
import { runAll } from "./simulate-pool.ts";
import { METRICS, type SimulatedRun, type SimulateResult, summed } from "./simulate-result.ts";
import { checkChoices, type RunResult, type StopChoice, simulationModels } from "./simulate-run.ts";

export interface SimulateInput {
  /** Labelled sets: tables with `id,title,abstract,label`. */
  readonly paths: readonly string[];
  /** A JSON file with the starts; without one they are drawn by seed. */
  readonly priors?: string | undefined;
  /** Irrelevant records known at the start; default 1. */
  readonly irrelevant?: number | undefined;
  /** Default: the program's own. */
  readonly model?: string | undefined;
  readonly seeds?: readonly number[] | undefined;
  readonly stop?: StopChoice | undefined;
  /** Folder for curves and numbers; made when it is not there. */
  readonly out?: string | undefined;
  /** Replace files of an earlier simulation in `out`. */
  readonly force?: boolean | undefined;
  /** Readings at once; default: as many as there are processors. */
  readonly jobs?: number | undefined;
  readonly language?: Language | undefined;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

export interface SimulateFilesResult extends SimulateResult {
  /** Files written. */
  readonly written: readonly string[];
}

/**
 * Simulates the screening of labelled sets: the model ranks, the known label answers, and the model
 * learns from it, until the last relevant record. The numbers are the same whatever `jobs` is.
 *
 * @throws {EvidensError} `workbench/simulate-input` with all that is wrong with the files, and then
 *   nothing is simulated; `workbench/unknown-choice`; `workbench/simulation-exists`; as `readLabelledSet`
 * Checked: tests/workbench/simulate.test.ts.
 */
export async function simulateFiles(input: SimulateInput): Promise<SimulateFilesResult> {
  const model = input.model ?? simulationModels()[0]!;
  const stop = input.stop ?? null;
  checkChoices(model, stop);
  const { sets, runs } = await plan(input);
  if (input.out !== undefined && input.force !== true) await refuseExisting(input.out, sets);
  let done = 0;
  const results = await runAll(
    sets,
    runs.map(({ set, start }) => ({ set, order: { start, model, stop } })),
    input.jobs ?? availableParallelism(),
    () => input.onProgress?.(++done, runs.length),
  );
  const result = summed(
    model,
    stop,
    runs.map((run, at) => runOf(sets[run.set]!, run, model, stop, results[at]!)),
  );
  if (input.out === undefined) return { ...result, written: [] };
  const { writeSimulation } = await import("./simulate-output.ts");
  return { ...result, written: await writeSimulation(input.out, result, input.language ?? "en") };
}

async function plan({
  paths,
  priors: path,
  irrelevant = 1,
  seeds,
}: SimulateInput): Promise<{ readonly sets: readonly LabelledSet[]; readonly runs: readonly PlannedRun[] }> {
  const problems: Problem[] = [];
  const sets: LabelledSet[] = [];
  for (const file of paths) {
    const set = await readLabelledSet(file, problems);
    if (set === null) continue;
    if (sets.some(({ name }) => name === set.name))
      problems.push({
        code: "workbench/simulate-twice",
        file: set.file,
        message: `a set "${set.name}" was named before`,
      });
    sets.push(set);
  }
  const priors = path === undefined ? null : await priorsAt(path, problems);
  refuseSimulation(problems);
  const runs = planRuns(sets, { priors, irrelevant, seeds: seeds ?? null }, problems);
  refuseSimulation(problems);
  return { sets, runs };
}

async function priorsAt(path: string, problems: Problem[]): Promise<PlanOptions["priors"]> {
  const { readPriors } = await import("./simulate-priors.ts");
  const content = readPriors(await textAt(path), basename(path), problems);
  return content === null ? null : { file: basename(path), content };
}

async function textAt(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new EvidensError({
      code: "workbench/cannot-read",
      kind: "missing",
      message: `${path} could not be read (${(cause as NodeJS.ErrnoException).code}).`,
      remedy: "Check the path and your rights on the file.",
      cause,
    });
  }
}

async function refuseExisting(folder: string, sets: readonly LabelledSet[]): Promise<void> {
  const { simulationFileNames } = await import("./simulate-output.ts");
  const there = simulationFileNames(sets.map(({ name }) => name)).filter((name) =>
    existsSync(join(folder, name)),
  );
  if (there.length === 0) return;
  throw new EvidensError({
    code: "workbench/simulation-exists",
    kind: "conflict",
    message: `${folder} holds ${there.join(", ")} already.`,
    remedy: "Name another folder, or replace them with --force.",
  });
}

function runOf(
  set: LabelledSet,
  { start }: PlannedRun,
  model: string,
  stop: StopChoice | null,
  result: RunResult,
): SimulatedRun {
  return {
    set: set.name,
    model,
    seed: start.seed,
    records: set.labels.length,
    relevant: set.labels.reduce((sum, label) => sum + label, 0),
    start,
    metrics: Object.fromEntries(
      METRICS.map((name) => [name, result.metrics[name]]),
    ) as unknown as SimulatedRun["metrics"],
    found: result.found,
    stop: result.stop === null || stop === null ? null : { rule: stop.rule, ...result.stop },
    cpuSeconds: result.cpuSeconds,
  };
}
