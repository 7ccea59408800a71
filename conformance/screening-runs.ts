/**
 * Simulated screenings of all sets of a folder from all their starts, one process for each run, so that the
 * processor time of a run is that of a program that does nothing else, the compiler's warming up included.
 */
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { learnerModels, simulate } from "#screening";
import {
  type LabelledSet,
  type Reference,
  readSet,
  type Start,
  setNames,
  startsOf,
} from "./screening-sets.ts";

export interface SetRun {
  readonly set: string;
  readonly seed: number;
  readonly records: number;
  readonly relevant: number;
  readonly metrics: Reference;
  /** Label of every record of the set in the order shown, those known beforehand first. */
  readonly labels: Uint8Array;
}

interface Task {
  readonly folder: string;
  readonly name: string;
  readonly start: Start;
  readonly model: string;
}

/** Runs every set from every start, as many at a time as there are processors; in the order of names and seeds. */
export async function runSets(
  folder: string,
  { model = "evidens", names = setNames(folder) }: { model?: string; names?: readonly string[] } = {},
): Promise<SetRun[]> {
  const tasks = names.flatMap((name) =>
    startsOf(folder, readSet(folder, name)).map((start) => ({ folder, name, start, model })),
  );
  const results: SetRun[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < tasks.length; at = next++) {
      results[at] = await inProcess(tasks[at]!);
      if (process.stderr.isTTY)
        process.stderr.write(`\r${results.filter(Boolean).length} of ${tasks.length} runs`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, worker));
  if (process.stderr.isTTY) process.stderr.write("\n");
  return results;
}

function inProcess(task: Task): Promise<SetRun> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [], {
      serialization: "advanced",
      execArgv: [...process.execArgv, "--single-threaded"],
    });
    child.once("message", (run) => {
      resolve(run as SetRun);
      child.disconnect();
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`${task.name}, start ${task.start.seed}: ended with ${code}.`)),
    );
    child.send(task);
  });
}

function runTask({ folder, name, start, model }: Task): SetRun {
  const set: LabelledSet = readSet(folder, name);
  const { seed, relevant, irrelevant } = start;
  const before = process.cpuUsage();
  const run = simulate(set.documents, set.labels, {
    model: learnerModels[model]!,
    priors: { relevant, irrelevant },
    seed,
  });
  const { user, system } = process.cpuUsage(before);
  const labels = new Uint8Array(set.labels.length);
  labels.set(run.known);
  labels.set(run.labels, run.known.length);
  return {
    set: name,
    seed,
    records: set.labels.length,
    relevant: set.labels.reduce((sum, label) => sum + label, 0),
    metrics: { ...run.metrics, cpu: (user + system) / 1e6 },
    labels,
  };
}

// Only in a process of its own.
if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url))
  process.once("message", (task) => {
    // As `evidens simulate` runs them.
    setFlagsFromString("--no-liftoff");
    setFlagsFromString("--wasm-lazy-compilation");
    process.send?.(runTask(task as Task));
  });
