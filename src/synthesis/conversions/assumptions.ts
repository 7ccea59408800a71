import type { LocalText } from "#kernel";
import type { Remark } from "../types.ts";

export type AssumptionCode =
  | "two-sided-p"
  | "direction-given"
  | "unadjusted-test"
  | "one-numerator-df"
  | "paired-test"
  | "one-df-table"
  | "equal-groups"
  | "normal-interval"
  | "t-interval"
  | "log-scale"
  | "equal-sds"
  | "normal-data"
  | "log-normal-data"
  | "logistic-trait"
  | "normal-trait"
  | "same-population"
  | "control-split"
  | "icc-known"
  | "similar-clusters"
  | "correlation-known"
  | "no-carry-over"
  | "not-centred"
  | "skewed"
  | "skewness-not-tested"
  | "fractional-counts";

const TEXTS: Readonly<Record<AssumptionCode, LocalText>> = {
  "two-sided-p": {
    en: "The P value is two-sided and not rounded beyond the digits given.",
    nb: "P-verdien er tosidig og ikke avrundet utover de oppgitte sifrene.",
  },
  "direction-given": {
    en: "The direction of the effect is taken from the sign given; the statistic itself has none.",
    nb: "Effektens retning er tatt fra fortegnet som er oppgitt; observatoren har ingen.",
  },
  "unadjusted-test": {
    en: "The statistic compares two groups without covariates.",
    nb: "Observatoren sammenligner to grupper uten kovariater.",
  },
  "one-numerator-df": {
    en: "F has one numerator degree of freedom: two groups or one slope.",
    nb: "F har én frihetsgrad i telleren: to grupper eller ett stigningstall.",
  },
  "paired-test": {
    en: "The statistic compares two measurements of the same people.",
    nb: "Observatoren sammenligner to målinger av de samme personene.",
  },
  "one-df-table": {
    en: "The chi-square is that of a two-by-two table, one degree of freedom, without continuity correction.",
    nb: "Kjikvadratet er fra en to-ganger-to-tabell, én frihetsgrad, uten kontinuitetskorreksjon.",
  },
  "equal-groups": { en: "Both groups are of the same size.", nb: "Begge gruppene er like store." },
  "normal-interval": {
    en: "The interval is estimate ± normal quantile × standard error on the scale stated.",
    nb: "Intervallet er estimat ± normalkvantil × standardfeil på den oppgitte skalaen.",
  },
  "t-interval": {
    en: "The interval is estimate ± Student-t quantile × standard error.",
    nb: "Intervallet er estimat ± Student-t-kvantil × standardfeil.",
  },
  "log-scale": {
    en: "Estimate and interval are ratios, analysed as natural logarithms.",
    nb: "Estimat og intervall er forholdstall, analysert som naturlige logaritmer.",
  },
  "equal-sds": {
    en: "Both groups have the same true standard deviation.",
    nb: "Begge gruppene har samme sanne standardavvik.",
  },
  "normal-data": { en: "The data are roughly normal.", nb: "Dataene er omtrent normalfordelte." },
  "log-normal-data": {
    en: "The logarithms of the data are roughly normal.",
    nb: "Logaritmene av dataene er omtrent normalfordelte.",
  },
  "logistic-trait": {
    en: "A logistically distributed trait with equal spread lies behind the yes/no outcome.",
    nb: "En logistisk fordelt egenskap med lik spredning ligger bak ja/nei-utfallet.",
  },
  "normal-trait": {
    en: "A normally distributed trait with equal spread lies behind the yes/no outcome (d = ln OR / 1.65).",
    nb: "En normalfordelt egenskap med lik spredning ligger bak ja/nei-utfallet (d = ln OR / 1,65).",
  },
  "same-population": {
    en: "The arms combined are samples of one population.",
    nb: "Armene som slås sammen, er utvalg fra én populasjon.",
  },
  "control-split": {
    en: "The shared control group is divided so that nobody is counted twice; the comparisons stay correlated in part.",
    nb: "Den felles kontrollgruppen er delt slik at ingen telles to ganger; sammenligningene er fortsatt delvis korrelerte.",
  },
  "icc-known": {
    en: "The intracluster correlation is taken from elsewhere or assumed.",
    nb: "Intraklassekorrelasjonen er hentet fra en annen kilde eller antatt.",
  },
  "similar-clusters": {
    en: "The clusters are of similar size; with unequal sizes the effect on precision is larger.",
    nb: "Klyngene er omtrent like store; ved ulik størrelse er tapet av presisjon større.",
  },
  "correlation-known": {
    en: "The correlation of the two measurements is reported or assumed.",
    nb: "Korrelasjonen mellom de to målingene er rapportert eller antatt.",
  },
  "no-carry-over": {
    en: "There is no carry-over and no period effect left in the comparison.",
    nb: "Det er ingen overføringseffekt og ingen periodeeffekt igjen i sammenligningen.",
  },
  "not-centred": {
    en: "The estimate is not in the middle of the interval on this scale; check the scale, the level and the digits.",
    nb: "Estimatet ligger ikke midt i intervallet på denne skalaen; kontroller skala, konfidensnivå og sifre.",
  },
  skewed: {
    en: "The quantiles show skewness beyond chance; a mean and SD from normal theory would mislead.",
    nb: "Kvantilene viser skjevhet utover tilfeldig variasjon; gjennomsnitt og standardavvik fra normalteori ville villede.",
  },
  "skewness-not-tested": {
    en: "Skewness was not tested, as asked.",
    nb: "Skjevhet er ikke testet, slik det var bedt om.",
  },
  "fractional-counts": {
    en: "Numbers of people and events are effective sizes and may be fractions; round them where a program needs whole numbers.",
    nb: "Antall personer og hendelser er effektive størrelser og kan være brøker; rund av der et program krever hele tall.",
  },
};

/** An assumption or warning by its code, in both languages. */
export function assume(code: AssumptionCode): Remark {
  return { code, text: TEXTS[code] };
}
