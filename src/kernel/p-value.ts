import type { Language } from "./text.ts";

const NBSP = "\u00a0";

/**
 * `apa`: two decimals, three below .1; `apa-up`: the same, rounded up, so that a p value never looks smaller than it is;
 * `revman`: as RevMan 5 prints it, one significant digit below 0.01, two decimals above.
 */
export type PForm = "apa" | "apa-up" | "revman";

/**
 * A p value after its letter: `= .79`, `= .004`, `< .001`; in the RevMan form `= 0.004`, `< 0.00001`.
 *
 * English has no zero before the point, but in the RevMan form; Norwegian always has one, since the decimal comma needs
 * a digit before it: `= 0,79`.
 *
 * @param p in [0, 1]; anything else gives an en dash
 * Source: APA 7 §6.36; RevMan 5 for its form.
 * Checked: tests/kernel/p-value.test.ts, tests/figures/forest-figure.test.ts.
 */
export function formatP(p: number | null, language: Language, form: PForm = "apa"): string {
  if (p === null || !Number.isFinite(p) || p < 0 || p > 1) return `=${NBSP}–`;
  if (form === "revman") return revman(p, language);
  if (p < 0.001) return `<${NBSP}${formatPBound(0.001, language)}`;
  const three = p < 0.0995;
  if (form === "apa-up") {
    const tens = three ? 1000 : 100;
    // Beyond 0.99 nothing is said that two decimals could not.
    return written("=", (Math.ceil(p * tens - 1e-9) / tens).toFixed(three ? 3 : 2), language);
  }
  if (p > 0.995) return `>${NBSP}${formatPBound(0.99, language)}`;
  return written("=", p.toFixed(three ? 3 : 2), language);
}

/** A p value where no equals sign is wanted, as in a cell of a table: `.79`, `< .001`. */
export function formatPAlone(p: number | null, language: Language, form: PForm = "apa"): string {
  return formatP(p, language, form).replace(/^=\s*/, "");
}

/** A limit that p values are held against, with as many digits as it has: `.05`, in Norwegian `0,05`. */
export function formatPBound(alpha: number, language: Language): string {
  return inLanguage(String(Number(alpha.toPrecision(3))), language);
}

function written(sign: string, text: string, language: Language): string {
  return `${sign}${NBSP}${inLanguage(text, language)}`;
}

function inLanguage(text: string, language: Language): string {
  return language === "nb" ? text.replace(".", ",") : text.replace(/^0(?=\.)/, "");
}

function revman(p: number, language: Language): string {
  const comma = (text: string): string => (language === "nb" ? text.replace(".", ",") : text);
  if (p < 0.00001) return `<${NBSP}${comma("0.00001")}`;
  if (p < 0.0001) return `<${NBSP}${comma("0.0001")}`;
  const digits = p < 0.00095 ? 4 : p < 0.0095 ? 3 : 2;
  return `=${NBSP}${comma(p.toFixed(digits))}`;
}
