import type { Instrument } from "../instrument.types.ts";
import { ids, idsBetween, MARX_2022, NO_MISSING_RULE, numbered } from "./parts.ts";

export const pcl5: Instrument = {
  id: "pcl-5",
  name: { en: "PTSD Checklist for DSM-5", nb: "PTSD Checklist for DSM-5 (selvutfylling)" },
  abbreviation: "PCL-5",
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
      id: "reliable-15",
      kind: "reliable-change",
      unit: "points",
      value: 15,
      preferred: true,
      source: MARX_2022,
      note: {
        en: "Sample 1 (n = 198); sample 2 (n = 102) gave 18.",
        nb: "Utvalg 1 (n = 198); utvalg 2 (n = 102) ga 18.",
      },
    },
    {
      id: "csc-28",
      kind: "cut-off",
      unit: "score",
      value: 28,
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
        "Blevins CA, Weathers FW, Davis MT, Witte TK, Domino JL. The Posttraumatic Stress Disorder Checklist for DSM-5 (PCL-5): development and initial psychometric evaluation. J Trauma Stress. 2015;28(6):489-498.",
      doi: "10.1002/jts.22059",
    },
  ],
  note: {
    en: "Screening cut-offs of 31 to 33 depend on the population and are left out; they say nothing about change.",
    nb: "Screeninggrenser på 31 til 33 avhenger av utvalget og er utelatt; de sier ikke noe om endring.",
  },
};

export const ies: Instrument = {
  id: "ies",
  name: { en: "Impact of Event Scale", nb: "Impact of Event Scale (IES)" },
  abbreviation: "IES",
  higherIsWorse: true,
  items: numbered(15, [0, 5]).map((item) => ({ ...item, values: [0, 1, 3, 5] })),
  scales: [
    {
      id: "intrusion",
      label: { en: "Intrusion", nb: "Påtrengende minner" },
      items: ids(1, 4, 5, 6, 10, 11, 14),
      range: [0, 35],
      by: "sum",
    },
    {
      id: "avoidance",
      label: { en: "Avoidance", nb: "Unngåelse" },
      items: ids(2, 3, 7, 8, 9, 12, 13, 15),
      range: [0, 40],
      by: "sum",
    },
  ],
  total: { range: [0, 75], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [],
  sources: [
    {
      reference:
        "Horowitz M, Wilner N, Alvarez W. Impact of Event Scale: a measure of subjective stress. Psychosom Med. 1979;41(3):209-218.",
      doi: "10.1097/00006842-197905000-00004",
    },
    {
      reference:
        "Sundin EC, Horowitz MJ. Impact of Event Scale: psychometric properties. Br J Psychiatry. 2002;180(3):205-209.",
      doi: "10.1192/bjp.180.3.205",
    },
  ],
  note: {
    en: "Items are scored 0, 1, 3 or 5. Limits of 19 and the like are in use without a source that could be read, and are left out.",
    nb: "Ledd skåres 0, 1, 3 eller 5. Grenser som 19 er i bruk uten en kilde som kunne leses, og er utelatt.",
  },
};

export const iesR: Instrument = {
  id: "ies-r",
  name: { en: "Impact of Event Scale – Revised", nb: "Impact of Event Scale – Revised (IES-R)" },
  abbreviation: "IES-R",
  higherIsWorse: true,
  items: numbered(22, [0, 4]),
  scales: [
    {
      id: "intrusion",
      label: { en: "Intrusion", nb: "Påtrengende minner" },
      items: ids(1, 2, 3, 6, 9, 14, 16, 20),
      range: [0, 4],
      by: "mean",
    },
    {
      id: "avoidance",
      label: { en: "Avoidance", nb: "Unngåelse" },
      items: ids(5, 7, 8, 11, 12, 13, 17, 22),
      range: [0, 4],
      by: "mean",
    },
    {
      id: "hyperarousal",
      label: { en: "Hyperarousal", nb: "Overaktivering" },
      items: ids(4, 10, 15, 18, 19, 21),
      range: [0, 4],
      by: "mean",
    },
  ],
  total: { range: [0, 88], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "cut-off-33",
      kind: "cut-off",
      unit: "score",
      value: 33,
      source: {
        reference:
          "Creamer M, Bell R, Failla S. Psychometric properties of the Impact of Event Scale – Revised. Behav Res Ther. 2003;41(12):1489-1496.",
        doi: "10.1016/j.brat.2003.07.010",
      },
      note: { en: "Of the sum of all items, for screening.", nb: "Av summen av alle ledd, til screening." },
    },
  ],
  sources: [
    {
      reference:
        "Weiss DS, Marmar CR. The Impact of Event Scale – Revised. In: Wilson JP, Keane TM, eds. Assessing psychological trauma and PTSD. Guilford; 1997:399-411.",
    },
  ],
  note: {
    en: "Subscales are means of their items, as its authors score them; the total is the sum of all items. No limit of change was found.",
    nb: "Delskalaer er gjennomsnitt av leddene, slik opphavspersonene skårer dem; totalen er summen av alle ledd. Ingen grense for endring ble funnet.",
  },
};
