import { EvidensError } from "#kernel";
import {
  firstStop,
  learnerModels,
  type StoppingRule,
  simulate,
  stoppingRule,
  stoppingRuleIds,
} from "#screening";
import type { LabelledSet, Start } from "./simulate-input.ts";

/** A stopping rule by its id, with its levels. */
export interface StopChoice {
  readonly rule: string;
  /** Share of the relevant records to be found, in (0, 1]. */
  readonly target: number;
  /** In (0, 1). */
  readonly confidence: number;
}

export interface RunOrder {
  readonly start: Start;
  readonly model: string;
  readonly stop: StopChoice | null;
}

/** What one simulated reading came to; plain data, so that it can come from another process. */
export interface RunResult {
  readonly metrics: ReturnType<typeof simulate>["metrics"];
  /** Records read, those known at the start not counted, when each relevant record was found. */
  readonly found: readonly number[];
  readonly stop: RunStop | null;
  /** Processor time of the reading with the features, in seconds. */
  readonly cpuSeconds: number;
}

export interface RunStop {
  /** False: the rule never said stop, and everything was read. */
  readonly stopped: boolean;
  /** Records read, those known at the start among them. */
  readonly read: number;
  readonly found: number;
  /** Relevant records found, of all there are. */
  readonly recall: number;
  /** Share of the records not read. */
  readonly saved: number;
}

/** Simulates one reading of a set. */
export function runOne(set: Pick<LabelledSet, "documents" | "labels">, order: RunOrder): RunResult {
  const { start, stop } = order;
  const before = process.cpuUsage();
  const run = simulate(set.documents, set.labels, {
    model: modelOf(order.model),
    priors: { relevant: start.relevant, irrelevant: start.irrelevant },
    seed: start.seed,
  });
  const { user, system } = process.cpuUsage(before);
  const shown = run.labels;
  const found = [...shown.entries()].flatMap(([at, label]) => (label === 1 ? [at + 1] : []));
  return {
    metrics: run.metrics,
    found,
    stop: stop === null ? null : stopOf(set.labels, start, shown, ruleOf(stop)),
    cpuSeconds: (user + system) / 1e6,
  };
}

function stopOf(labels: Uint8Array, start: Start, shown: Uint8Array, rule: StoppingRule): RunStop {
  const relevant = labels.reduce((sum, label) => sum + label, 0);
  // What came after the last relevant record was not shown; none of it is relevant.
  const order = new Uint8Array(labels.length);
  order.fill(1, 0, start.relevant.length);
  order.set(shown, start.relevant.length + start.irrelevant.length);
  const at = firstStop(rule, order, labels.length);
  const read = at ?? labels.length;
  const found = order.subarray(0, read).reduce((sum, label) => sum + label, 0);
  return {
    stopped: at !== null && at < labels.length,
    read,
    found,
    recall: found / relevant,
    saved: 1 - read / labels.length,
  };
}

/** The ids of the models that a simulation can use, the program's own first. */
export function simulationModels(): readonly string[] {
  return Object.keys(learnerModels);
}

function modelOf(id: string): (typeof learnerModels)[string] {
  if (Object.hasOwn(learnerModels, id)) return learnerModels[id]!;
  throw unknown("model", id, simulationModels());
}

function ruleOf({ rule, target, confidence }: StopChoice): StoppingRule {
  const found = stoppingRule(rule, { target, confidence });
  if (found !== null) return found;
  throw unknown("stopping rule", rule, stoppingRuleIds);
}

/** @throws {EvidensError} `workbench/unknown-choice` when there is no such model or rule */
export function checkChoices(model: string, stop: StopChoice | null): void {
  modelOf(model);
  if (stop !== null) ruleOf(stop);
}

function unknown(what: string, id: string, known: readonly string[]): EvidensError {
  return new EvidensError({
    code: "workbench/unknown-choice",
    kind: "invalid",
    message: `There is no ${what} "${id}".`,
    remedy: `Use one of: ${known.join(", ")}.`,
  });
}
