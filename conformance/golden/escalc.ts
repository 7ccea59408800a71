import {
  type EffectColumns,
  type EffectInputKind,
  type EffectMeasureId,
  type EffectSizeOptions,
  effectMeasures,
  effectSizes,
} from "#synthesis";
import type { GoldenCase, GoldenFamily, GoldenFile, Tolerance } from "./golden.types.ts";

type Numbers = readonly (number | null)[];
type Data = Readonly<Record<string, Numbers>>;

/** Our columns from the reference program's, by kind of input; a sum adds two of its columns. */
const COLUMNS: Readonly<Record<EffectInputKind, Readonly<Record<string, string>>>> = {
  twoMeans: { m1: "m1i", sd1: "sd1i", n1: "n1i", m2: "m2i", sd2: "sd2i", n2: "n2i" },
  // It subtracts mean 2 from mean 1 and standardises by SD 1, which for a change is the SD before.
  prePost: { meanPost: "m1i", meanPre: "m2i", sdPre: "sd1i", sdPost: "sd2i", n: "ni", r: "ri" },
  counts: { events1: "ai", n1: "ai+bi", events2: "ci", n2: "ci+di" },
  pairedCounts: { both: "ai", onlyFirst: "bi", onlySecond: "ci", neither: "di" },
  twoRates: { events1: "x1i", time1: "t1i", events2: "x2i", time2: "t2i" },
  rate: { events: "xi", time: "ti" },
  proportion: { events: "xi", n: "ni" },
  correlation: { r: "ri", n: "ni" },
  partialCorrelation: { r: "ri", n: "ni", predictors: "mi" },
  semipartialCorrelation: { r: "ri", n: "ni", r2: "r2i" },
  explainedVariance: { r2: "r2i", n: "ni", predictors: "mi" },
  reliability: { alpha: "ai", items: "mi", n: "ni" },
  area: { area: "ai", n1: "n1i", n2: "n2i" },
  oneMean: { mean: "mi", sd: "sdi", n: "ni" },
  oneSd: { sd: "sdi", n: "ni" },
  reported: { y: "yi", se: "sei" },
};
/** In ratios each mean keeps the SD of its own time. */
const RATIOS: readonly string[] = ["ROMC", "VRC", "CVRC"];

function column(data: Data, name: string): Numbers {
  // One study may be written as a bare number.
  const [first, second] = name.split("+").map((part) => [data[part] ?? []].flat() as Numbers);
  if (second === undefined) return first!;
  return first!.map((value, i) => {
    const other = second[i] ?? null;
    return value === null || other === null ? null : value + other;
  });
}

function columnsOf(measure: EffectMeasureId, data: Data): Record<string, Numbers> {
  const names = { ...COLUMNS[effectMeasures[measure].needs] };
  if (RATIOS.includes(measure)) Object.assign(names, { sdPost: "sd1i", sdPre: "sd2i" });
  return Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [ours, column(data, theirs)]));
}

/** A variance type that it does not know for a measure is passed over there, in favour of its default. */
export function variancesOf(measure: EffectMeasureId, args: GoldenCase["args"]): EffectSizeOptions {
  const known = effectMeasures[measure].variances.find(({ id }) => id === args["vtype"]);
  return known === undefined ? {} : { variance: known.id };
}

function optionsOf(measure: EffectMeasureId, args: GoldenCase["args"]): EffectSizeOptions {
  return {
    // Effective sizes may be fractions; the reference takes them.
    allowFractions: true,
    ...variancesOf(measure, args),
    ...(args["correct"] === undefined ? {} : { biasCorrection: args["correct"] as boolean }),
    ...(args["to"] === undefined ? {} : { to: args["to"] as "all" }),
    ...(args["add"] === undefined ? {} : { add: args["add"] as number }),
    ...(args["drop00"] === undefined ? {} : { dropDoubleZero: args["drop00"] as boolean }),
  };
}

/** At a zero cell their variance is 0 times infinity there, which takes the effect with it. */
const TOGETHER: readonly string[] = ["YUQ", "YUY"];

/** Inputs whose numbers stand for themselves: there, what needs no missing number is known. */
const APART: readonly EffectInputKind[] = [
  "twoMeans",
  "prePost",
  "oneMean",
  "oneSd",
  "correlation",
  "pairedCounts",
];

/** Two values that may stand for the missing number of a column; no ratio or difference is the same twice. */
function standIn(name: string, column: number, choice: 0 | 1): number {
  if (/^(n\d?|both|neither|only.*)$/.test(name)) return 25 + column + 15 * choice * column;
  if (name === "r") return choice === 0 ? 0.2 : 0.45;
  return choice === 0 ? 1.5 + 0.31 * column : 2.25 + 0.77 * column * column;
}

type Pair = readonly [y: number | null, v: number | null];

/** Of a study with a missing number, what does not depend on it: the same under both stand-ins. */
function withoutMissing(compute: () => { y: Float64Array; v: Float64Array }[]): Pair {
  try {
    const [one, other] = compute();
    const same = (a: number | undefined, b: number | undefined) => (a !== undefined && a === b ? a : null);
    return [same(one?.y.at(-1), other?.y.at(-1)), same(one?.v.at(-1), other?.v.at(-1))];
  } catch {
    // The numbers that are known do not go with the stand-ins.
    return [null, null];
  }
}

const both = (pairs: readonly Pair[]) => ({ yi: pairs.map(([y]) => y), vi: pairs.map(([, v]) => v) });

function run({ args }: GoldenCase, file: GoldenFile): Readonly<Record<string, unknown>> {
  const measure = args["measure"] as EffectMeasureId;
  if (!Object.hasOwn(effectMeasures, measure)) throw new Error(`no effect measure ${measure}`);
  const columns = columnsOf(measure, file.input["data"] as Data);
  const all = Object.values(columns);
  const rows = all[0]!.map((_, i) => i);
  const known = rows.filter((i) => all.every((values) => values[i] !== null));
  const compute = (at: readonly number[], choice: 0 | 1) => {
    const given = Object.entries(columns).map(([name, values], j) => [
      name,
      at.map((i) => values[i] ?? standIn(name, j, choice)),
    ]);
    const data = Object.fromEntries(given) as EffectColumns<EffectMeasureId>;
    return effectSizes(measure, data, optionsOf(measure, args));
  };
  const { y, v } = compute(known, 0);
  const apart = APART.includes(effectMeasures[measure].needs);
  return both(
    rows.map((i) => {
      const at = known.indexOf(i);
      if (at < 0 && !apart) return [null, null];
      if (at < 0) return withoutMissing(() => [compute([...known, i], 0), compute([...known, i], 1)]);
      const together = TOGETHER.includes(measure) && !Number.isFinite(v[at]);
      return [together ? null : y[at]!, v[at]!];
    }),
  );
}

/** The tetrachoric correlations are found by a simplex there, which stops at four digits; all else is closed. */
function tolerance({ args }: GoldenCase): Tolerance {
  return { relative: String(args["measure"]).endsWith("TET") ? 1e-4 : 1e-10 };
}

/** Effect sizes: `escalc` of metafor. */
export const escalcFamily: GoldenFamily = {
  name: "effect sizes",
  method: ({ args }) => `effect size ${args["measure"]}`,
  owns: (file) => file.startsWith("escalc-"),
  run,
  tolerance,
  leftOut: {},
};
