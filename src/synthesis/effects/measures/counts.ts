import { normalDensity, normalQuantile } from "#numerics";
import type { TwoCounts } from "../../types.ts";
import { type AnyMeasure, define, type Setting, type VarianceRule } from "../measure-definition.ts";

/** The table after the zero-cell rule: events a and c, others b and d, risks p1 and p2. */
export interface Table {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly n1: number;
  readonly n2: number;
  readonly p1: number;
  readonly p2: number;
}

export function tableOf(x: TwoCounts, { added }: Setting): Table {
  const a = x.events1 + added;
  const b = x.n1 - x.events1 + added;
  const c = x.events2 + added;
  const d = x.n2 - x.events2 + added;
  return { a, b, c, d, n1: a + b, n2: c + d, p1: a / (a + b), p2: c / (c + d) };
}

/** Variances whose `of(p, q, n)` is that of one group with risk p = 1 − q. */
function riskRules(
  formula: (p: string, n: string) => string,
  of: (p: number, q: number, n: number) => number,
  exact: (t: Table) => number,
): { readonly LS: VarianceRule<Table>; readonly AV: VarianceRule<Table>; readonly H0: VarianceRule<Table> } {
  const both = (p: [string, string]): string => `${formula(p[0], "n1")} + ${formula(p[1], "n2")}`;
  return {
    LS: { id: "LS", formula: both(["p1", "p2"]), of: exact },
    AV: {
      id: "AV",
      formula: `${both(["P1", "P2"])}, P1 and P2 the mean risks of the set`,
      of: ({ n1, n2 }, [p1, p2]) => of(p1!, 1 - p1!, n1) + of(p2!, 1 - p2!, n2),
      averages: [
        { of: ({ p1 }) => p1, weight: ({ n1 }) => n1 },
        { of: ({ p2 }) => p2, weight: ({ n2 }) => n2 },
      ],
      assumes: "set-averages",
    },
    H0: {
      id: "H0",
      formula: `${both(["p", "p"])}, p = (a + c)/(n1 + n2)`,
      of: ({ a, b, c, d, n1, n2 }) => {
        const [p, q] = [(a + c) / (n1 + n2), (b + d) / (n1 + n2)];
        return of(p, q, n1) + of(p, q, n2);
      },
      assumes: "under-null",
    },
  };
}

const difference = riskRules(
  (p, n) => `${p}(1 − ${p})/${n}`,
  (p, q, n) => (p * q) / n,
  ({ p1, b, n1, p2, d, n2 }) => (p1 * b) / n1 ** 2 + (p2 * d) / n2 ** 2,
);
const ratio = riskRules(
  (p, n) => `(1 − ${p})/(${p} ${n})`,
  (p, q, n) => q / (p * n),
  // b/(a(a+b)) is 1/a - 1/n1 without the cancellation.
  ({ a, b, n1, c, d, n2 }) => b / (a * n1) + d / (c * n2),
);
const odds = riskRules(
  (p, n) => `1/(${n} ${p}(1 − ${p}))`,
  (p, q, n) => 1 / (n * p * q),
  ({ a, b, c, d }) => 1 / a + 1 / b + 1 / c + 1 / d,
);
const logOddsRatio = ({ a, b, c, d }: Table): number => Math.log((a * d) / (b * c));
const fourCells = ({ a, b, c, d }: Table): number => 1 / a + 1 / b + 1 / c + 1 / d;

export const countsCommon: {
  readonly needs: "counts";
  readonly defaultAdd: number;
  readonly derive: typeof tableOf;
  readonly inestimableBecause: "zero-cell";
} = { needs: "counts", defaultAdd: 0.5, derive: tableOf, inestimableBecause: "zero-cell" };
const INDEPENDENT = "independent-people";

const peto = define({
  ...countsCommon,
  id: "PETO",
  label: { en: "Odds ratio by Peto’s method", nb: "Oddsratio etter Petos metode" },
  scale: "log",
  formula: "(O − E)/V, E = (a + c) n1/N, V = (a + c)(b + d) n1 n2/(N²(N − 1))",
  assumes: [INDEPENDENT, "small-peto-effect"],
  derive: (x: TwoCounts, setting) => {
    const { a, b, c, d, n1, n2 } = tableOf(x, setting);
    const n = n1 + n2;
    const v = ((((a + c) * (b + d) * n1) / n) * (n2 / n)) / (n - 1);
    return { excess: a - ((a + c) * n1) / n, v };
  },
  effect: ({ excess, v }) => excess / v,
  variances: [{ id: "LS", formula: "1/V", of: ({ v }) => 1 / v }],
  source: "Yusuf et al. 1985, doi:10.1016/S0033-0620(85)80003-7",
});

const probit = define({
  ...countsCommon,
  id: "PBIT",
  label: { en: "Probit difference", nb: "Probitforskjell" },
  scale: "identity",
  formula: "z(p1) − z(p2), z the normal quantile",
  assumes: [INDEPENDENT, "latent-normal"],
  derive: (x: TwoCounts, setting) => {
    const table = tableOf(x, setting);
    return { ...table, z1: normalQuantile(table.p1), z2: normalQuantile(table.p2) };
  },
  effect: ({ z1, z2 }) => z1 - z2,
  variances: [
    {
      id: "LS",
      formula: "2π p1(1 − p1) exp(z1²)/n1 + 2π p2(1 − p2) exp(z2²)/n2",
      of: ({ p1, b, n1, z1, p2, d, n2, z2 }) =>
        (p1 * b) / n1 ** 2 / normalDensity(z1) ** 2 + (p2 * d) / n2 ** 2 / normalDensity(z2) ** 2,
    },
  ],
  source: "Sánchez-Meca et al. 2003, doi:10.1037/1082-989X.8.4.448",
});

const arcsine = define({
  ...countsCommon,
  id: "AS",
  label: { en: "Difference of arcsine-transformed risks", nb: "Forskjell i arcsinus-transformert risiko" },
  scale: "identity",
  defaultAdd: 0,
  formula: "arcsin √p1 − arcsin √p2",
  assumes: [INDEPENDENT],
  effect: ({ p1, p2 }: Table) => Math.asin(Math.sqrt(p1)) - Math.asin(Math.sqrt(p2)),
  variances: [{ id: "LS", formula: "1/(4n1) + 1/(4n2)", of: ({ n1, n2 }) => 1 / (4 * n1) + 1 / (4 * n2) }],
  source: "Rücker et al. 2009, doi:10.1002/sim.3511",
});

const asDifference = (id: "OR2D" | "OR2DN" | "OR2DL", factor: number, name: string): AnyMeasure =>
  define({
    ...countsCommon,
    id,
    label:
      id === "OR2DN"
        ? {
            en: "Odds ratio as a standardised difference (normal)",
            nb: "Oddsratio som standardisert forskjell (normal)",
          }
        : {
            en: "Odds ratio as a standardised difference (logistic)",
            nb: "Oddsratio som standardisert forskjell (logistisk)",
          },
    scale: "identity",
    formula: `${name} ln OR`,
    assumes: [INDEPENDENT, id === "OR2DN" ? "latent-normal" : "latent-logistic"],
    effect: (t: Table) => factor * logOddsRatio(t),
    variances: [
      { id: "LS", formula: `(${name})²(1/a + 1/b + 1/c + 1/d)`, of: (t) => factor * factor * fourCells(t) },
    ],
    source:
      id === "OR2DN"
        ? "Cox and Snell 1989; Sánchez-Meca et al. 2003, doi:10.1037/1082-989X.8.4.448"
        : "Chinn 2000, doi:10.1002/1097-0258(20001130)19:22<3127::AID-SIM784>3.0.CO;2-M",
  });

/** Differences and ratios of risks and odds in two groups. */
export const countsMeasures: readonly AnyMeasure[] = [
  define({
    ...countsCommon,
    id: "OR",
    label: { en: "Odds ratio", nb: "Oddsratio" },
    scale: "log",
    formula: "ln OR = ln(a·d/(b·c))",
    assumes: [INDEPENDENT, "log-normal-approximation"],
    effect: logOddsRatio,
    variances: [{ ...odds.LS, formula: "1/a + 1/b + 1/c + 1/d" }, odds.AV, odds.H0],
    source: "Cochrane Handbook, chapter 6",
  }),
  define({
    ...countsCommon,
    id: "RR",
    label: { en: "Risk ratio", nb: "Relativ risiko" },
    scale: "log",
    formula: "ln RR = ln((a/n1)/(c/n2))",
    assumes: [INDEPENDENT, "log-normal-approximation"],
    effect: ({ p1, p2 }: Table) => Math.log(p1) - Math.log(p2),
    variances: [{ ...ratio.LS, formula: "1/a − 1/n1 + 1/c − 1/n2" }, ratio.AV, ratio.H0],
    source: "Cochrane Handbook, chapter 6",
  }),
  define({
    ...countsCommon,
    id: "RD",
    label: { en: "Risk difference", nb: "Risikodifferanse" },
    scale: "identity",
    formula: "p1 − p2",
    assumes: [INDEPENDENT, "large-sample"],
    effect: ({ p1, p2 }: Table) => p1 - p2,
    variances: [
      difference.LS,
      {
        id: "UB",
        formula: "p1(1 − p1)/(n1 − 1) + p2(1 − p2)/(n2 − 1)",
        of: ({ p1, b, n1, p2, d, n2 }) => (p1 * b) / n1 / (n1 - 1) + (p2 * d) / n2 / (n2 - 1),
      },
      difference.AV,
      difference.H0,
    ],
    source: "Cochrane Handbook, chapter 6",
  }),
  arcsine,
  peto,
  probit,
  asDifference("OR2D", Math.sqrt(3) / Math.PI, "√3/π"),
  asDifference("OR2DN", 1 / 1.65, "1/1.65"),
  asDifference("OR2DL", Math.sqrt(3) / Math.PI, "√3/π"),
];
