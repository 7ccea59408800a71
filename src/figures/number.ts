import type { Language } from "#kernel";

const MINUS = "\u2212";
const NBSP = "\u00a0";

export interface NumberFormat {
  /** Digits after the decimal sign, 0–10. */
  readonly digits: number;
  readonly language: Language;
}

/**
 * A number as readers see it: true minus sign, decimal comma in Norwegian, no "negative zero".
 *
 * @param x any number; null or not finite gives an en dash
 * Source: APA 7 §6.36; ISO 80000-1 §7.3 (a digit stands before the decimal sign).
 * Checked: tests/figures/number.test.ts.
 */
export function formatNumber(x: number | null, format: NumberFormat): string {
  if (x === null || !Number.isFinite(x)) return "–";
  const plain = Math.abs(x).toFixed(format.digits);
  const negative = x < 0 && Number(plain) !== 0;
  return `${negative ? MINUS : ""}${withDecimalSign(plain, format.language)}`;
}

/**
 * Two limits in brackets: `[−0.95, −0.47]`, in Norwegian `[−0,95; −0,47]`.
 *
 * @param low lower limit
 * @param high upper limit
 */
export function formatInterval(low: number, high: number, format: NumberFormat): string {
  const between = format.language === "nb" ? "; " : ", ";
  return `[${formatNumber(low, format)}${between}${formatNumber(high, format)}]`;
}

/** A percentage with a hard space: `33.3 %`. */
export function formatPercent(x: number | null, format: NumberFormat): string {
  return `${formatNumber(x, format)}${NBSP}%`;
}

function withDecimalSign(text: string, language: Language): string {
  return language === "nb" ? text.replace(".", ",") : text;
}
