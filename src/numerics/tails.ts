/** The two complementary areas of a distribution at a point; the smaller one keeps its digits. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
}

/** One tail as a product, so that it can be had as a number or, beyond the smallest double, as a logarithm. */
export interface PartialTail {
  readonly side: "lower" | "upper";
  /** The tail is exp(exponent) factor. */
  readonly exponent: number;
  readonly factor: number;
  /** The other tail, where it is known better than as 1 minus this one. */
  readonly other?: number;
}

const both = (side: "lower" | "upper", it: number, other: number): Tails =>
  side === "lower" ? { lower: it, upper: other } : { lower: other, upper: it };

/** Both areas. */
export function areasOf({ side, exponent, factor, other }: PartialTail): Tails {
  const it = Math.min(1, Math.exp(exponent) * factor);
  return both(side, it, other ?? 1 - it);
}

/** The natural logarithms of both areas; neither underflows, and next to 0 each keeps the digits of the other area. */
export function logAreasOf({ side, exponent, factor, other }: PartialTail): Tails {
  const direct = Math.min(0, exponent + Math.log(factor));
  const complement = Math.log1p(-Math.exp(direct));
  if (other === undefined) return both(side, direct, complement);
  return other < 0.5 ? both(side, Math.log1p(-other), Math.log(other)) : both(side, direct, complement);
}
