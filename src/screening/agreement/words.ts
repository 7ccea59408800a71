import type { Language } from "#kernel";

const EN = {
  "title-abstract": "title and abstract screening",
  "full-text": "full-text screening",
  pair: "Agreement at {stage} was {observed}, with {kappa} ({reports}, {reviewers} reviewers).",
  group:
    "At {stage}, two of the reviewers who judged the same report agreed in {observed} on average, with {kappa} ({reports} judged by at least two of {reviewers} reviewers).",
  none: "No report was judged by two reviewers at {stage}, so agreement cannot be stated.",
  kept: "“Include”, “maybe” and “await information” count as one decision, against “exclude”.",
  independent: "The votes compared are those from before any discussion.",
  current: "The votes compared are the current ones; some may have been changed after a discussion.",
  paradox:
    "Nearly all decisions are the same, so chance alone would produce much agreement and {name} says little about how well the reviewers agree; {ac1}.",
  reasons:
    "Of the {reports} that two reviewers excluded with a reason, the reason was the same in {observed}, with {kappa}.",
  "n-report_one": "n = {count} report",
  "n-report_other": "n = {count} reports",
  report_one: "{count} report",
  report_other: "{count} reports",
  interval: "95% CI {low} to {high}",
  undefined: "{name} not defined, as every decision was the same",
  perfect: "{name} = {value}, without an interval as there was no disagreement",
  bare: "{name} = {value}, without an interval",
  full: "{name} = {value} (95% CI {low} to {high})",
  kappa: "Cohen’s κ",
  "group-kappa": "Conger’s κ",
  alpha: "Krippendorff’s α",
  ac1: "Gwet’s AC1",
  percent: "agreement",
  calibration:
    "In the calibration exercise for {stage}, {reports} were judged by at least two reviewers: {result}.",
  met: "The protocol asks for at least {threshold}; this was reached.",
  "not-met": "The protocol asks for at least {threshold}; this was not reached.",
  "no-verdict": "Whether the threshold of the protocol ({threshold}) was reached cannot be said.",
  uncertain: "This is not certain: limits that also hold for few reports reach from {low} to {high}.",
  short: "The protocol planned {planned}.",
  disagreed_one: "{count} report was judged differently.",
  disagreed_other: "{count} reports were judged differently.",
};

export type AgreementWord = keyof typeof EN;

const NB: Readonly<Record<AgreementWord, string>> = {
  "title-abstract": "screening av tittel og sammendrag",
  "full-text": "screening av fulltekst",
  pair: "Enigheten ved {stage} var {observed}, med {kappa} ({reports}, {reviewers} lesere).",
  group:
    "Ved {stage} var to av leserne som vurderte samme rapport, enige i gjennomsnittlig {observed}, med {kappa} ({reports} vurdert av minst to av {reviewers} lesere).",
  none: "Ingen rapport ble vurdert av to lesere ved {stage}, så enigheten kan ikke oppgis.",
  kept: "«Ta med», «kanskje» og «avvent opplysninger» regnes som én beslutning, mot «utelat».",
  independent: "Stemmene som sammenlignes, er de som ble avgitt før noen diskusjon.",
  current: "Stemmene som sammenlignes, er de gjeldende; noen kan være endret etter en diskusjon.",
  paradox:
    "Nesten alle beslutningene er like, så tilfeldigheter alene ville gitt stor enighet, og {name} sier lite om hvor enige leserne er; {ac1}.",
  reasons: "Av {reports} som to lesere utelot med en grunn, var grunnen den samme i {observed}, med {kappa}.",
  "n-report_one": "n = {count} rapport",
  "n-report_other": "n = {count} rapporter",
  report_one: "{count} rapport",
  report_other: "{count} rapporter",
  interval: "95 % KI {low} til {high}",
  undefined: "{name} ikke definert, siden alle beslutningene var like",
  perfect: "{name} = {value}, uten intervall siden det ikke var noen uenighet",
  bare: "{name} = {value}, uten intervall",
  full: "{name} = {value} (95 % KI {low} til {high})",
  kappa: "Cohens κ",
  "group-kappa": "Congers κ",
  alpha: "Krippendorffs α",
  ac1: "Gwets AC1",
  percent: "enighet",
  calibration: "I kalibreringsøvelsen for {stage} ble {reports} vurdert av minst to lesere: {result}.",
  met: "Protokollen krever minst {threshold}; dette ble nådd.",
  "not-met": "Protokollen krever minst {threshold}; dette ble ikke nådd.",
  "no-verdict": "Om protokollens terskel ({threshold}) ble nådd, kan ikke sies.",
  uncertain: "Dette er ikke sikkert: grenser som også gjelder for få rapporter, går fra {low} til {high}.",
  short: "Protokollen planla {planned}.",
  disagreed_one: "{count} rapport ble vurdert ulikt.",
  disagreed_other: "{count} rapporter ble vurdert ulikt.",
};

/** The keys of the texts and their holes, for checking the languages against each other. */
export const agreementWords: Readonly<Record<Language, Readonly<Record<AgreementWord, string>>>> = {
  en: EN,
  nb: NB,
};

/** Small numbers as words, from zero. */
export const smallNumbers: Readonly<Record<Language, readonly string[]>> = {
  en: ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
  nb: ["ingen", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni"],
};
