import type { AnalysisRow } from "../api/types.ts";
import type { TextKey, Words } from "../app/text.ts";

type Side = AnalysisRow["experimentalValues"];
type StatisticId = keyof Side & string;

/** A number of a study that cannot be what it is said to be. */
export interface RefusedValue {
  readonly statistic: StatisticId;
  /** What the arm is called; empty: the comparison itself. */
  readonly arm: string;
  /** As entered. */
  readonly value: string;
  /** What it must be, by the key of its text. */
  readonly must: "sd" | "se" | "n" | "n-2" | "total" | "events" | "events-within" | "mean" | "estimate";
}

type Numbers = Readonly<Partial<Record<StatisticId, number>>>;

const whole = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

/** What of the numbers of one arm, or of a comparison, cannot be. */
function refusedOf(numbers: Numbers): readonly (readonly [StatisticId, RefusedValue["must"]])[] {
  const { mean, sd, n, events, total, estimate, se } = numbers;
  const people = total ?? n;
  const found: (readonly [StatisticId, RefusedValue["must"]])[] = [];
  if (mean !== undefined && !Number.isFinite(mean)) found.push(["mean", "mean"]);
  if (sd !== undefined && !(sd > 0 && Number.isFinite(sd))) found.push(["sd", "sd"]);
  if (n !== undefined && !whole(n, events === undefined ? 2 : 1))
    found.push(["n", events === undefined ? "n-2" : "n"]);
  if (total !== undefined && !whole(total, 1)) found.push(["total", "total"]);
  if (events !== undefined && !whole(events, 0)) found.push(["events", "events"]);
  else if (events !== undefined && people !== undefined && events > people)
    found.push(["events", "events-within"]);
  if (estimate !== undefined && !Number.isFinite(estimate)) found.push(["estimate", "estimate"]);
  if (se !== undefined && !(se > 0 && Number.isFinite(se))) found.push(["se", "se"]);
  return found;
}

/** All numbers of an arm that cannot be. Checked: tests/web/synthesis-refusals.test.ts. */
export function refusedNumbers(numbers: Numbers, arm: string): readonly RefusedValue[] {
  return refusedOf(numbers).map(([statistic, must]) => ({
    ...{ statistic, arm, must },
    value: String(numbers[statistic]),
  }));
}

/** All numbers of a study that cannot be, each as it was entered. Checked: tests/web/synthesis-refusals.test.ts. */
export function refusedValues(row: AnalysisRow): readonly RefusedValue[] {
  const sides: readonly (readonly [Side, string])[] = [
    [row.experimentalValues, row.experimental?.label ?? ""],
    [row.comparatorValues, row.comparator?.label ?? ""],
    [row.contrastValues, ""],
  ];
  return sides.flatMap(([side, arm]) => {
    const numbers = Object.fromEntries(Object.entries(side).map(([id, value]) => [id, value.number]));
    return refusedOf(numbers).map(([statistic, must]) => ({
      ...{ statistic, arm, must },
      value: side[statistic]?.verbatim ?? "",
    }));
  });
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A statistic and the arm it is of, such as `SD in placebo`. */
export function statisticInWords(statistic: string, arm: string, words: Words): string {
  const name = words.named("statistic-name", statistic);
  return arm === "" ? name : words.t("refused.of", { statistic: name, arm });
}

/** Each number with what it must be, a sentence each. */
export function refusedInWords(list: readonly RefusedValue[], words: Words): string {
  return list
    .map(({ statistic, arm, value, must }) =>
      capital(
        words.t("refused.value", {
          where: statisticInWords(statistic, arm, words),
          value,
          must: words.t(`must.${must}` as TextKey),
        }),
      ),
    )
    .join(" ");
}
