import type { Language } from "#kernel";

/** A number with a fixed count of decimals, or a dash where there is none. */
export function decimal(value: number | null, digits: number, language: Language): string {
  if (value === null || !Number.isFinite(value)) return "–";
  const text = value.toFixed(digits).replace(/^-(0(\.0*)?)$/, "$1");
  return language === "nb" ? text.replace(".", ",") : text;
}
