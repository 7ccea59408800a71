import {
  type AgreementEstimate,
  agreementCoefficient,
  type Coefficient,
  cohenKappa,
  intraclass,
  twoByTwo,
  unitsOf,
  unitsOfTable,
  type WeightScheme,
} from "#screening";
import type { GoldenCase, GoldenFamily, GoldenFile } from "./golden.types.ts";

type Run = (one: GoldenCase, file: GoldenFile) => Readonly<Record<string, unknown>>;
type Table = readonly (readonly number[])[];

/** The reference program's name of each coefficient of two raters. */
const twoRaters: Readonly<Record<string, Coefficient>> = {
  gwet_se: "kappa",
  ac1_or_ac2: "ac",
  scott_pi: "fleiss",
  brennan_prediger: "brennan-prediger",
  krippendorff: "alpha",
  percent_agreement: "percent",
};

const named = ({ value, se, low, high }: AgreementEstimate) => ({ est: value, se, ci: [low, high] });

/** For tables the reference divides sums of squares by n squared. */
const kappas: Run = ({ args }) => {
  const table = args["table"] as Table;
  const weights = args["weights"] as WeightScheme;
  const units = unitsOfTable(table);
  const cohen = cohenKappa(table, weights);
  const others = Object.entries(twoRaters).map(([name, coefficient]) => [
    name,
    named(agreementCoefficient(coefficient, units, { categories: table.length, weights, divisor: "n" })),
  ]);
  return {
    kappa: cohen?.kappa,
    ase_fleiss_vcd: cohen?.se,
    ci95_normal: [cohen?.low, cohen?.high],
    ...Object.fromEntries(others),
  };
};

const pabaks: Run = ({ args }) => {
  const table = args["table"] as [[number, number], [number, number]];
  const result = twoByTwo(table);
  const { value } = agreementCoefficient("percent", unitsOfTable(table), { categories: 2 });
  return {
    pabak: result.pabak.value,
    prevalence_index: result.prevalenceIndex,
    bias_index: result.biasIndex,
    po: value,
    positive_agreement: result.positive,
    negative_agreement: result.negative,
  };
};

const manyRaters: Readonly<Record<string, Coefficient>> = {
  "fleiss.kappa.raw": "fleiss",
  "gwet.ac1.raw": "ac",
  "krippen.alpha.raw": "alpha",
  "conger.kappa.raw": "kappa",
  "bp.coeff.raw": "brennan-prediger",
  "pa.coeff.raw": "percent",
};

/** The matrix that a case names: `raw`, or `icc_matrix (rows = subjects)`. */
function ratingsOf({ args }: GoldenCase, { file, input }: GoldenFile, usual: string): unknown {
  const named = String(args["ratings"] ?? usual).split(" ")[0]!;
  const ratings = input[named] ?? input[usual];
  if (ratings === undefined) throw new Error(`${file}.json has no input.${named}`);
  return ratings;
}

/** The reference weighs numbers by their distance, which a category that nobody chose does not shorten. */
function weightsOf(scheme: WeightScheme, chosen: readonly (number | string)[]): WeightScheme | number[][] {
  if (scheme !== "quadratic" && scheme !== "linear") return scheme;
  const at = chosen.map((one, i) => (typeof one === "number" ? one : i));
  const most = at.at(-1)! - at[0]!;
  const power = scheme === "linear" ? 1 : 2;
  return at.map((a) => at.map((b) => 1 - (Math.abs(a - b) / most) ** power));
}

const multiRater: Run = (one, file) => {
  const { args } = one;
  const raw = ratingsOf(one, file, "raw") as readonly (readonly (number | string | null)[])[];
  const given = new Set(raw.flat().filter((rating) => rating !== null));
  const chosen = [...given].sort((a, b) => (a < b ? -1 : 1));
  const units = unitsOf(
    raw.map((row) => row.map((rating) => (rating === null ? null : chosen.indexOf(rating)))),
  );
  const coefficient = manyRaters[String(args["coefficient"])];
  if (coefficient === undefined) throw new Error(`no coefficient ${String(args["coefficient"])}`);
  const weights = weightsOf(args["weights"] as WeightScheme, chosen);
  const { value, se } = agreementCoefficient(coefficient, units, { categories: chosen.length, weights });
  return { est: value, se };
};

const iccs: Run = (one, file) => {
  const all = intraclass(ratingsOf(one, file, "icc_matrix") as Table);
  return {
    type: all.map(({ form }) => form),
    ICC: all.map(({ value }) => value),
    F: all.map(({ f }) => f),
    df1: all.map(({ df1 }) => df1),
    df2: all.map(({ df2 }) => df2),
    p: all.map(({ p }) => p),
    lb: all.map(({ low }) => low),
    ub: all.map(({ high }) => high),
  };
};

const runs: readonly (readonly [string, Run])[] = [
  ["kappa", kappas],
  ["pabak", pabaks],
  ["multi-rater", multiRater],
  ["icc", iccs],
];

/** Agreement of raters against vcd, irrCAC and psych. */
export const agreementFamily: GoldenFamily = {
  name: "agreement",
  method: ({ id, args }) =>
    [id.split("/")[0], args["coefficient"], args["weights"]].filter(Boolean).join(" "),
  owns: (file) => /^agreement(-|$)/.test(file),
  run: (one, file) => {
    const found = runs.find(([start]) => one.id.startsWith(start));
    if (!found) throw new Error(`no coefficient for ${one.id}`);
    return found[1](one, file);
  },
  // irrCAC gives its intervals as printed strings.
  tolerance: (one, result) => ({
    relative: one.id.startsWith("kappa") && typeof one.expected[result] === "object" ? 1e-9 : 1e-12,
  }),
  leftOut: {
    pa: "a part of est that the agreement functions do not give; est and se are compared",
    pe: "a part of est that the agreement functions do not give; est and se are compared",
  },
};
