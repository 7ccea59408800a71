import type { LocalText } from "#kernel";
import type { EffectInputKind } from "./effect-size.types.ts";

/** One number that a measure needs, and what it must be. */
export interface InputField {
  readonly id: string;
  readonly label: LocalText;
  /** To follow "must be". */
  readonly domain: string;
  readonly holds: (value: number) => boolean;
  /** Checked instead of `holds` where fractions are allowed. */
  readonly holdsAsFraction?: (value: number) => boolean;
}

/** The numbers of one study, by field. */
export type InputRow = Readonly<Record<string, number>>;

/** A kind of input: its fields, how they bound one another, and where a zero calls for a correction. */
export interface InputKind {
  readonly errorCode: string;
  readonly fields: readonly InputField[];
  readonly relations: readonly {
    readonly field: string;
    readonly holds: (row: InputRow) => boolean;
    readonly domain: (row: InputRow) => string;
  }[];
  readonly hasZero?: (row: InputRow) => boolean;
  /** No events, or only events, in both groups. */
  readonly isDoubleZero?: (row: InputRow) => boolean;
}

const finite = (id: string, en: string, nb: string): InputField => ({
  id,
  label: { en, nb },
  domain: "a finite number",
  holds: Number.isFinite,
});
const positive = (id: string, en: string, nb: string): InputField => ({
  id,
  label: { en, nb },
  domain: "a number above 0",
  holds: (value) => Number.isFinite(value) && value > 0,
});
const whole = (id: string, least: number, en: string, nb: string): InputField => ({
  id,
  label: { en, nb },
  domain: `a whole number of at least ${least}`,
  holds: (value) => Number.isInteger(value) && value >= least,
  holdsAsFraction: (value) => Number.isFinite(value) && value >= least,
});
const between = (
  id: string,
  domain: string,
  holds: (value: number) => boolean,
  en: string,
  nb: string,
): InputField => ({ id, label: { en, nb }, domain, holds });

const within = (field: string, total: string): InputKind["relations"][number] => ({
  field,
  holds: (row) => row[field]! <= row[total]!,
  domain: (row) => `a whole number from 0 to the group's ${row[total]}`,
});

const n = whole("n", 2, "People", "Personer");
const r = between("r", "a correlation from -1 to 1", (x) => x >= -1 && x <= 1, "Correlation", "Korrelasjon");
const r2 = between("r2", "a share from 0 to below 1", (x) => x >= 0 && x < 1, "R²", "R²");
const predictors = whole("predictors", 1, "Predictors in the model", "Prediktorer i modellen");

const groupMeans = ([1, 2] as const).flatMap((group) => [
  finite(`m${group}`, `Mean, group ${group}`, `Gjennomsnitt, gruppe ${group}`),
  positive(`sd${group}`, `SD, group ${group}`, `Standardavvik, gruppe ${group}`),
  whole(`n${group}`, 2, `People, group ${group}`, `Personer, gruppe ${group}`),
]);
const groupCounts = ([1, 2] as const).flatMap((group) => [
  whole(`events${group}`, 0, `Events, group ${group}`, `Hendelser, gruppe ${group}`),
  whole(`n${group}`, 1, `People, group ${group}`, `Personer, gruppe ${group}`),
]);
const groupRates = ([1, 2] as const).flatMap((group) => [
  whole(`events${group}`, 0, `Events, group ${group}`, `Hendelser, gruppe ${group}`),
  positive(`time${group}`, `Person-time, group ${group}`, `Persontid, gruppe ${group}`),
]);

/** What each kind of input holds, as data: the fields of a form, and the checks of every number. */
export const inputKinds: Readonly<Record<EffectInputKind, InputKind>> = {
  twoMeans: { errorCode: "synthesis/bad-means", fields: groupMeans, relations: [] },
  prePost: {
    errorCode: "synthesis/bad-means",
    fields: [
      finite("meanPre", "Mean before", "Gjennomsnitt før"),
      positive("sdPre", "SD before", "Standardavvik før"),
      finite("meanPost", "Mean after", "Gjennomsnitt etter"),
      positive("sdPost", "SD after", "Standardavvik etter"),
      n,
      between(
        "r",
        "a correlation above -1 and below 1",
        (x) => x > -1 && x < 1,
        "Correlation of before and after",
        "Korrelasjon mellom før og etter",
      ),
    ],
    relations: [],
  },
  counts: {
    errorCode: "synthesis/bad-counts",
    fields: groupCounts,
    relations: [within("events1", "n1"), within("events2", "n2")],
    hasZero: ({ events1, n1, events2, n2 }) =>
      events1 === 0 || events2 === 0 || events1 === n1 || events2 === n2,
    isDoubleZero: ({ events1, n1, events2, n2 }) =>
      (events1 === 0 && events2 === 0) || (events1 === n1 && events2 === n2),
  },
  pairedCounts: {
    errorCode: "synthesis/bad-counts",
    fields: [
      whole("both", 0, "Pairs: yes and yes", "Par: ja og ja"),
      whole("onlyFirst", 0, "Pairs: yes, then no", "Par: ja, så nei"),
      whole("onlySecond", 0, "Pairs: no, then yes", "Par: nei, så ja"),
      whole("neither", 0, "Pairs: no and no", "Par: nei og nei"),
    ],
    relations: [
      {
        field: "neither",
        holds: (x) => x["both"]! + x["onlyFirst"]! + x["onlySecond"]! + x["neither"]! > 0,
        domain: () => "such that there is at least one pair",
      },
    ],
    hasZero: ({ both, onlyFirst, onlySecond, neither }) =>
      both === 0 || onlyFirst === 0 || onlySecond === 0 || neither === 0,
    isDoubleZero: ({ both, onlyFirst, onlySecond, neither }) =>
      (both === 0 && onlySecond === 0) || (onlyFirst === 0 && neither === 0),
  },
  twoRates: {
    errorCode: "synthesis/bad-rates",
    fields: groupRates,
    relations: [],
    hasZero: ({ events1, events2 }) => events1 === 0 || events2 === 0,
    isDoubleZero: ({ events1, events2 }) => events1 === 0 && events2 === 0,
  },
  rate: {
    errorCode: "synthesis/bad-rates",
    fields: [whole("events", 0, "Events", "Hendelser"), positive("time", "Person-time", "Persontid")],
    relations: [],
    hasZero: ({ events }) => events === 0,
  },
  proportion: {
    errorCode: "synthesis/bad-counts",
    fields: [whole("events", 0, "Events", "Hendelser"), whole("n", 1, "People", "Personer")],
    relations: [within("events", "n")],
    hasZero: ({ events, n: total }) => events === 0 || events === total,
  },
  correlation: { errorCode: "synthesis/bad-correlation", fields: [r, n], relations: [] },
  partialCorrelation: { errorCode: "synthesis/bad-correlation", fields: [r, n, predictors], relations: [] },
  semipartialCorrelation: {
    errorCode: "synthesis/bad-correlation",
    fields: [r, n, r2],
    relations: [
      {
        field: "r2",
        holds: (row) => row["r2"]! >= row["r"]! ** 2 * (1 - 1e-12),
        domain: () => "at least the square of the semi-partial correlation",
      },
    ],
  },
  explainedVariance: { errorCode: "synthesis/bad-correlation", fields: [r2, n, predictors], relations: [] },
  reliability: {
    errorCode: "synthesis/bad-reliability",
    fields: [
      between("alpha", "a number below 1", (x) => Number.isFinite(x) && x < 1, "Alpha", "Alfa"),
      whole("items", 2, "Items", "Ledd"),
      n,
    ],
    relations: [],
  },
  area: {
    errorCode: "synthesis/bad-area",
    fields: [
      between(
        "area",
        "a number from 0 to 1",
        (x) => x >= 0 && x <= 1,
        "Area or probability",
        "Areal eller sannsynlighet",
      ),
      whole("n1", 2, "People, group 1", "Personer, gruppe 1"),
      whole("n2", 2, "People, group 2", "Personer, gruppe 2"),
    ],
    relations: [],
  },
  oneMean: {
    errorCode: "synthesis/bad-means",
    fields: [finite("mean", "Mean", "Gjennomsnitt"), positive("sd", "SD", "Standardavvik"), n],
    relations: [],
  },
  oneSd: {
    errorCode: "synthesis/bad-means",
    fields: [positive("sd", "SD", "Standardavvik"), n],
    relations: [],
  },
  reported: {
    errorCode: "synthesis/bad-effect",
    fields: [finite("y", "Estimate", "Estimat"), positive("se", "Standard error", "Standardfeil")],
    relations: [],
  },
};
