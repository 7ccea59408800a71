import type { TwoCounts } from "../../types.ts";
import { type AnyMeasure, define, type VarianceRule } from "../measure-definition.ts";
import { tetrachoric } from "../tetrachoric.ts";
import { countsCommon, type Table, tableOf } from "./counts.ts";

interface Association {
  readonly phi: number;
  readonly t: Table;
  readonly n: number;
  /** Shares of group 1 and of events, and of the others. */
  readonly w1: number;
  readonly w2: number;
  readonly p: number;
  readonly q: number;
}

function associationOf(x: TwoCounts, setting: Parameters<typeof tableOf>[1]): Association {
  const t = tableOf(x, setting);
  const n = t.n1 + t.n2;
  const [events, others] = [t.a + t.c, t.b + t.d];
  const phi = (t.a * t.d - t.b * t.c) / Math.sqrt(t.n1 * t.n2 * events * others);
  return { phi, t, n, w1: t.n1 / n, w2: t.n2 / n, p: events / n, q: others / n };
}

/** Delta-method variance with all four cells random. */
function crossSectional({ phi, n, w1, w2, p, q }: Association): number {
  const square = phi * phi;
  const skew = ((w1 - w2) * (p - q)) / Math.sqrt(w1 * w2 * p * q);
  const margins = (w1 - w2) ** 2 / (w1 * w2) + (p - q) ** 2 / (p * q);
  return (1 - square + phi * (1 + square / 2) * skew - 0.75 * square * margins) / n;
}

/** Delta-method variance with the group sizes fixed: the derivatives of phi by the two risks. */
function stratified({ t, w1, w2, p, q }: Association): number {
  const root = Math.sqrt(w1 * w2);
  const pull = ((t.p1 - t.p2) * (q - p)) / (2 * (p * q) ** 1.5);
  const by1 = root * (1 / Math.sqrt(p * q) - pull * w1);
  const by2 = root * (1 / Math.sqrt(p * q) + pull * w2);
  return by1 ** 2 * ((t.p1 * t.b) / t.n1 ** 2) + by2 ** 2 * ((t.p2 * t.d) / t.n2 ** 2);
}

const phiRules: readonly VarianceRule<Association>[] = [
  {
    id: "CS",
    formula:
      "(1 − φ² + φ(1 + φ²/2)(w1 − w2)(p − q)/√(w1 w2 p q) − ¾φ²((w1 − w2)²/(w1 w2) + (p − q)²/(p q)))/N, w and p the margins",
    of: crossSectional,
  },
  {
    id: "ST",
    formula: "(∂φ/∂p1)² p1(1 − p1)/n1 + (∂φ/∂p2)² p2(1 − p2)/n2",
    of: stratified,
  },
];

const yule = (id: "YUQ" | "YUY", power: 1 | 0.5): AnyMeasure =>
  define({
    ...countsCommon,
    id,
    label:
      id === "YUQ"
        ? { en: "Yule’s Q", nb: "Yules Q" }
        : { en: "Yule’s Y (coefficient of colligation)", nb: "Yules Y (kolligasjonskoeffisient)" },
    scale: "identity",
    formula: id === "YUQ" ? "(ad − bc)/(ad + bc)" : "(√(ad) − √(bc))/(√(ad) + √(bc))",
    assumes: ["independent-people"],
    derive: (x: TwoCounts, setting) => {
      const { a, b, c, d } = tableOf(x, setting);
      const [agree, disagree] = [(a * d) ** power, (b * c) ** power];
      return { y: (agree - disagree) / (agree + disagree), cells: 1 / a + 1 / b + 1 / c + 1 / d };
    },
    effect: ({ y }) => y,
    variances: [
      {
        id: "LS",
        formula: `(1 − y²)²(1/a + 1/b + 1/c + 1/d)/${id === "YUQ" ? 4 : 16}`,
        of: ({ y, cells }) => ((power * power) / 4) * (1 - y * y) ** 2 * cells,
      },
    ],
    source: "Bonett and Price 2007, doi:10.1177/0049124106292358",
  });

const latent = (id: "RTET" | "ZTET"): AnyMeasure =>
  define({
    ...countsCommon,
    id,
    label:
      id === "RTET"
        ? { en: "Tetrachoric correlation", nb: "Tetrakorisk korrelasjon" }
        : { en: "Tetrachoric correlation (Fisher’s z)", nb: "Tetrakorisk korrelasjon (Fishers z)" },
    scale: id === "RTET" ? "identity" : "fisher-z",
    defaultAdd: 0,
    formula: `${id === "RTET" ? "" : "artanh of "}r for which a bivariate normal, cut at both margins, gives the table`,
    assumes: ["independent-people", "dichotomised-normal"],
    derive: (x: TwoCounts, setting) => tetrachoric(tableOf(x, setting)),
    effect: ({ r }) => (id === "RTET" ? r : Math.atanh(r)),
    variances: [
      {
        id: "LS",
        formula: `inverse information of the multinomial likelihood${id === "RTET" ? "" : ", over (1 − r²)²"}`,
        of: ({ r, v }) => (id === "RTET" ? v : v / (1 - r * r) ** 2),
      },
    ],
    source: "Pearson 1900, doi:10.1098/rsta.1900.0022",
  });

const phiCommon = {
  ...countsCommon,
  defaultAdd: 0,
  derive: associationOf,
  assumes: ["independent-people"],
} as const;

/** Associations in a two-by-two table, from -1 to 1. */
export const associationMeasures: readonly AnyMeasure[] = [
  define({
    ...phiCommon,
    id: "PHI",
    label: { en: "Phi coefficient", nb: "Fi-koeffisient" },
    scale: "identity",
    formula: "φ = (ad − bc)/√(n1 n2 (a + c)(b + d))",
    effect: ({ phi }: Association) => phi,
    variances: phiRules,
    source: "Yule 1912, doi:10.2307/2340126",
  }),
  define({
    ...phiCommon,
    id: "ZPHI",
    label: { en: "Phi coefficient (Fisher’s z)", nb: "Fi-koeffisient (Fishers z)" },
    scale: "fisher-z",
    formula: "artanh φ, φ = (ad − bc)/√(n1 n2 (a + c)(b + d))",
    effect: ({ phi }: Association) => Math.atanh(phi),
    variances: phiRules.map((rule) => ({
      ...rule,
      formula: `${rule.formula}, over (1 − φ²)²`,
      of: (d: Association, average: readonly number[]) => rule.of(d, average) / (1 - d.phi ** 2) ** 2,
    })),
    source: "Yule 1912, doi:10.2307/2340126",
  }),
  yule("YUQ", 1),
  yule("YUY", 0.5),
  latent("RTET"),
  latent("ZTET"),
];
