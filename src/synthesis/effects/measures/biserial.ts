import { normalDensity, normalQuantile } from "#numerics";
import type { TwoMeans } from "../../types.ts";
import { type AnyMeasure, define, type VarianceRule } from "../measure-definition.ts";
import { pooledSd } from "./standardised-differences.ts";

/** The difference of two means as a correlation of the score with the group. */
interface Biserial {
  readonly n1: number;
  readonly n2: number;
  readonly n: number;
  readonly d: number;
  /** (n1 + n2 − 2)(1/n1 + 1/n2), which links d and r. */
  readonly h: number;
  readonly r: number;
}

function pointBiserial(x: TwoMeans): Biserial {
  const { n1, n2 } = x;
  const m = n1 + n2 - 2;
  const h = m / n1 + m / n2;
  const d = (x.m1 - x.m2) / pooledSd(x);
  return { n1, n2, n: n1 + n2, d, h, r: d / Math.sqrt(d * d + h) };
}

/** Group sizes fixed by design. */
const stratified = ({ n1, n2, n, d, h }: Biserial): number =>
  (h * h * (1 / n1 + 1 / n2 + (d * d) / (2 * n))) / (d * d + h) ** 3;

/** Group sizes as they fell out in one sample. */
const crossSectional = ({ n1, n2, n, r }: Biserial): number =>
  (1 - r * r) ** 2 * ((n * r * r) / (4 * n1 * n2) + (2 - 3 * r * r) / (2 * n));

/** The biserial correlation and its variance by Soper. */
function biserial({ n1, n2, n, r }: Biserial): { readonly r: number; readonly v: number } {
  const [p, q] = [n1 / n, n2 / n];
  const z = normalQuantile(p, "upper");
  const density = normalDensity(z);
  const whole = (Math.sqrt(p * q) / density) * r;
  const within = Math.max(-1, Math.min(1, whole));
  const v =
    ((p * q) / density ** 2 -
      (1.5 + (1 - (p * z) / density) * (1 + (q * z) / density)) * within ** 2 +
      within ** 4) /
    (n - 1);
  return { r: whole, v };
}

const ST = "h²/(d² + h)³ · (1/n1 + 1/n2 + d²/(2(n1 + n2))), h = (n1 + n2 − 2)(1/n1 + 1/n2)";
const CS = "(1 − r²)²((n r²)/(4 n1 n2) + (2 − 3r²)/(2n)), n = n1 + n2";
const pointRules: readonly VarianceRule<Biserial>[] = [
  { id: "ST", formula: ST, of: stratified },
  { id: "CS", formula: CS, of: crossSectional },
];
const onFisherScale = (rule: VarianceRule<Biserial>): VarianceRule<Biserial> => ({
  ...rule,
  formula: `${rule.formula}, over (1 − r²)²`,
  of: (d, average) => rule.of(d, average) / (1 - d.r * d.r) ** 2,
});

const POINT = "r = d/√(d² + h), d = (m1 − m2)/SDpooled, h = (n1 + n2 − 2)(1/n1 + 1/n2)";
const SOPER =
  "(pq/f² − (3/2 + (1 − pz/f)(1 + qz/f)) r² + r⁴)/(n − 1), p = n1/n, f the normal density at its upper quantile z";
const TATE = "Tate 1954, doi:10.1214/aoms/1177728730";
const JACOBS =
  "Soper 1914, doi:10.1093/biomet/10.2-3.384; Jacobs and Viechtbauer 2017, doi:10.1002/jrsm.1218";
const common = { needs: "twoMeans", derive: pointBiserial } as const;

/** Differences of two means as correlations. */
export const biserialMeasures: readonly AnyMeasure[] = [
  define({
    ...common,
    id: "RPB",
    label: { en: "Point-biserial correlation", nb: "Punktbiseriell korrelasjon" },
    scale: "identity",
    formula: POINT,
    assumes: ["independent-groups", "equal-sds"],
    effect: ({ r }: Biserial) => r,
    variances: pointRules,
    source: TATE,
  }),
  define({
    ...common,
    id: "ZPB",
    label: { en: "Point-biserial correlation (Fisher’s z)", nb: "Punktbiseriell korrelasjon (Fishers z)" },
    scale: "fisher-z",
    formula: `artanh r, ${POINT}`,
    assumes: ["independent-groups", "equal-sds"],
    effect: ({ r }: Biserial) => Math.atanh(r),
    variances: pointRules.map(onFisherScale),
    source: TATE,
  }),
  define({
    ...common,
    id: "RBIS",
    label: { en: "Biserial correlation", nb: "Biseriell korrelasjon" },
    scale: "identity",
    formula: "√(pq) r/f, r the point-biserial correlation",
    assumes: ["independent-groups", "dichotomised-normal"],
    suspicious: { beyond: 1, because: "beyond-one" },
    effect: (d: Biserial) => biserial(d).r,
    variances: [{ id: "LS", formula: SOPER, of: (d) => biserial(d).v }],
    source: JACOBS,
  }),
  define({
    ...common,
    id: "ZBIS",
    label: { en: "Biserial correlation (Fisher’s z)", nb: "Biseriell korrelasjon (Fishers z)" },
    scale: "fisher-z",
    formula: "artanh of the biserial correlation",
    assumes: ["independent-groups", "dichotomised-normal"],
    inestimableBecause: "beyond-one",
    effect: (d: Biserial) => {
      const { r } = biserial(d);
      return Math.abs(r) < 1 ? Math.atanh(r) : Number.NaN;
    },
    variances: [
      {
        id: "LS",
        formula: `${SOPER}, over (1 − r²)²`,
        of: (d) => {
          const { r, v } = biserial(d);
          return Math.abs(r) < 1 ? v / (1 - r * r) ** 2 : Number.NaN;
        },
      },
    ],
    source: JACOBS,
  }),
];
