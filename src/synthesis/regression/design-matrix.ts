import { matrix } from "#numerics";
import { refuseDesign } from "./refuse-input.ts";
import type { Design, DesignTermColumns } from "./regression.types.ts";

/** A moderator that sorts the studies into levels. */
export interface CategoricalModerator {
  /** The level of each study, length k. */
  readonly values: readonly string[];
  /** The level others are compared with; default the first in the order of their characters' codes. */
  readonly reference?: string;
}

/** Moderators by name: numbers, or levels. */
export type Moderators = Readonly<Record<string, ArrayLike<number> | CategoricalModerator>>;

/** A moderator by name, or several that interact. */
export type DesignTerm = string | readonly string[];

export interface DesignOptions {
  /** Default true. Without it the first categorical term gets a column for every level. */
  readonly intercept?: boolean;
}

interface Column {
  readonly name: string;
  readonly values: readonly number[];
}

function isCategorical(
  moderator: ArrayLike<number> | CategoricalModerator,
): moderator is CategoricalModerator {
  return "values" in moderator && !("length" in moderator);
}

/** Levels with the reference first, the others in the order of their characters' codes. */
function levelsOf(name: string, { values, reference }: CategoricalModerator): string[] {
  const blank = values.findIndex((value) => typeof value !== "string" || value.trim() === "");
  if (blank >= 0)
    refuseDesign(
      `Moderator ${name} of study ${blank + 1} has no level.`,
      "Leave out studies whose moderators are not known.",
    );
  const levels = [...new Set(values)].sort();
  if (levels.length < 2)
    refuseDesign(`Moderator ${name} has the level ${levels.join("")} alone.`, "Leave out this moderator.");
  const first = reference ?? levels[0]!;
  if (!levels.includes(first))
    refuseDesign(
      `The reference level ${first} of ${name} is in no study.`,
      `Choose one of ${levels.join(", ")}.`,
    );
  return [first, ...levels.filter((level) => level !== first)];
}

function lengthOf(moderator: ArrayLike<number> | CategoricalModerator): number {
  return isCategorical(moderator) ? moderator.values.length : moderator.length;
}

function columnsOf(
  name: string,
  moderator: ArrayLike<number> | CategoricalModerator,
  everyLevel: boolean,
): Column[] {
  if (!isCategorical(moderator)) return [{ name, values: Array.from(moderator) }];
  return levelsOf(name, moderator)
    .slice(everyLevel ? 0 : 1)
    .map((level) => ({
      name: `${name}=${level}`,
      values: moderator.values.map((value) => (value === level ? 1 : 0)),
    }));
}

/** Each column of one moderator times each of the next; the first moderator's columns run fastest. */
function interact(a: readonly Column[], b: readonly Column[]): Column[] {
  return b.flatMap((right) =>
    a.map((left) => ({
      name: `${left.name} × ${right.name}`,
      values: left.values.map((value, i) => value * right.values[i]!),
    })),
  );
}

/** An interaction is read beside its parts; without them its coefficients would mean something else. */
function checkMargins(term: readonly string[], terms: readonly (readonly string[])[]): void {
  if (term.length < 2) return;
  for (const left of term) {
    const margin = term.filter((name) => name !== left);
    const there = terms.some(
      (other) => other.length === margin.length && margin.every((name) => other.includes(name)),
    );
    if (!there)
      refuseDesign(
        `The interaction ${term.join(" × ")} stands without ${margin.join(" × ")}.`,
        "Add the parts of every interaction as terms of their own.",
      );
  }
}

/**
 * Builds a design from moderators: numbers as they are, levels by treatment contrasts (one column per level but
 * the reference), interactions as products.
 *
 * @param terms moderators by name, interactions as lists of names; their parts must be terms too
 * @param moderators the values, all of length k >= 1
 * @returns k rows; a column of ones first unless it is left out, then the columns of each term in their order
 * @throws EvidensError `synthesis/bad-design`
 * Source: treatment contrasts as in Chambers and Hastie 1992, Statistical Models in S, chapter 2.
 * Checked: tests/synthesis/design-matrix.test.ts, against R's model matrices.
 */
export function designMatrix(
  terms: readonly DesignTerm[],
  moderators: Moderators,
  options: DesignOptions = {},
): Design {
  const { intercept = true } = options;
  const lists = terms.map((term) => (typeof term === "string" ? [term] : [...term]));
  const unknown = lists.flat().find((name) => !Object.hasOwn(moderators, name));
  if (unknown !== undefined)
    refuseDesign(`There is no moderator ${unknown}.`, `Choose from ${Object.keys(moderators).join(", ")}.`);
  if (lists.some((term) => term.length === 0 || new Set(term).size < term.length))
    refuseDesign("A term is empty or names a moderator twice.", "Name each moderator of a term once.");
  const lengths = [...new Set(Object.values(moderators).map(lengthOf))];
  const k = lengths[0] ?? 0;
  if (lengths.length !== 1 || k === 0)
    refuseDesign(
      `The moderators have ${lengths.join(", ") || "no"} values.`,
      "Pass moderators with one value for each study.",
    );
  const columns: Column[] = intercept ? [{ name: "intercept", values: new Array<number>(k).fill(1) }] : [];
  const spans: DesignTermColumns[] = [];
  let everyLevel = !intercept;
  for (const term of lists) {
    checkMargins(term, lists);
    const references: Record<string, string> = {};
    const parts = term.map((name) => {
      const moderator = moderators[name]!;
      if (!isCategorical(moderator)) return columnsOf(name, moderator, false);
      references[name] = levelsOf(name, moderator)[0]!;
      const whole = everyLevel && term.length === 1;
      if (whole) everyLevel = false;
      return columnsOf(name, moderator, whole);
    });
    const made = parts.slice(1).reduce(interact, parts[0]!);
    spans.push({ term: term.join(" × "), columns: made.map((_, j) => columns.length + j), references });
    columns.push(...made);
  }
  if (columns.length === 0) refuseDesign("The design has no column.", "Add a term or the intercept.");
  const values = new Float64Array(k * columns.length);
  columns.forEach((column, j) => {
    column.values.forEach((value, i) => {
      values[i * columns.length + j] = value;
    });
  });
  return {
    matrix: matrix(k, columns.length, values),
    names: columns.map(({ name }) => name),
    terms: spans,
  };
}
