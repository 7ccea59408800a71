import type { Instrument, InstrumentItem } from "../instrument.types.ts";
import { idsBetween, MARX_2022, NO_MISSING_RULE, numbered } from "./parts.ts";

const WEATHERS_2001 = {
  reference:
    "Weathers FW, Keane TM, Davidson JRT. Clinician-Administered PTSD Scale: a review of the first ten years of research. Depress Anxiety. 2001;13(3):132-156.",
  doi: "10.1002/da.1029",
};

/** Each of the 17 symptoms of DSM-IV has a frequency and an intensity, both 0 to 4. */
const symptoms: readonly InstrumentItem[] = Array.from({ length: 17 }, (_, at) => [
  { id: `f${at + 1}`, range: [0, 4] as const },
  { id: `i${at + 1}`, range: [0, 4] as const },
]).flat();

const both = (first: number, last: number): readonly string[] =>
  symptoms.slice(2 * (first - 1), 2 * last).map(({ id }) => id);

export const capsIv: Instrument = {
  id: "caps-iv",
  name: {
    en: "Clinician-Administered PTSD Scale for DSM-IV",
    nb: "Clinician-Administered PTSD Scale for DSM-IV (klinisk intervju)",
  },
  abbreviation: "CAPS-IV",
  higherIsWorse: true,
  items: symptoms,
  scales: [
    {
      id: "b",
      label: { en: "Re-experiencing (B)", nb: "Gjenopplevelse (B)" },
      items: both(1, 5),
      range: [0, 40],
      by: "sum",
    },
    {
      id: "c",
      label: { en: "Avoidance and numbing (C)", nb: "Unngåelse og nummenhet (C)" },
      items: both(6, 12),
      range: [0, 56],
      by: "sum",
    },
    {
      id: "d",
      label: { en: "Hyperarousal (D)", nb: "Overaktivering (D)" },
      items: both(13, 17),
      range: [0, 40],
      by: "sum",
    },
  ],
  total: { range: [0, 136], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "change-10",
      kind: "response",
      unit: "points",
      value: 10,
      source: {
        reference:
          "Schnurr PP, Friedman MJ, Engel CC, et al. Cognitive behavioral therapy for posttraumatic stress disorder in women. JAMA. 2007;297(8):820-830; as cited by Halvorsen JØ, Br J Psychiatry. 2016;209(1):85.",
        doi: "10.1001/jama.297.8.820",
      },
      note: {
        en: "There is no limit that all agree on; state the one of your protocol.",
        nb: "Det finnes ingen grense som alle er enige om; oppgi den i protokollen din.",
      },
    },
    {
      id: "change-15",
      kind: "important-change",
      unit: "points",
      value: 15,
      source: {
        ...WEATHERS_2001,
        reference: `${WEATHERS_2001.reference} As cited by Halvorsen JØ, Br J Psychiatry. 2016;209(1):85.`,
      },
    },
  ],
  sources: [
    WEATHERS_2001,
    {
      reference:
        "Forman-Hoffman V, Middleton JC, Feltner C, et al. Psychological and pharmacological treatments for adults with posttraumatic stress disorder: a systematic review update. AHRQ; 2018. Table 4 (range 0 to 136).",
    },
  ],
  note: {
    en: "Left out, since no source was read: a fall of 30 % as response (used by phase 2 trials of MDMA), remission, and the symptom rules for diagnosis. Loss of diagnosis needs a variable that says whether the diagnosis is met.",
    nb: "Utelatt fordi ingen kilde er lest: 30 % fall som respons (brukt i fase 2-studier av MDMA), remisjon og symptomreglene for diagnosen. Tap av diagnose krever en variabel som sier om diagnosen er oppfylt.",
  },
};

export const caps5: Instrument = {
  id: "caps-5",
  name: {
    en: "Clinician-Administered PTSD Scale for DSM-5",
    nb: "Clinician-Administered PTSD Scale for DSM-5 (klinisk intervju)",
  },
  abbreviation: "CAPS-5",
  higherIsWorse: true,
  items: numbered(20, [0, 4]),
  scales: [
    {
      id: "b",
      label: { en: "Intrusion (B)", nb: "Påtrengende symptomer (B)" },
      items: idsBetween(1, 5),
      range: [0, 20],
      by: "sum",
    },
    {
      id: "c",
      label: { en: "Avoidance (C)", nb: "Unngåelse (C)" },
      items: idsBetween(6, 7),
      range: [0, 8],
      by: "sum",
    },
    {
      id: "d",
      label: { en: "Cognition and mood (D)", nb: "Tanker og stemning (D)" },
      items: idsBetween(8, 14),
      range: [0, 28],
      by: "sum",
    },
    {
      id: "e",
      label: { en: "Arousal and reactivity (E)", nb: "Aktivering og reaktivitet (E)" },
      items: idsBetween(15, 20),
      range: [0, 24],
      by: "sum",
    },
  ],
  total: { range: [0, 80], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "reliable-13",
      kind: "reliable-change",
      unit: "points",
      value: 13,
      preferred: true,
      source: MARX_2022,
      note: {
        en: "Sample 1 (n = 198); sample 2 (n = 102) gave 12.",
        nb: "Utvalg 1 (n = 198); utvalg 2 (n = 102) ga 12.",
      },
    },
    {
      id: "csc-8",
      kind: "cut-off",
      unit: "score",
      value: 8,
      source: MARX_2022,
      note: {
        en: "At most so much: likelier in people without PTSD.",
        nb: "Høyst så mye: mer sannsynlig hos personer uten PTSD.",
      },
    },
  ],
  sources: [
    {
      reference:
        "Weathers FW, Blake DD, Schnurr PP, Kaloupek DG, Marx BP, Keane TM. The Clinician-Administered PTSD Scale for DSM-5 (CAPS-5). National Center for PTSD; 2015.",
    },
  ],
  note: {
    en: "Response of 10 points and remission at 11 or less, as in the phase 3 trials of MDMA, are left out: no source was read.",
    nb: "Respons på 10 poeng og remisjon ved høyst 11, som i fase 3-studiene av MDMA, er utelatt: ingen kilde er lest.",
  },
};
