import { EvidensError, type Problem } from "#kernel";
import { drawBySeed } from "#screening";
import type { LabelledSet, Start } from "./simulate-input.ts";
import type { Priors } from "./simulate-priors.ts";

/** One reading that is to be simulated. */
export interface PlannedRun {
  /** Place of its set in the list of sets. */
  readonly set: number;
  readonly start: Start;
}

export interface PlanOptions {
  /** Where the starts come from; null: they are drawn by seed. */
  readonly priors: { readonly file: string; readonly content: Priors } | null;
  /** Irrelevant records known at the start, 1–1000. */
  readonly irrelevant: number;
  /** Which starts; null: those of the priors, or seed 1. */
  readonly seeds: readonly number[] | null;
}

/**
 * Which readings are to be simulated: every set from every start, in order of sets, then of seeds.
 *
 * @param problems takes what stands in the way, all of it
 * Checked: tests/workbench/simulate-plan.test.ts.
 */
export function planRuns(
  sets: readonly LabelledSet[],
  { priors, irrelevant, seeds }: PlanOptions,
  problems: Problem[],
): readonly PlannedRun[] {
  if (priors === null)
    return sets.flatMap((set, at) =>
      (seeds ?? [1]).map((seed) => ({ set: at, start: drawnStart(set, seed, irrelevant, problems) })),
    );
  const { file, content } = priors;
  const bad = (message: string, field?: string): void => {
    problems.push({
      code: "workbench/simulate-priors",
      file,
      message,
      ...(field === undefined ? {} : { field }),
    });
  };
  if (isList(content) && sets.length > 1) bad("a list without names of sets is for a single file");
  return sets.flatMap((set, at) => {
    const starts = isList(content)
      ? content
      : Object.hasOwn(content, set.name)
        ? content[set.name]!
        : undefined;
    if (starts === undefined) {
      bad(`there is no start for the set "${set.name}"`, set.name);
      return [];
    }
    return chosen(starts, seeds, (seed) => bad(`there is no start with seed ${seed}`, set.name)).map(
      (start) => ({
        set: at,
        start: checkedStart(set, start, irrelevant, (message) =>
          bad(message, `${set.name}, seed ${start.seed}`),
        ),
      }),
    );
  });
}

function isList(priors: Priors): priors is readonly Start[] {
  return Array.isArray(priors);
}

function chosen(
  starts: readonly Start[],
  seeds: readonly number[] | null,
  missing: (seed: number) => void,
): readonly Start[] {
  if (seeds === null) return starts;
  return seeds.flatMap((seed) => {
    const start = starts.find((one) => one.seed === seed);
    if (start === undefined) missing(seed);
    return start ?? [];
  });
}

/** Relevant and irrelevant records at random, the same for the same seed on every machine. */
function drawnStart(set: LabelledSet, seed: number, irrelevant: number, problems: Problem[]): Start {
  const of = (label: number): string[] =>
    set.documents.filter((_, row) => set.labels[row] === label).map(({ id }) => id);
  const [ones, zeros] = [of(1), of(0)];
  const few = (message: string): Start => {
    if (!problems.some((one) => one.file === set.file && one.message === message))
      problems.push({ code: "workbench/simulate-few", file: set.file, field: "label", message });
    return { seed, relevant: [], irrelevant: [] };
  };
  if (ones.length < 2) return few(ONE_TO_FIND);
  if (zeros.length < irrelevant)
    return few(`${irrelevant} irrelevant records are to be known, and ${zeros.length} are labelled 0`);
  return { seed, relevant: drawBySeed(ones, 1, seed), irrelevant: drawBySeed(zeros, irrelevant, seed) };
}

const ONE_TO_FIND = "one relevant record is known at the start, and no other is labelled 1";

function checkedStart(
  set: LabelledSet,
  start: Start,
  irrelevant: number,
  bad: (message: string) => void,
): Start {
  const rows = new Map(set.documents.map(({ id }, row) => [id, row]));
  const used: Start = { ...start, irrelevant: start.irrelevant.slice(0, irrelevant) };
  const check = (ids: readonly string[], label: 0 | 1): void => {
    for (const id of ids) {
      const row = rows.get(id);
      if (row === undefined) bad(`no record has the id "${id}"`);
      else if (set.labels[row] !== label)
        bad(`the record "${id}" is labelled ${set.labels[row]}, not ${label}`);
    }
    if (new Set(ids).size < ids.length) bad("an id stands twice");
  };
  check(used.relevant, 1);
  check(used.irrelevant, 0);
  if (used.irrelevant.length < irrelevant)
    bad(`${irrelevant} irrelevant records are to be known, and ${used.irrelevant.length} are named`);
  if (new Set(used.relevant).size >= set.labels.reduce((sum, label) => sum + label, 0))
    bad("all relevant records are known at the start, so that there is nothing to find");
  return used;
}

/** @throws {EvidensError} `workbench/simulate-input` with every problem, when there is one */
export function refuseSimulation(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new EvidensError({
    code: "workbench/simulate-input",
    kind: "invalid",
    message: "Nothing was simulated: the input is not as it should be.",
    remedy: "Correct the places named and run it again.",
    problems,
  });
}
