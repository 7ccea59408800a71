import type { InstrumentItem, InstrumentSource, MissingItemRule } from "../instrument.types.ts";

/** Items numbered from 1, all with one range; `i1`, `i2` … are their ids, the words stay with the publisher. */
export function numbered(
  count: number,
  range: readonly [number, number],
  prefix = "i",
): readonly InstrumentItem[] {
  return Array.from({ length: count }, (_, at) => ({ id: `${prefix}${at + 1}`, range }));
}

/** Ids of items by their numbers. */
export function ids(...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `i${number}`);
}

/** Ids of the items from one number to another, both included. */
export function idsBetween(first: number, last: number): readonly string[] {
  return ids(...Array.from({ length: last - first + 1 }, (_, at) => first + at));
}

export const NO_MISSING_RULE: MissingItemRule = {
  kind: "none",
  note: {
    en: "No rule for missing items was found in the sources named; a score with a missing item is missing.",
    nb: "Kildene som er nevnt, gir ingen regel for manglende ledd; en skår der et ledd mangler, mangler.",
  },
};

export const MARX_2022: InstrumentSource = {
  reference:
    "Marx BP, Lee DJ, Norman SB, et al. Reliable and clinically significant change in the Clinician-Administered PTSD Scale for DSM-5 and PTSD Checklist for DSM-5 among male veterans. Psychol Assess. 2022;34(2):197-203.",
};
