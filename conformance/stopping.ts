/**
 * The stopping rules along simulated screening: part of `npm run conformance -- screening DIR`.
 *
 * Each rule is asked after each record of each order and the order is read up to where it first stops.
 * Prints how often the target recall was reached there, and what it cost; false below the bar.
 */
import { seededRng } from "#numerics";
import {
  budget,
  certification,
  consecutiveIrrelevant,
  drawSample,
  firstStop,
  knee,
  recallTest,
  rule2399,
  type Screened,
  type StoppingRule,
  safe,
} from "#screening";

/** At target recall .95 and confidence .95: share of runs that reach the target. */
const BAR = 0.95;
const TARGET = 0.95;

/** One simulated screening of a whole set. */
export interface LabelRun {
  readonly set: string;
  readonly seed: number;
  /** Label of every record of the set in the order shown, those known beforehand first. */
  readonly labels: Uint8Array;
}

export interface StoppingRow {
  readonly rule: string;
  readonly target: number;
  readonly runs: number;
  /** Runs in which the rule stopped before everything was read. */
  readonly stopped: number;
  /** Share of runs whose recall at the stop is at least the target. */
  readonly reached: number;
  readonly recall: number;
  readonly lowest: number;
  /** Mean share of the set that was read beyond what this order needs for the target. */
  readonly more: number;
  /** Mean share of the set that was not read. */
  readonly saved: number;
}

interface Method {
  readonly name: string;
  readonly target: number;
  /** The order as this rule would have it read, and where it stops. */
  readonly read: (run: LabelRun) => { readonly labels: Uint8Array; readonly stop: number };
}

const along =
  (rule: StoppingRule): Method["read"] =>
  ({ labels }) => ({ labels, stop: firstStop(rule, labels, labels.length) ?? labels.length });

/** As `along`, asked at each hundredth of the set: for rules that cost more. */
const eachHundredth =
  (rule: StoppingRule): Method["read"] =>
  ({ labels }) => {
    const step = Math.max(1, Math.floor(labels.length / 100));
    for (let n = step; n < labels.length; n += step)
      if (rule.judge({ labels: labels.subarray(0, n), total: labels.length }).stop)
        return { labels, stop: n };
    return { labels, stop: labels.length };
  };

/** Leaves the ranking after 50 irrelevant in a row and reads on at random until the sample certifies. */
function certified({ set, seed, labels }: LabelRun): ReturnType<Method["read"]> {
  const left = firstStop(consecutiveIrrelevant({ count: 50 }), labels, labels.length) ?? labels.length;
  const rest = Array.from(labels.subarray(left), (_label, i) => String(left + i));
  const drawn = drawSample(rest, rest.length, seededRng(`certification ${set} ${seed}`));
  const mixed = Uint8Array.of(...labels.subarray(0, left), ...drawn.map((at) => labels[Number(at)]!));
  const random = Uint8Array.from(mixed, (_label, i) => (i < left ? 0 : 1));
  const stop = firstStop(certification({ target: TARGET }), mixed, mixed.length, random);
  return { labels: mixed, stop: stop ?? mixed.length };
}

/** The first two phases of SAFE: a random start put before the order, then the order without it. */
function safeStart({ set, seed, labels }: LabelRun): ReturnType<Method["read"]> {
  const all = Array.from(labels, (_label, i) => String(i));
  const drawn = drawSample(all, all.length, seededRng(`safe ${set} ${seed}`)).map(Number);
  let size = Math.ceil(0.01 * labels.length);
  while (size < drawn.length && !drawn.slice(0, size).some((at) => labels[at] === 1)) size += 1;
  const start = new Set(drawn.slice(0, size));
  const order = [...start, ...all.map(Number).filter((at) => !start.has(at))];
  const mixed = Uint8Array.from(order, (at) => labels[at]!);
  const random = Uint8Array.from(mixed, (_label, i) => (i < size ? 1 : 0));
  const rule = safe();
  for (let n = size; n < mixed.length; n++) {
    const state: Screened = {
      labels: mixed.subarray(0, n),
      random: random.subarray(0, n),
      total: mixed.length,
    };
    if (rule.judge(state).values["phase"]! >= 2) return { labels: mixed, stop: n };
  }
  return { labels: mixed, stop: mixed.length };
}

const METHODS: readonly Method[] = [
  ...[0.95, 0.9, 0.8].map((target) => ({
    name: "recall test, confidence .95",
    target,
    read: along(recallTest({ target, confidence: 0.95 })),
  })),
  {
    name: "recall test, odds 5, asked each 1 %",
    target: TARGET,
    read: eachHundredth(recallTest({ target: TARGET, confidence: 0.95, bias: 5 })),
  },
  { name: "50 irrelevant, then certification", target: TARGET, read: certified },
  { name: "SAFE, phases start and learn", target: TARGET, read: safeStart },
  { name: "50 irrelevant in a row", target: TARGET, read: along(consecutiveIrrelevant({ count: 50 })) },
  { name: "5 % of the set in a row", target: TARGET, read: along(consecutiveIrrelevant({ share: 0.05 })) },
  { name: "knee", target: TARGET, read: along(knee()) },
  { name: "budget", target: TARGET, read: along(budget()) },
  { name: "2399", target: TARGET, read: along(rule2399()) },
];

const foundIn = (labels: Uint8Array): number => labels.reduce((sum, label) => sum + label, 0);

/** Records of the order to read for a recall. */
function needed(labels: Uint8Array, target: number): number {
  const wanted = Math.ceil(target * foundIn(labels) - 1e-9);
  let found = 0;
  for (let n = 0; n < labels.length; n++) {
    if (found >= wanted) return n;
    found += labels[n]!;
  }
  return labels.length;
}

interface Outcome {
  readonly set: string;
  readonly total: number;
  readonly relevant: number;
  readonly read: number;
  readonly needed: number;
  readonly recall: number;
}

function outcomeOf(method: Method, run: LabelRun): Outcome {
  const { labels, stop } = method.read(run);
  const relevant = foundIn(labels);
  return {
    set: run.set,
    total: labels.length,
    relevant,
    read: stop,
    needed: needed(labels, method.target),
    recall: foundIn(labels.subarray(0, stop)) / relevant,
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function rowOf(method: Method, outcomes: readonly Outcome[]): StoppingRow {
  return {
    rule: method.name,
    target: method.target,
    runs: outcomes.length,
    stopped: outcomes.filter(({ read, total }) => read < total).length,
    reached: mean(outcomes.map(({ recall }) => (recall >= method.target - 1e-9 ? 1 : 0))),
    recall: mean(outcomes.map(({ recall }) => recall)),
    lowest: Math.min(...outcomes.map(({ recall }) => recall)),
    more: mean(outcomes.map((one) => Math.max(0, one.read - one.needed) / one.total)),
    saved: mean(outcomes.map(({ read, total }) => 1 - read / total)),
  };
}

/** Runs every rule along every order that holds a relevant record. */
export function measureStopping(runs: readonly LabelRun[]): {
  readonly rows: readonly StoppingRow[];
  readonly perSet: readonly Outcome[];
} {
  const usable = runs.filter(({ labels }) => labels.includes(1));
  const results = METHODS.map((method) => ({
    method,
    outcomes: usable.map((run) => outcomeOf(method, run)),
  }));
  return {
    rows: results.map(({ method, outcomes }) => rowOf(method, outcomes)),
    perSet: results[0]!.outcomes,
  };
}

/**
 * Prints the stopping tables for the orders of a folder of labelled sets.
 *
 * @param runsOf simulates every set and seed of the folder
 * @returns whether the recall test reaches its bar; false where there is no order to run along
 */
export async function checkStopping(
  folder: string,
  runsOf: (folder: string) => Promise<readonly LabelRun[]>,
): Promise<boolean> {
  const runs = await runsOf(folder);
  const { rows, perSet } = measureStopping(runs);
  if (perSet.length === 0) {
    console.error(`No simulated order of ${folder} holds a relevant record.`);
    return false;
  }
  console.log("\nStopping: read up to where a rule first stops");
  printTable([
    "rule|target|runs|stopped|reached|mean recall|lowest|read more than needed|not read".split("|"),
    ...rows.map((row) => [
      row.rule,
      row.target.toFixed(2),
      String(row.runs),
      String(row.stopped),
      row.reached.toFixed(3),
      row.recall.toFixed(3),
      row.lowest.toFixed(3),
      row.more.toFixed(3),
      row.saved.toFixed(3),
    ]),
  ]);
  console.log("\nRecall test, target .95, confidence .95, means per set");
  const sets = new Map<string, Outcome[]>();
  for (const one of perSet) sets.set(one.set, [...(sets.get(one.set) ?? []), one]);
  printTable([
    "set|records|relevant|runs|read|needed|lowest recall".split("|"),
    ...[...sets].map(([set, outcomes]) => [
      set,
      String(outcomes[0]!.total),
      String(outcomes[0]!.relevant),
      String(outcomes.length),
      mean(outcomes.map(({ read, total }) => read / total)).toFixed(3),
      mean(outcomes.map((one) => one.needed / one.total)).toFixed(3),
      Math.min(...outcomes.map(({ recall }) => recall)).toFixed(3),
    ]),
  ]);
  const passed = rows[0]!.reached >= BAR;
  if (!passed)
    console.log(
      `Below the bar: the recall test reached .95 in ${rows[0]!.reached.toFixed(3)} of the runs, not in ${BAR}.`,
    );
  return passed;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  "),
    );
}
