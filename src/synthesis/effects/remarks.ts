import type { LocalText } from "#kernel";
import type { Remark } from "../types.ts";

export type RemarkCode =
  | "independent-people"
  | "independent-groups"
  | "equal-sds"
  | "normal-scores"
  | "log-normal-approximation"
  | "large-sample"
  | "ratio-scale"
  | "dichotomised-normal"
  | "latent-normal"
  | "latent-logistic"
  | "small-peto-effect"
  | "same-people-twice"
  | "known-correlation"
  | "equal-sds-over-time"
  | "no-control-group"
  | "independent-pairs"
  | "poisson-events"
  | "binomial-events"
  | "bivariate-normal"
  | "same-covariates"
  | "parallel-items"
  | "as-reported"
  | "set-averages"
  | "under-null"
  | "smd-above-2"
  | "zero-variance"
  | "beyond-one"
  | "double-zero"
  | "zero-cell"
  | "too-few-people"
  | "opposite-signs"
  | "no-finite-effect";

/** What readers must know about an effect: what it takes for granted, what looks wrong, why there is none. */
const REMARKS: Readonly<Record<RemarkCode, LocalText>> = {
  "independent-people": {
    en: "Each person is counted once, in one group.",
    nb: "Hver person er talt én gang, i én gruppe.",
  },
  "independent-groups": {
    en: "The two groups are different people.",
    nb: "De to gruppene består av ulike personer.",
  },
  "equal-sds": {
    en: "Both groups have the same true standard deviation.",
    nb: "Begge gruppene har samme sanne standardavvik.",
  },
  "normal-scores": {
    en: "Scores are roughly normally distributed in each group.",
    nb: "Skårene er omtrent normalfordelte i hver gruppe.",
  },
  "log-normal-approximation": {
    en: "The logarithm of the ratio is roughly normally distributed.",
    nb: "Logaritmen av forholdet er omtrent normalfordelt.",
  },
  "large-sample": {
    en: "The estimate is roughly normally distributed, which takes enough people and events.",
    nb: "Estimatet er omtrent normalfordelt, noe som krever nok personer og hendelser.",
  },
  "ratio-scale": {
    en: "The scale has a true zero and the means lie on the same side of it.",
    nb: "Skalaen har et sant nullpunkt, og gjennomsnittene ligger på samme side av det.",
  },
  "dichotomised-normal": {
    en: "Behind the two groups lies a normally distributed trait that was cut in two.",
    nb: "Bak de to gruppene ligger en normalfordelt egenskap som er delt i to.",
  },
  "latent-normal": {
    en: "Behind the events lies a normally distributed trait with the same spread in both groups.",
    nb: "Bak hendelsene ligger en normalfordelt egenskap med samme spredning i begge grupper.",
  },
  "latent-logistic": {
    en: "Behind the events lies a logistically distributed trait with the same spread in both groups.",
    nb: "Bak hendelsene ligger en logistisk fordelt egenskap med samme spredning i begge grupper.",
  },
  "small-peto-effect": {
    en: "Peto’s method is close to the odds ratio only for small effects and groups of similar size.",
    nb: "Petos metode ligger nær oddsratioen bare ved små effekter og omtrent like store grupper.",
  },
  "same-people-twice": {
    en: "The same people were measured both times.",
    nb: "De samme personene er målt begge ganger.",
  },
  "known-correlation": {
    en: "The correlation of the two measurements is known; where it is assumed, vary it.",
    nb: "Korrelasjonen mellom de to målingene er kjent; der den er antatt, bør den varieres.",
  },
  "equal-sds-over-time": {
    en: "The true standard deviation is the same before and after.",
    nb: "Det sanne standardavviket er det samme før og etter.",
  },
  "no-control-group": {
    en: "A change in one group mixes the effect with time, regression to the mean and repeated testing.",
    nb: "En endring i én gruppe blander effekten med tid, regresjon mot gjennomsnittet og gjentatt testing.",
  },
  "independent-pairs": {
    en: "The pairs are independent of one another.",
    nb: "Parene er uavhengige av hverandre.",
  },
  "poisson-events": {
    en: "Events follow a Poisson distribution with one rate per group; nobody’s events cluster.",
    nb: "Hendelsene følger en Poisson-fordeling med én rate per gruppe; ingens hendelser hoper seg opp.",
  },
  "binomial-events": {
    en: "People are independent and share one probability of the event.",
    nb: "Personene er uavhengige og har samme sannsynlighet for hendelsen.",
  },
  "bivariate-normal": {
    en: "The two variables are roughly bivariate normal.",
    nb: "De to variablene er omtrent bivariat normalfordelte.",
  },
  "same-covariates": {
    en: "Comparable across studies only where the same other predictors were in the model.",
    nb: "Sammenlignbar mellom studier bare der de samme øvrige prediktorene var med i modellen.",
  },
  "parallel-items": {
    en: "The items are parallel: equal variances and equal covariances.",
    nb: "Leddene er parallelle: like varianser og like kovarianser.",
  },
  "as-reported": {
    en: "Estimate and standard error are taken as reported, not recomputed.",
    nb: "Estimat og standardfeil er tatt som rapportert, ikke beregnet på nytt.",
  },
  "set-averages": {
    en: "The variance uses averages over all studies of the set; it changes when the set does.",
    nb: "Variansen bruker gjennomsnitt over alle studiene i settet; den endres når settet endres.",
  },
  "under-null": {
    en: "The variance holds if there is no effect; it is for testing, not for intervals.",
    nb: "Variansen gjelder hvis det ikke er noen effekt; den er til testing, ikke til intervaller.",
  },
  "smd-above-2": {
    en: "The difference is more than two standard deviations; check that no standard error was entered as an SD.",
    nb: "Forskjellen er over to standardavvik; sjekk at ingen standardfeil er ført som SD.",
  },
  "zero-variance": {
    en: "The variance is 0: this study cannot be weighted with others as it stands.",
    nb: "Variansen er 0: denne studien kan ikke vektes sammen med andre slik den står.",
  },
  "beyond-one": {
    en: "The estimate lies beyond ±1, where a correlation cannot be; the assumption of normality fails.",
    nb: "Estimatet ligger utenfor ±1, der en korrelasjon ikke kan være; antakelsen om normalitet holder ikke.",
  },
  "double-zero": {
    en: "Both groups have no events, or only events; the study was left out.",
    nb: "Begge gruppene har ingen hendelser, eller bare hendelser; studien er utelatt.",
  },
  "zero-cell": {
    en: "A zero cell leaves the effect or its variance undefined under the chosen rule.",
    nb: "En tom celle gjør effekten eller variansen udefinert med den valgte regelen.",
  },
  "too-few-people": {
    en: "There are too few people for this measure and its variance.",
    nb: "Det er for få personer til dette målet og variansen.",
  },
  "opposite-signs": {
    en: "A mean, or the ratio of the means, is not positive, so it has no logarithm.",
    nb: "Et gjennomsnitt, eller forholdet mellom gjennomsnittene, er ikke positivt og har derfor ingen logaritme.",
  },
  "no-finite-effect": {
    en: "These numbers give no finite effect on the scale of this measure.",
    nb: "Disse tallene gir ingen endelig effekt på skalaen til dette målet.",
  },
};

/** The remark of a code, in both languages. */
export function remark(code: RemarkCode): Remark {
  return { code, text: REMARKS[code] };
}

/** States what a zero-cell rule added. */
export function cellsCorrected(added: number): Remark {
  return {
    code: "cells-corrected",
    text: { en: `${added} was added to each cell.`, nb: `${added} er lagt til hver celle.` },
  };
}
