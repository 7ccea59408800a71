import { formatP, type Language } from "#kernel";
import type { RecallClaim } from "./recall-claim.ts";

type Words = Readonly<Record<keyof typeof EN, string>>;

const EN = {
  counts: "{screened} of {total} records were screened and {found} were relevant.",
  complete: "Every record was screened, so none was left unread.",
  none: "The screening supports no statement on the share of relevant records that was found.",
  open: "The test cannot rule out that all {unread} unread records are relevant; even then recall would be {low}.",
  order:
    "The hypothesis that {more} or more relevant records remain among the {unread} unread was rejected (one-sided hypergeometric test over the order of screening, {p}).",
  biased: "The test assumes that a relevant record was {bias} times as likely to be shown next as another.",
  low: "At most {missed} relevant records were thus missed with {confidence} confidence, and recall is at least {low}.",
  orderLimits:
    "This holds if the order of screening was no worse than random and the decisions were right. The p value is the smallest of many that are looked at, so the confidence is not exact; it rests on the ranking being better than random.",
  sample:
    "A random sample of {size} records drawn from those the ranking had left held {sampleFound} relevant; the hypothesis that {more} or more remain among the {unread} unread was rejected (one-sided hypergeometric test, {p}).",
  estimate: "The point estimate of recall is {estimate}.",
  sampleLimits: "This holds if the sample was drawn at random and the decisions were right.",
  planned: "The size of the sample was chosen beforehand.",
  looked:
    "The size of the sample was not chosen beforehand; if looking at the results decided when to end it, the confidence is somewhat lower than stated.",
};

const NB: Words = {
  counts: "{screened} av {total} referanser ble screenet, og {found} var relevante.",
  complete: "Alle referansene ble screenet, så ingen sto ulest.",
  none: "Screeningen gir ikke grunnlag for å si hvor stor andel av de relevante referansene som ble funnet.",
  open: "Testen kan ikke utelukke at alle de {unread} uleste referansene er relevante; selv da ville andelen av de relevante som ble funnet, være {low}.",
  order:
    "Hypotesen om at {more} eller flere relevante referanser gjenstår blant de {unread} uleste, ble forkastet (ensidig hypergeometrisk test over rekkefølgen i screeningen, {p}).",
  biased:
    "Testen forutsetter at en relevant referanse hadde {bias} ganger så stor sjanse som en annen for å bli vist som den neste.",
  low: "Dermed ble høyst {missed} relevante referanser oversett, med {confidence} konfidens, og andelen av de relevante som ble funnet, er minst {low}.",
  orderLimits:
    "Dette gjelder hvis rekkefølgen ikke var dårligere enn tilfeldig og beslutningene var riktige. P-verdien er den minste av mange som er sett på, så konfidensen er ikke eksakt; den hviler på at rangeringen er bedre enn tilfeldig.",
  sample:
    "Et tilfeldig utvalg på {size} referanser, trukket fra dem rangeringen hadde latt ligge, inneholdt {sampleFound} relevante; hypotesen om at {more} eller flere gjenstår blant de {unread} uleste, ble forkastet (ensidig hypergeometrisk test, {p}).",
  estimate: "Punktestimatet for andelen som ble funnet, er {estimate}.",
  sampleLimits: "Dette gjelder hvis utvalget ble trukket tilfeldig og beslutningene var riktige.",
  planned: "Størrelsen på utvalget var valgt på forhånd.",
  looked:
    "Størrelsen på utvalget var ikke valgt på forhånd; hvis resultatene underveis avgjorde når det ble avsluttet, er konfidensen noe lavere enn oppgitt.",
};

const WORDS: Readonly<Record<Language, Words>> = { en: EN, nb: NB };

const NBSP = "\u00a0";

/** The keys of the texts and their holes, for checking the languages against each other. */
export const claimWords: Readonly<Record<Language, Readonly<Record<string, string>>>> = WORDS;

function whole(value: number, language: Language): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : NBSP);
}

function decimal(text: string, language: Language): string {
  return language === "en" ? text : text.replace(".", ",");
}

/** Percent with one decimal; a bound is rounded down, never up to more than was shown. */
function percent(share: number, language: Language, direction: "down" | "near"): string {
  const tenths = share * 1000;
  const kept = direction === "down" ? Math.floor(tenths + 1e-9) : Math.round(tenths);
  const text = (kept / 10).toFixed(1).replace(/\.0$/, "");
  return `${decimal(text, language)}${language === "en" ? "%" : `${NBSP}%`}`;
}

/** Which sentences a claim needs. */
function sentences(claim: RecallClaim): readonly (keyof typeof EN)[] {
  const { basis, sample, bias } = claim;
  if (basis === "complete") return ["counts", "complete"];
  if (basis === "none") return ["counts", "none"];
  if (claim.missedAtMost === claim.unread) return ["counts", "open"];
  const limits = basis === "order" ? "orderLimits" : "sampleLimits";
  return [
    "counts",
    basis,
    ...(bias === 1 ? [] : (["biased"] as const)),
    "low",
    ...(claim.estimate === null ? [] : (["estimate"] as const)),
    limits,
    ...(sample === null ? [] : ([sample.planned ? "planned" : "looked"] as const)),
  ];
}

/**
 * The claim in words for the methods text, with what it assumes.
 *
 * Bounds are rounded to the careful side. Checked: tests/screening/stopping-claim.test.ts.
 */
export function claimText(claim: RecallClaim, language: Language): string {
  const values: Readonly<Record<string, string>> = {
    screened: whole(claim.screened, language),
    total: whole(claim.total, language),
    found: whole(claim.found, language),
    unread: whole(claim.unread, language),
    missed: whole(claim.missedAtMost ?? 0, language),
    more: whole((claim.missedAtMost ?? 0) + 1, language),
    // Rounded up, so that it never looks smaller than it is.
    p: `p ${formatP(claim.p ?? 1, language, "apa-up")}`,
    bias: decimal(String(claim.bias), language),
    low: percent(claim.low ?? 0, language, "down"),
    confidence: percent(claim.confidence, language, "near"),
    estimate: percent(claim.estimate ?? 0, language, "near"),
    size: whole(claim.sample?.size ?? 0, language),
    sampleFound: whole(claim.sample?.found ?? 0, language),
  };
  return sentences(claim)
    .map((key) => WORDS[language][key].replace(/\{(\w+)\}/g, (_hole, name: string) => values[name] ?? ""))
    .join(" ");
}
