import { parse } from "yaml";
import type { DataSetEntry, ModelRequest } from "#contract";
import { outcomesOf, roleOf } from "./roles.ts";

export type Specification = ModelRequest["specification"];

export const STRUCTURES: readonly Specification["structures"][number][] = [
  "us",
  "toeph",
  "toep",
  "adh",
  "ad",
  "ar1h",
  "ar1",
  "csh",
  "cs",
];

/** What is tried where nobody chose a structure. */
export const FALLBACK: Specification["structures"] = ["us", "toeph", "csh", "ar1h", "cs"];

/** A name that a formula takes, quoted where it must be. */
const quoted = (name: string): string => (/^[\p{L}.][\p{L}\p{N}._]*$/u.test(name) ? name : `\`${name}\``);

/**
 * The model that pooled trials are usually analysed by: change from baseline by arm and visit, with the baseline and,
 * where there are several, the trial. Null while the variables it needs have no role.
 */
export function usualModel(dataSet: DataSetEntry, instrument: string | null): Specification | null {
  const participant = roleOf(dataSet, "participant");
  const arm = roleOf(dataSet, "arm");
  const visit = roleOf(dataSet, "visit");
  const outcome = outcomesOf(dataSet)[0];
  if (participant === null || arm === null || visit === null || outcome === undefined) return null;
  const trial = roleOf(dataSet, "trial");
  return specificationFor(dataSet, outcome.name, instrument, {
    arm: arm.name,
    visit: visit.name,
    subject: participant.name,
    trial: trial?.name ?? null,
  });
}

function specificationFor(
  dataSet: DataSetEntry,
  outcome: string,
  instrument: string | null,
  roles: {
    readonly arm: string;
    readonly visit: string;
    readonly subject: string;
    readonly trial: string | null;
  },
): Specification {
  const terms = [
    quoted(`${outcome}_baseline`),
    `${quoted(roles.arm)} * ${quoted(roles.visit)}`,
    ...(roles.trial === null ? [] : [quoted(roles.trial)]),
  ];
  return {
    id: slug(`${dataSet.id} ${outcome}`),
    dataSet: dataSet.id,
    derive: { outcome, ...(instrument === null ? {} : { instrument }) },
    formula: `${quoted(`${outcome}_change`)} ~ ${terms.join(" + ")}`,
    visit: roles.visit,
    subject: roles.subject,
    structures: FALLBACK,
    likelihood: "REML",
    degreesOfFreedom: "satterthwaite",
    arm: roles.arm,
  };
}

/** Small letters, digits and hyphens, as the name of a model is written. */
export function slug(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 100) || "model"
  );
}

/**
 * A specification from a file that was saved here or written by hand, with the usual choices where it makes none.
 * Null when it is of no model of this data set; what else is wrong with it is said where it is fitted.
 */
export function specificationFrom(text: string, dataSet: DataSetEntry): Specification | null {
  let read: unknown;
  try {
    read = parse(text);
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null) return null;
  const given = read as Partial<Specification>;
  const needed = [given.id, given.formula, given.visit, given.subject, given.arm];
  if (given.dataSet !== dataSet.id || !needed.every((part) => typeof part === "string")) return null;
  const usual = {
    structures: FALLBACK,
    likelihood: "REML",
    degreesOfFreedom: "satterthwaite",
  } as const;
  return { ...usual, ...given } as Specification;
}
