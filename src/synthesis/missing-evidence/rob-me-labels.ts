import type { LocalText } from "#kernel";

/** What is known of one study's result for one outcome; `not-judged` until somebody has said. */
export type ResultStatus = "known" | "partly-known" | "missing" | "not-judged";

/** Why a result is not, or only partly, known. */
export type MissingReason = "selective" | "not-measured" | "unrelated" | "unclear";

/** Words for each status. */
export const resultStatusLabels: Readonly<Record<ResultStatus, LocalText>> = {
  known: { en: "Result known", nb: "Resultat kjent" },
  "partly-known": { en: "Result partly known", nb: "Resultat delvis kjent" },
  missing: { en: "Result missing", nb: "Resultat mangler" },
  "not-judged": { en: "Not yet judged", nb: "Ikke vurdert ennå" },
};

/** What each status means, for a legend. */
export const resultStatusMeanings: Readonly<Record<ResultStatus, LocalText>> = {
  known: {
    en: "The study's result can be included in the synthesis.",
    nb: "Studiens resultat kan tas med i syntesen.",
  },
  "partly-known": {
    en: "Something is reported, such as a direction or a p value, but not enough to include.",
    nb: "Noe er rapportert, for eksempel en retning eller en p-verdi, men ikke nok til å tas med.",
  },
  missing: { en: "No result is available.", nb: "Ikke noe resultat er tilgjengelig." },
  "not-judged": {
    en: "Nobody has yet said whether a result is available.",
    nb: "Ingen har ennå sagt om et resultat er tilgjengelig.",
  },
};

/** Words for each reason. */
export const missingReasonLabels: Readonly<Record<MissingReason, LocalText>> = {
  selective: {
    en: "Probably because of its p value, size or direction",
    nb: "Trolig på grunn av p-verdien, størrelsen eller retningen",
  },
  "not-measured": { en: "The outcome was not measured", nb: "Utfallet ble ikke målt" },
  unrelated: {
    en: "For a reason unrelated to the result",
    nb: "Av en grunn som ikke har med resultatet å gjøre",
  },
  unclear: { en: "It is unclear why", nb: "Det er uklart hvorfor" },
};
