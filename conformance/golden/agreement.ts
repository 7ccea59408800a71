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

const multiRater: Run = ({ args }, { input }) => {
  const raw = input["raw"] as readonly (readonly (number | null)[])[];
  const categories = Math.max(...raw.flat().map((rating) => rating ?? 0));
  const units = unitsOf(raw.map((row) => row.map((rating) => (rating === null ? null : rating - 1))));
  const coefficient = manyRaters[String(args["coefficient"])];
  if (coefficient === undefined) throw new Error(`no coefficient ${String(args["coefficient"])}`);
  const weights = args["weights"] as WeightScheme;
  const { value, se } = agreementCoefficient(coefficient, units, { categories, weights });
  return { est: value, se };
};

const iccs: Run = (_, { input }) => {
  const all = intraclass(input["icc_matrix"] as Table);
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
  owns: (file) => file === "agreement",
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
