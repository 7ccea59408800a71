/// <reference path="../table-papaparse.d.ts" />
import Papa from "papaparse/papaparse.js";
import { seededRng } from "#numerics";
import { dictionaryYaml } from "../dictionary.ts";
import { type Draws, daysAfter, drawsOf, standardNormals } from "./draws.ts";
import { simulatedDictionary } from "./simulated-dictionary.ts";
import {
  bdiChange,
  type GroupSummary,
  lostDiagnosis,
  type TrialSummary,
  trialSummaries,
} from "./summaries.ts";

/** The files of the simulated data set; its README is written by hand. */
export interface SimulatedParticipants {
  readonly csv: string;
  /** YAML; says that the data are simulated. */
  readonly dictionary: string;
}

interface Made {
  readonly trial: TrialSummary;
  readonly group: GroupSummary;
  /** CAPS-IV at baseline, after session 1 and after session 2; null when withdrawn before. */
  readonly caps: readonly (number | null)[];
  readonly bdi: readonly (number | null)[];
  readonly intrusion: readonly (number | null)[];
  readonly avoidance: readonly (number | null)[];
}

const VISITS = ["baseline", "after session 1", "after session 2"] as const;
/** Share of the change that is there after the first session; made up. */
const AFTER_ONE = 0.6;
/** Correlation of baseline and change; made up, so that the spread at the end is like the published one. */
const BASELINE_CHANGE = -0.3;
const REASONS = ["withdrew consent", "lack of effect", "adverse event", "moved away"] as const;

/**
 * Makes up participants whose trials resemble published summaries of six phase 2 trials: arms, n, means and SDs of
 * CAPS-IV, dropout, loss of diagnosis. A demonstration of method: nobody in it exists, and nothing that is
 * computed from it is a result about a treatment.
 *
 * @param options `seed`; default the seed of examples/mdma-ptsd/simulated-participants
 * @returns the same bytes for the same seed on every machine
 * Source: as `trialSummaries`; what is made up stands in the README beside the files.
 * Checked: tests/participants/simulate.test.ts.
 */
export function simulateParticipants(
  options: { readonly seed?: string | undefined } = {},
): SimulatedParticipants {
  const draws = drawsOf(seededRng(options.seed ?? "evidens simulated participants 1"));
  const made = trialSummaries.map((trial) => trial.groups.flatMap((group) => makeGroup(draws, trial, group)));
  const lost = lostOf(made.flat());
  const lines = made.flatMap((people, at) => trialLines(draws, trialSummaries[at]!, people, lost));
  const header = simulatedDictionary.variables.map(({ name }) => name);
  const csv = Papa.unparse([header, ...lines], { newline: "\n" });
  return { csv: `${csv}\n`, dictionary: dictionaryYaml(simulatedDictionary) };
}

function makeGroup(draws: Draws, trial: TrialSummary, group: GroupSummary): readonly Made[] {
  const { completers, dropAfter1, dropAfter0 } = group;
  const n = completers + dropAfter1 + dropAfter0;
  for (let tries = 0; ; tries++) {
    const start = standardNormals(draws, n).map((z) => group.baseline[0] + group.baseline[1] * z);
    const change = changes(draws, group, start);
    const whole = start.map((base, i) => [
      base,
      base + AFTER_ONE * change[i]! + 9 * draws.normal(),
      base + change[i]!,
    ]);
    const inRange = whole.every((course) => course.every((score) => score >= 0 && score <= 136));
    // Some groups reach the floor of the scale; after many tries scores are cut there.
    if (!inRange && tries < 400) continue;
    const own = standardNormals(draws, n);
    return whole.map((course, i) => {
      const seen = i < completers ? 3 : i < completers + dropAfter1 ? 2 : 1;
      const caps = course.map((score, at) => (at < seen ? clamp(score, 0, 136) : null));
      return { trial, group, caps, ...secondary(draws, trial, group, { caps, own: own[i]! }) };
    });
  }
}

/** Changes with the published mean and SD among completers, correlated with the baseline. */
function changes(
  draws: Draws,
  { completers, change }: GroupSummary,
  start: readonly number[],
): readonly number[] {
  const standard = (values: readonly number[]): readonly number[] => {
    const own = values.slice(0, completers);
    const mean = own.reduce((a, b) => a + b, 0) / own.length;
    const sd = Math.sqrt(
      own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, own.length - 1),
    );
    return values.map((value) => (sd > 0 ? (value - mean) / sd : 0));
  };
  const base = standard(start);
  const mixed = base.map((z) => BASELINE_CHANGE * z + Math.sqrt(1 - BASELINE_CHANGE ** 2) * draws.normal());
  return standard(mixed).map((z) => change[0] + change[1] * z);
}

function clamp(score: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.round(score)));
}

/** Questionnaires that follow CAPS-IV loosely. */
function secondary(
  draws: Draws,
  trial: TrialSummary,
  group: GroupSummary,
  { caps, own }: Pick<Made, "caps"> & { readonly own: number },
): Pick<Made, "bdi" | "intrusion" | "avoidance"> {
  const [mean, sd] = group.active ? bdiChange.active : bdiChange.control;
  const fall = (at: number): number =>
    ((caps[at] ?? 0) - caps[0]! - group.change[0] * (at / 2)) / group.change[1];
  const depressed = 30 + 9 * draws.normal();
  const followed = (start: number, span: number, most: number): readonly (number | null)[] =>
    caps.map((score, at) => {
      if (score === null) return null;
      const value = clamp(
        start + (span * (score - caps[0]!)) / 136 + (at === 0 ? 0 : 2.5 * draws.normal()),
        0,
        most,
      );
      // A sum of items scored 0, 1, 3 or 5 cannot be one less than its greatest value.
      return value === most - 1 ? value - 1 : value;
    });
  return {
    bdi: caps.map((score, at) => {
      if (score === null || !trial.bdi) return null;
      const step = at === 0 ? 0 : (at / 2) * mean + sd * (0.6 * fall(at) + 0.8 * own);
      return clamp(depressed + step, 0, 63);
    }),
    intrusion: followed(24 + 4 * draws.normal(), 36, 35),
    avoidance: followed(25 + 5 * draws.normal(), 34, 40),
  };
}

/** Those with the lowest scores after the second session no longer meet the criteria, as many as published. */
function lostOf(people: readonly Made[]): ReadonlySet<Made> {
  const lowest = (active: boolean, count: number): readonly Made[] =>
    people
      .filter(({ group, caps }) => group.active === active && caps[2] !== null)
      .toSorted((a, b) => a.caps[2]! - b.caps[2]!)
      .slice(0, count);
  return new Set([...lowest(true, lostDiagnosis.active), ...lowest(false, lostDiagnosis.control)]);
}

type Line = readonly (string | number)[];

function trialLines(
  draws: Draws,
  trial: TrialSummary,
  people: readonly Made[],
  lost: ReadonlySet<Made>,
): readonly Line[] {
  const length = daysBetween(trial.start, trial.end);
  const days = people.map(() => Math.floor(draws.uniform(0, length))).sort((a, b) => a - b);
  return draws.shuffled(people).flatMap((one, at) => {
    const randomised = daysAfter(trial.start, days[at]!);
    const shared = [
      `SIM-${trial.id.replace("-", "")}-${String(at + 1).padStart(2, "0")}`,
      trial.id,
      one.group.active ? "MDMA" : "control",
      one.group.doseMg,
      at + 1,
      randomised,
      clamp(41 + 11 * draws.normal(), 19, 70),
      draws.uniform(0, 1) < 0.6 ? "F" : "M",
      clamp(draws.logNormal(165, 0.75), 7, 780),
      one.caps[0]!,
    ];
    const seen = one.caps.filter((score) => score !== null).length;
    const left = seen < 3;
    const reason = left ? REASONS[Math.floor(draws.uniform(0, REASONS.length))]! : "";
    const between = [-10, 35, 75].map((day) => day + Math.floor(draws.uniform(-4, 5)));
    return VISITS.slice(0, seen).map((visit, v): Line => {
      const met = v === 2 && lost.has(one) ? 0 : 1;
      const scores = [one.caps[v]!, one.bdi[v] ?? "", one.intrusion[v]!, one.avoidance[v]!, met];
      return [...shared, visit, daysAfter(randomised, between[v]!), ...scores, left ? "yes" : "no", reason];
    });
  });
}

function daysBetween(from: string, to: string): number {
  let [low, high] = [0, 20_000];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (daysAfter(from, middle) < to) low = middle + 1;
    else high = middle;
  }
  return low;
}
