import type { Words } from "../app/text.ts";
import type { Names } from "./forest.ts";

/** An estimate on the analysis scale, where no effect is 0. */
export interface Estimated {
  readonly estimate: number;
  readonly ciLow: number | null;
  readonly ciHigh: number | null;
}

/** Whom an estimate favours, by name. */
export function favoured(estimate: number, names: Names): string {
  return estimate < 0 === names.lowIsBetter ? names.experimental : names.comparator;
}

/** Whether an interval holds no effect; one that is not known may. */
export function mayBeNothing({ ciLow, ciHigh }: Estimated): boolean {
  return ciLow === null || ciHigh === null || (ciLow <= 0 && ciHigh >= 0);
}

/** Whether several models of the same studies agree, in a sentence. Checked: tests/web/synthesis-models.test.ts. */
export function agreement(models: readonly Estimated[], names: Names, words: Words): string {
  const [first] = models;
  if (first === undefined) return words.t("agree.none");
  const sides = new Set(models.map(({ estimate }) => Math.sign(estimate)));
  if (sides.size > 1) return words.t("agree.differ");
  const open = models.filter(mayBeNothing).length;
  const group = favoured(first.estimate, names);
  return open === 0
    ? words.t("agree.clear", { group })
    : words.t("agree.open", { group, open, of: models.length });
}
