import type { PairedCounts } from "../effect-size.types.ts";
import { type AnyMeasure, define, type Setting } from "../measure-definition.ts";

/** The table of pairs after the zero-cell rule: first yes a + b, second yes a + c. */
interface Pairs {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly n: number;
}

function pairsOf(x: PairedCounts, { added }: Setting): Pairs {
  const [a, b, c, d] = [x.both + added, x.onlyFirst + added, x.onlySecond + added, x.neither + added];
  return { a, b, c, d, n: a + b + c + d };
}

const common = {
  needs: "pairedCounts",
  defaultAdd: 0.5,
  derive: pairsOf,
  inestimableBecause: "zero-cell",
} as const;
const CELLS = "a yes/yes, b yes/no, c no/yes, d no/no";
const MARGINAL = "Becker and Balagtas 1993, Biometrics 49, 997–1009";

/** Comparisons within pairs, or of one group at two times, by a yes/no outcome. */
export const pairedCountsMeasures: readonly AnyMeasure[] = [
  define({
    ...common,
    id: "MPRR",
    label: { en: "Risk ratio of matched pairs", nb: "Relativ risiko for matchede par" },
    scale: "log",
    formula: `ln((a + b)/(a + c)), ${CELLS}`,
    assumes: ["independent-pairs", "log-normal-approximation"],
    effect: ({ a, b, c }: Pairs) => Math.log((a + b) / (a + c)),
    variances: [
      { id: "LS", formula: "(b + c)/((a + b)(a + c))", of: ({ a, b, c }) => (b + c) / ((a + b) * (a + c)) },
    ],
    source: MARGINAL,
  }),
  define({
    ...common,
    id: "MPOR",
    label: { en: "Marginal odds ratio of matched pairs", nb: "Marginal oddsratio for matchede par" },
    scale: "log",
    formula: `ln((a + b)(b + d)/((c + d)(a + c))), ${CELLS}`,
    assumes: ["independent-pairs", "log-normal-approximation"],
    effect: ({ a, b, c, d }: Pairs) => Math.log(((a + b) / (c + d)) * ((b + d) / (a + c))),
    variances: [
      {
        id: "LS",
        formula: "1/(a + b) + 1/(c + d) + 1/(a + c) + 1/(b + d) − 2n(ad − bc)/((a + b)(c + d)(a + c)(b + d))",
        of: ({ a, b, c, d, n }) => {
          const [p, q, r, s] = [a + b, c + d, a + c, b + d];
          return n / (p * q) + n / (r * s) - (2 * n * (a * d - b * c)) / (p * q * r * s);
        },
      },
    ],
    source: MARGINAL,
  }),
  define({
    ...common,
    id: "MPRD",
    label: { en: "Risk difference of matched pairs", nb: "Risikodifferanse for matchede par" },
    scale: "identity",
    formula: `(b − c)/n, ${CELLS}`,
    assumes: ["independent-pairs", "large-sample"],
    effect: ({ b, c, n }: Pairs) => (b - c) / n,
    variances: [
      {
        id: "LS",
        formula: "(b + c)/n² − (b − c)²/n³",
        of: ({ b, c, n }) => (b + c) / n ** 2 - (b - c) ** 2 / n ** 3,
      },
    ],
    source: MARGINAL,
  }),
  define({
    ...common,
    id: "MPORC",
    label: { en: "Conditional odds ratio of matched pairs", nb: "Betinget oddsratio for matchede par" },
    scale: "log",
    formula: `ln(b/c), ${CELLS}`,
    assumes: ["independent-pairs", "log-normal-approximation"],
    effect: ({ b, c }: Pairs) => Math.log(b / c),
    variances: [{ id: "LS", formula: "1/b + 1/c", of: ({ b, c }) => 1 / b + 1 / c }],
    source: "McNemar 1947, doi:10.1007/BF02295996; Curtin et al. 2002, doi:10.1002/sim.1205",
  }),
  define({
    ...common,
    id: "MPPETO",
    label: {
      en: "Conditional odds ratio of matched pairs by Peto’s method",
      nb: "Betinget oddsratio for matchede par etter Petos metode",
    },
    scale: "log",
    formula: `2(b − c)/(b + c), ${CELLS}`,
    assumes: ["independent-pairs", "small-peto-effect"],
    effect: ({ b, c }: Pairs) => (2 * (b - c)) / (b + c),
    variances: [{ id: "LS", formula: "4/(b + c)", of: ({ b, c }) => 4 / (b + c) }],
    source: "Curtin et al. 2002, doi:10.1002/sim.1205",
  }),
];
