import type { Remark } from "../types.ts";

/** What a reader of a multilevel result must know, in words. */
export const remarks: {
  readonly constantFactor: (name: string) => Remark;
  readonly droppedColumns: (names: readonly string[]) => Remark;
  readonly notConverged: (steps: number) => Remark;
  readonly flat: (name: string) => Remark;
  readonly boundary: (name: string, value: number) => Remark;
  readonly singular: (name: string) => Remark;
  readonly untold: (name: string) => Remark;
  readonly crossesClusters: Remark;
  readonly loneCluster: Remark;
  readonly fewClusters: (clusters: number, coefficients: number) => Remark;
} = {
  constantFactor: (name) => ({
    code: "constant-factor",
    text: {
      en: `${name} has one level, so its variance cannot be estimated; it is held at 0.`,
      nb: `${name} har bare ett nivå, så variansen kan ikke estimeres; den er satt til 0.`,
    },
  }),
  droppedColumns: (names) => ({
    code: "dropped-columns",
    text: {
      en: `Left out because other columns determine them: ${names.join(", ")}.`,
      nb: `Utelatt fordi andre kolonner bestemmer dem: ${names.join(", ")}.`,
    },
  }),
  notConverged: (steps) => ({
    code: "not-converged",
    text: {
      en: `The search for the largest likelihood did not settle in ${steps} steps; do not report these numbers.`,
      nb: `Søket etter den største sannsynligheten falt ikke til ro på ${steps} steg; ikke rapporter disse tallene.`,
    },
  }),
  flat: (name) => ({
    code: "flat-likelihood",
    text: {
      en: `These data say almost nothing about ${name}: other values fit as well.`,
      nb: `Disse dataene sier nesten ingenting om ${name}: andre verdier passer like godt.`,
    },
  }),
  boundary: (name, value) => ({
    code: "boundary",
    text: {
      en: `${name} is estimated at the end of its range (${value}); this is not proof that it is so.`,
      nb: `${name} er estimert til enden av sitt område (${value}); det beviser ikke at det er slik.`,
    },
  }),
  singular: (name) => ({
    code: "singular-covariance",
    text: {
      en: `The covariance of ${name} is estimated as singular: some combination of its effects does not vary. Choose a simpler structure.`,
      nb: `Kovariansen for ${name} er estimert som singulær: en kombinasjon av effektene varierer ikke. Velg en enklere struktur.`,
    },
  }),
  untold: (name) => ({
    code: "untold-correlation",
    text: {
      en: `No group holds both, so the correlation of ${name} cannot be estimated.`,
      nb: `Ingen gruppe har begge, så korrelasjonen for ${name} kan ikke estimeres.`,
    },
  }),
  crossesClusters: {
    code: "crosses-clusters",
    text: {
      en: "The model correlates effects of different clusters; the robust variance allows only for clusters that are independent.",
      nb: "Modellen korrelerer effekter fra ulike klynger; den robuste variansen gjelder bare uavhengige klynger.",
    },
  },
  loneCluster: {
    code: "lone-cluster",
    text: {
      en: "One cluster alone determines a coefficient; its robust standard error leaves that cluster's variation out and is too small.",
      nb: "Én klynge bestemmer alene en koeffisient; den robuste standardfeilen utelater variasjonen i klyngen og er for liten.",
    },
  },
  fewClusters: (clusters, coefficients) => ({
    code: "few-clusters",
    text: {
      en: `${clusters} clusters for ${coefficients} coefficients are few: tests without a small-sample correction (CR0, CR1) find too much.`,
      nb: `${clusters} klynger for ${coefficients} koeffisienter er få: tester uten korreksjon for små utvalg (CR0, CR1) finner for mye.`,
    },
  }),
};
