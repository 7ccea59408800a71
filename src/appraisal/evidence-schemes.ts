import type { EvidenceScheme } from "./instrument.types.ts";

/** The pyramid of knowledge-based practice: the higher, the more worked up the source. */
const pyramid: EvidenceScheme = {
  id: "kunnskapspyramide",
  label: { en: "Knowledge pyramid", nb: "Kunnskapspyramiden" },
  levels: [
    { id: "1", label: { en: "Single studies", nb: "Enkeltstudier" } },
    { id: "2", label: { en: "Systematic reviews", nb: "Systematiske oversikter" } },
    { id: "3", label: { en: "Knowledge-based guidelines", nb: "Kunnskapsbaserte retningslinjer" } },
    { id: "4", label: { en: "Clinical reference works", nb: "Kliniske oppslagsverk" } },
    { id: "5", label: { en: "Systems", nb: "Systemer" } },
  ],
  strongest: "last",
  source: "Kunnskapsbasert praksis, five-level pyramid",
  note: {
    en: "The levels tell kinds of sources, not how well a single study was done.",
    nb: "Nivåene skiller typer kilder, ikke hvor godt en enkelt studie er gjennomført.",
  },
};

/** OCEBM 2011, levels for the question whether a treatment helps. */
const oxford2011: EvidenceScheme = {
  id: "oxford-2011",
  label: { en: "Oxford levels 2011 (treatment benefit)", nb: "Oxford-nivåer 2011 (behandlingseffekt)" },
  levels: [
    {
      id: "1",
      label: {
        en: "Review of randomised trials, or n-of-1 trials",
        nb: "Oversikt over randomiserte forsøk, eller n=1-forsøk",
      },
    },
    {
      id: "2",
      label: {
        en: "Randomised trial, or observation with a dramatic effect",
        nb: "Randomisert forsøk, eller observasjon med dramatisk effekt",
      },
    },
    {
      id: "3",
      label: { en: "Controlled cohort without randomisation", nb: "Kontrollert kohort uten randomisering" },
    },
    {
      id: "4",
      label: {
        en: "Case series, case-control, historical controls",
        nb: "Kasusserie, kasus-kontroll, historiske kontroller",
      },
    },
    { id: "5", label: { en: "Reasoning from mechanisms", nb: "Slutning fra mekanismer" } },
  ],
  strongest: "first",
  source:
    "OCEBM Levels of Evidence Working Group, The Oxford 2011 Levels of Evidence, https://www.cebm.ox.ac.uk",
  note: {
    en: "Short labels are Evidens' own. A study may be graded up or down for quality, directness, consistency or size of effect; say so in the reason.",
    nb: "De korte navnene er Evidens' egne. En studie kan graderes opp eller ned for kvalitet, direkthet, samsvar eller effektstørrelse; skriv det i begrunnelsen.",
  },
};

export const evidenceSchemes: readonly EvidenceScheme[] = [pyramid, oxford2011];

/** The scheme with this id, or null. */
export function evidenceSchemeOf(id: string): EvidenceScheme | null {
  return evidenceSchemes.find((one) => one.id === id) ?? null;
}
