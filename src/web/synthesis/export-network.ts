import type { SplitComparison, SplitEstimate } from "#synthesis";
import { choiceLines, type Line, testLine, valueLine } from "./export-lines.ts";
import type { NetworkDone } from "./network.ts";

const PART = "network";

/** What treatments and studies are called. */
export interface NetworkNames {
  readonly treatment: (id: string) => string;
  readonly study: (id: string) => string;
}

type Pair = (one: string, two: string) => string;

/**
 * A network: the contrasts that went in, every comparison (direct, indirect, both), the league table, P-scores and
 * the parts of Q.
 *
 * Checked: tests/web/synthesis-export.test.ts.
 */
export function networkLines(found: NetworkDone, { treatment, study }: NetworkNames): readonly Line[] {
  const { result, league, splits, model, leftOut } = found;
  const pair: Pair = (one, two) => `${treatment(one)} against ${treatment(two)}`;
  return [
    ...choiceLines(PART, {
      model,
      "tau2 estimator": result.tau2Method,
      treatments: result.treatments.length,
      studies: result.studies.length,
      comparisons: result.contrasts.length,
    }),
    ...result.contrasts.map(
      (one): Line => ({
        ...{ part: `${PART}: studies`, item: `${study(one.study)}: ${pair(one.treatment1, one.treatment2)}` },
        ...{ effect: true, estimate: one.y, se: one.se, quantity: "weight" },
        value: model === "random" ? one.weightRandom : one.weightCommon,
      }),
    ),
    ...leftOut.map(
      (one): Line => ({ part: `${PART}: left out`, item: study(one.study), note: one.reason.en }),
    ),
    ...splits.flatMap((one) => splitLines(one, pair)),
    ...leagueLines(league, pair),
    ...league.treatments.map((id, at) =>
      valueLine(`${PART}: order`, treatment(id), "P-score", league.pScores[at] ?? null),
    ),
    ...spreadLines(found, treatment),
  ];
}

const numbers = (one: SplitEstimate | null): Line =>
  one === null ? {} : { estimate: one.estimate, low: one.low, high: one.high, se: one.se, p: one.p };

function splitLines(one: SplitComparison, pair: Pair): readonly Line[] {
  const base: Line = {
    part: `${PART}: comparisons`,
    item: pair(one.treatment1, one.treatment2),
    effect: true,
  };
  return [
    { ...base, ...numbers(one.network), note: "network" },
    { ...base, ...numbers(one.direct), k: one.studies, note: "direct" },
    { ...base, ...numbers(one.indirect), note: "indirect" },
    { ...base, ...numbers(one.difference), effect: false, note: "direct minus indirect" },
    { ...base, effect: false, quantity: "direct share", value: one.directShare },
  ];
}

/** Each cell by its place in the table; network estimates below the diagonal, direct ones above it. */
function leagueLines({ cells }: NetworkDone["league"], pair: Pair): readonly Line[] {
  return cells.flatMap((row, at) =>
    row.flatMap((cell, column): readonly Line[] => {
      if (cell === null) return [];
      const { evidence, value } = cell;
      return [
        {
          ...{ part: `${PART}: league table`, item: pair(cell.treatment1, cell.treatment2) },
          ...{ ...numbers(value), effect: true, quantity: `row ${at + 1}, column ${column + 1}` },
          note: value === null ? `${evidence}: no study compares them` : evidence,
        },
      ];
    }),
  );
}

function spreadLines(
  { result, designs }: NetworkDone,
  treatment: NetworkNames["treatment"],
): readonly Line[] {
  const part = `${PART}: spread`;
  const q = (
    item: string,
    one: { readonly q: number; readonly df: number; readonly p: number | null },
  ): Line => testLine(part, item, { ...one, statistic: one.q });
  const { total, within, between, betweenRandom } = designs;
  return [
    q("Q total", total),
    q("Q within designs", within),
    q("Q between designs", between),
    ...designs.designs.map((one) => q(`Q within ${one.treatments.map(treatment).join(" – ")}`, one)),
    ...(betweenRandom === null
      ? []
      : [
          {
            ...q("Q between designs, spread within allowed for", betweenRandom),
            tau2: betweenRandom.tau2Within,
          },
        ]),
    valueLine(part, "", "tau2", result.tau2),
    { part, item: "I2 percent", estimate: result.i2, low: result.i2Low, high: result.i2High },
  ];
}
