import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { EvidensError } from "#kernel";
import { READING_OPTIONS } from "./reading-process.ts";
import type { ChildAnswer, ChildOrder } from "./simulate-child.ts";
import type { LabelledSet } from "./simulate-input.ts";
import { type RunOrder, type RunResult, runOne } from "./simulate-run.ts";

export interface PoolRun {
  readonly set: number;
  readonly order: RunOrder;
}

/** From TypeScript sources (tests), which Node 20 cannot run, the readings run in place. */
const canFork = !import.meta.url.endsWith(".ts");

/**
 * Simulates readings, several at a time in processes of their own.
 *
 * @param jobs processes at once, > 0
 * @param onDone told after each reading
 * @returns results in the order of `runs`, whatever order they were done in
 * @throws {EvidensError} what a reading threw; `workbench/simulate-failed` when a process ended
 */
export async function runAll(
  sets: readonly LabelledSet[],
  runs: readonly PoolRun[],
  jobs: number,
  onDone: () => void,
): Promise<readonly RunResult[]> {
  const results = new Array<RunResult>(runs.length);
  if (!canFork) {
    for (const [at, { set, order }] of runs.entries()) {
      results[at] = runOne(sets[set]!, order);
      onDone();
      // Lets progress be shown and a person stop it.
      await new Promise((resume) => setImmediate(resume));
    }
    return results;
  }
  // The longest first, so that none begins late; a process keeps its set as long as it can.
  const size = (at: number): number => sets[runs[at]!.set]!.labels.length;
  const queue = runs.map((_, at) => at).sort((a, b) => size(b) - size(a) || a - b);
  const children: Child[] = [];
  const work = async (): Promise<void> => {
    const child = startChild();
    children.push(child);
    let loaded = -1;
    for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
      const { set, order } = runs[at]!;
      results[at] = await child.ask(loaded === set ? { run: order } : { set: plain(sets[set]!), run: order });
      loaded = set;
      onDone();
    }
    child.end();
  };
  try {
    await Promise.all(Array.from({ length: Math.min(jobs, runs.length) }, work));
    return results;
  } finally {
    for (const child of children) child.end();
  }
}

function plain({ documents, labels }: LabelledSet): NonNullable<ChildOrder["set"]> {
  return { documents, labels };
}

/** A process that does one thing after the other. */
interface Child {
  ask(order: ChildOrder): Promise<RunResult>;
  end(): void;
}

function startChild(): Child {
  const child = fork(fileURLToPath(new URL("./simulate-child.js", import.meta.url)), {
    // Started as people start it, whatever runs this program; NODE_OPTIONS goes along.
    execArgv: [...READING_OPTIONS],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  let answered: (answer: ChildAnswer) => void = () => undefined;
  let ended: string | null = null;
  const fail = (failure: string): void => {
    ended ??= failure;
    answered({ failure });
  };
  child.on("message", (answer) => answered(answer as ChildAnswer));
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => fail(`its process ended (${signal ?? `code ${code}`})`));
  return {
    ask: async (order) => {
      const answer = await new Promise<ChildAnswer>((resolve) => {
        answered = resolve;
        if (ended !== null) fail(ended);
        else child.send(order, (error) => (error === null ? undefined : fail(error.message)));
      });
      if ("result" in answer) return answer.result;
      throw "refused" in answer ? new EvidensError(answer.refused) : failed(answer.failure);
    },
    end: () => {
      child.kill();
    },
  };
}

function failed(message: string): EvidensError {
  return new EvidensError({
    code: "workbench/simulate-failed",
    kind: "unsupported",
    message: `A simulation failed: ${message}.`,
    remedy: "Run it again with --jobs 1; if it fails again, report this with the message.",
  });
}
