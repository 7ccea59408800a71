import type { Instrument } from "../instrument.types.ts";
import { NO_MISSING_RULE, numbered } from "./parts.ts";

export const bdi2: Instrument = {
  id: "bdi-ii",
  name: { en: "Beck Depression Inventory, second edition", nb: "Beck Depression Inventory, andre utgave" },
  abbreviation: "BDI-II",
  higherIsWorse: true,
  items: numbered(21, [0, 3]),
  scales: [],
  total: { range: [0, 63], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "important-17.5",
      kind: "important-change",
      unit: "percent",
      value: 17.5,
      preferred: true,
      source: {
        reference:
          "Button KS, Kounali D, Thomas L, et al. Minimal clinically important difference on the Beck Depression Inventory-II according to the patient's perspective. Psychol Med. 2015;45(15):3269-3279.",
        doi: "10.1017/S0033291715001270",
      },
      note: {
        en: "32 % for long depression that did not respond to antidepressants, in the same source.",
        nb: "32 % ved langvarig depresjon uten effekt av antidepressiva, i samme kilde.",
      },
    },
    {
      id: "minimal-13",
      kind: "cut-off",
      unit: "score",
      value: 13,
      source: {
        reference:
          "Beck AT, Steer RA, Brown GK. Manual for the Beck Depression Inventory-II. Psychological Corporation; 1996.",
      },
      note: {
        en: "At most so much: minimal. Mild 14 to 19, moderate 20 to 28, severe 29 to 63.",
        nb: "Høyst så mye: minimal. Mild 14 til 19, moderat 20 til 28, alvorlig 29 til 63.",
      },
    },
  ],
  sources: [
    {
      reference:
        "Beck AT, Steer RA, Brown GK. Manual for the Beck Depression Inventory-II. Psychological Corporation; 1996.",
    },
  ],
  note: {
    en: "Response, remission and reliable change have no one limit and are left out; state those of your protocol.",
    nb: "Respons, remisjon og pålitelig endring har ingen felles grense og er utelatt; oppgi dem i protokollen din.",
  },
};

export const phq9: Instrument = {
  id: "phq-9",
  name: { en: "Patient Health Questionnaire, depression", nb: "Patient Health Questionnaire, depresjon" },
  abbreviation: "PHQ-9",
  higherIsWorse: true,
  items: numbered(9, [0, 3]),
  scales: [],
  total: { range: [0, 27], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "important-5",
      kind: "important-change",
      unit: "points",
      value: 5,
      preferred: true,
      source: {
        reference:
          "Löwe B, Unützer J, Callahan CM, Perkins AJ, Kroenke K. Monitoring depression treatment outcomes with the Patient Health Questionnaire-9. Med Care. 2004;42(12):1194-1201.",
        doi: "10.1097/00005650-200412000-00006",
      },
      note: { en: "Two standard errors of measurement.", nb: "To standard målefeil." },
    },
    {
      id: "cut-off-10",
      kind: "cut-off",
      unit: "score",
      value: 10,
      source: {
        reference:
          "Kroenke K, Spitzer RL, Williams JBW. The PHQ-9: validity of a brief depression severity measure. J Gen Intern Med. 2001;16(9):606-613.",
        doi: "10.1046/j.1525-1497.2001.016009606.x",
      },
    },
  ],
  sources: [
    {
      reference:
        "Kroenke K, Spitzer RL, Williams JBW. The PHQ-9: validity of a brief depression severity measure. J Gen Intern Med. 2001;16(9):606-613.",
      doi: "10.1046/j.1525-1497.2001.016009606.x",
    },
  ],
  note: {
    en: "Response of 50 % and remission below 5 are common but were not read in a source, and are left out.",
    nb: "Respons på 50 % og remisjon under 5 er vanlig, men ble ikke lest i en kilde, og er utelatt.",
  },
};

export const gad7: Instrument = {
  id: "gad-7",
  name: { en: "Generalized Anxiety Disorder scale", nb: "Generalized Anxiety Disorder, angstskala" },
  abbreviation: "GAD-7",
  higherIsWorse: true,
  items: numbered(7, [0, 3]),
  scales: [],
  total: { range: [0, 21], by: "sum-of-items" },
  missingItems: NO_MISSING_RULE,
  thresholds: [
    {
      id: "reliable-6",
      kind: "reliable-change",
      unit: "points",
      value: 6,
      preferred: true,
      source: {
        reference:
          "Bischoff T, Anderson SR, Heafner J, Tambling R. Establishment of a reliable change index for the GAD-7. Psychol Community Health. 2020;8(1).",
        doi: "10.5964/pch.v8i1.309",
      },
    },
    {
      id: "important-4",
      kind: "important-change",
      unit: "points",
      value: 4,
      preferred: true,
      source: {
        reference:
          "Toussaint A, Hüsing P, Gumz A, et al. Sensitivity to change and minimal clinically important difference of the 7-item Generalized Anxiety Disorder Questionnaire (GAD-7). J Affect Disord. 2020;265:395-401.",
        doi: "10.1016/j.jad.2020.01.032",
      },
    },
    {
      id: "cut-off-10",
      kind: "cut-off",
      unit: "score",
      value: 10,
      source: {
        reference:
          "Spitzer RL, Kroenke K, Williams JBW, Löwe B. A brief measure for assessing generalized anxiety disorder: the GAD-7. Arch Intern Med. 2006;166(10):1092-1097.",
        doi: "10.1001/archinte.166.10.1092",
      },
    },
  ],
  sources: [
    {
      reference:
        "Spitzer RL, Kroenke K, Williams JBW, Löwe B. A brief measure for assessing generalized anxiety disorder: the GAD-7. Arch Intern Med. 2006;166(10):1092-1097.",
      doi: "10.1001/archinte.166.10.1092",
    },
  ],
  note: {
    en: "Response and remission have no limit in the sources read, and are left out.",
    nb: "Respons og remisjon har ingen grense i kildene som er lest, og er utelatt.",
  },
};
