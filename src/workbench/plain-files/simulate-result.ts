import type { Start } from "./simulate-input.ts";
import type { RunStop, StopChoice } from "./simulate-run.ts";

export type Metric = "loss" | "wss95" | "wss100" | "rrf10" | "atd" | "ndcg";
/** The numbers shown, in this order. */
export const METRICS: readonly Metric[] = ["loss", "wss95", "wss100", "rrf10", "atd", "ndcg"];
export type Metrics = Readonly<Record<Metric, number>>;

/** One simulated reading of a set. */
export interface SimulatedRun {
  readonly set: string;
  readonly model: string;
  readonly seed: number;
  readonly records: number;
  readonly relevant: number;
  /** Known beforehand, and not counted in metrics and curve. */
  readonly start: Start;
  readonly metrics: Metrics;
  /** Records read when each relevant record was found. */
  readonly found: readonly number[];
  readonly stop: (RunStop & { readonly rule: string }) | null;
  readonly cpuSeconds: number;
}

/** Means over the readings of one set. */
export interface SimulatedSet {
  readonly name: string;
  readonly records: number;
  readonly relevant: number;
  readonly runs: number;
  readonly metrics: Metrics;
  readonly stop: StopMeans | null;
  readonly cpuSeconds: number;
}

export interface StopMeans {
  /** Readings in which recall at the stop is at least the target. */
  readonly reached: number;
  readonly recall: number;
  readonly lowest: number;
  readonly read: number;
  readonly saved: number;
}

export interface SimulateResult {
  readonly model: string;
  readonly stop: StopChoice | null;
  readonly runs: readonly SimulatedRun[];
  readonly sets: readonly SimulatedSet[];
  /** Means over the sets, each counting once. */
  readonly mean: { readonly metrics: Metrics; readonly stop: StopMeans | null };
}

/** Sums up readings by set, in the order in which the sets come. */
export function summed(
  model: string,
  stop: StopChoice | null,
  runs: readonly SimulatedRun[],
): SimulateResult {
  const names = [...new Set(runs.map(({ set }) => set))];
  const sets = names.map((name): SimulatedSet => {
    const mine = runs.filter(({ set }) => set === name);
    const [first] = mine;
    return {
      name,
      records: first?.records ?? 0,
      relevant: first?.relevant ?? 0,
      runs: mine.length,
      metrics: meanMetrics(mine),
      stop: stopMeans(mine, stop),
      cpuSeconds: mean(mine.map(({ cpuSeconds }) => cpuSeconds)),
    };
  });
  const stops = sets.flatMap((set) => set.stop ?? []);
  return {
    model,
    stop,
    runs,
    sets,
    mean: {
      metrics: meanMetrics(sets),
      stop:
        stops.length === 0
          ? null
          : {
              reached: stops.reduce((sum, { reached }) => sum + reached, 0),
              recall: mean(stops.map(({ recall }) => recall)),
              lowest: Math.min(...stops.map(({ lowest }) => lowest)),
              read: mean(stops.map(({ read }) => read)),
              saved: mean(stops.map(({ saved }) => saved)),
            },
    },
  };
}

function meanMetrics(of: readonly { readonly metrics: Metrics }[]): Metrics {
  return Object.fromEntries(
    METRICS.map((name) => [name, mean(of.map(({ metrics }) => metrics[name]))]),
  ) as unknown as Metrics;
}

function stopMeans(runs: readonly SimulatedRun[], stop: StopChoice | null): StopMeans | null {
  const stops = runs.flatMap((run) => run.stop ?? []);
  if (stop === null || stops.length === 0) return null;
  return {
    reached: stops.filter(({ recall }) => recall >= stop.target).length,
    recall: mean(stops.map(({ recall }) => recall)),
    lowest: Math.min(...stops.map(({ recall }) => recall)),
    read: mean(stops.map(({ read }) => read)),
    saved: mean(stops.map(({ saved }) => saved)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** For each find the mean of when it came; all readings find as many. */
export function meanFound(runs: readonly (readonly number[])[]): readonly number[] {
  const shortest = Math.min(...runs.map((found) => found.length));
  return Array.from({ length: shortest }, (_, at) => mean(runs.map((found) => found[at]!)));
}
