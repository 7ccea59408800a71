import type { Language } from "#kernel";

/** What a second look at excluded reports gave. */
export interface AuditResult {
  /** Reports of the sample that were read again. */
  readonly sampled: number;
  /** Of those, relevant after all. */
  readonly found: number;
  /** Excluded reports it was drawn from. */
  readonly population: number;
  /** In (0, 1). */
  readonly confidence: number;
  /** Upper bound of the relevant ones among all of them, at that confidence. */
  readonly atMost: number;
}

const WORDS: Readonly<Record<Language, string>> = {
  en: "Of {population} excluded reports, {sampled} drawn at random were read again, and {found} of them should have been included. With {confidence} confidence, at most {atMost} of all the excluded reports should have been (exact one-sided hypergeometric bound).",
  nb: "Av {population} ekskluderte rapporter ble {sampled} trukket tilfeldig og lest på nytt, og {found} av dem skulle vært inkludert. Med {confidence} konfidens skulle høyst {atMost} av alle de ekskluderte rapportene vært det (eksakt ensidig hypergeometrisk grense).",
};

/** The audit in words for the methods text. Checked: tests/screening/draw.test.ts. */
export function auditText(result: AuditResult, language: Language): string {
  const whole = (value: number): string =>
    String(value).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : "\u00a0");
  const share = String(Math.round(result.confidence * 1_000) / 10);
  const values: Readonly<Record<string, string>> = {
    population: whole(result.population),
    sampled: whole(result.sampled),
    found: whole(result.found),
    atMost: whole(result.atMost),
    confidence: language === "en" ? `${share}%` : `${share.replace(".", ",")}\u00a0%`,
  };
  return WORDS[language].replace(/\{(\w+)\}/g, (_hole, name: string) => values[name] ?? "");
}
