import { type Relation, readRelation } from "./known-correlation.ts";
import type {
  CovarianceStructure,
  LevelLabel,
  NestedIntercepts,
  RandomTerm,
  StructuredEffects,
} from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { structureNames } from "./structures.ts";
import { pairs } from "./unstructured.ts";

/** A random term with its labels read: the effect of row i is that of level `inner[i]` within `outer[i]`. */
export interface Term {
  readonly name: string;
  readonly structure: CovarianceStructure | "intercept" | "known";
  readonly outer: Int32Array;
  readonly outerLabels: readonly string[];
  readonly inner: Int32Array;
  readonly innerLabels: readonly string[];
  /** Rank of each inner level, or its value for `CAR`. */
  readonly positions: Float64Array;
  /** Held values by variance and by correlation; `null` is estimated. */
  readonly fixedVariances: readonly (number | null)[];
  readonly fixedCorrelations: readonly (number | null)[];
  /** Correlations that some outer level tells about, in the order of the result. */
  readonly told: readonly boolean[];
  /** Known covariances of the inner levels, for `known`. */
  readonly relation?: Relation;
}

/** Labels as numbers from 0 in order of appearance. */
function number(labels: readonly string[]): { index: Int32Array; names: string[] } {
  const places = new Map<string, number>();
  const index = Int32Array.from(labels, (label) => {
    const place = places.get(label) ?? places.size;
    places.set(label, place);
    return place;
  });
  return { index, names: [...places.keys()] };
}

function checkLength(labels: readonly LevelLabel[], n: number, what: string): void {
  if (labels.length !== n)
    refuse(
      "bad-effects",
      `There are ${n} effects but ${labels.length} labels of ${what}.`,
      "Pass one label for each effect.",
    );
  const missing = labels.findIndex(
    (label) => label === undefined || label === null || label === "" || Number.isNaN(label),
  );
  if (missing >= 0)
    refuse(
      "bad-effects",
      `Effect ${missing + 1} has no label of ${what}.`,
      "Give every effect a level of each factor.",
    );
}

function held(
  values: readonly (number | null)[] | undefined,
  count: number,
  what: string,
  low: number,
  high: number,
): (number | null)[] {
  const list = [...(values ?? Array.from({ length: count }, () => null))];
  if (list.length !== count)
    refuse(
      "bad-options",
      `${what}: ${list.length} values held but there are ${count}.`,
      "Pass one value for each, null where it is estimated.",
    );
  const wrong = list.find((value) => value !== null && !(value >= low && value <= high));
  if (wrong !== undefined)
    refuse("bad-options", `${what}: ${wrong} cannot be held.`, `Pass values in [${low}, ${high}].`);
  return list;
}

function readNested(term: NestedIntercepts, n: number): Term[] {
  const depth = term.nested.length;
  const fixed = held(term.variances, depth, "Random intercepts", 0, Number.MAX_VALUE);
  if (term.known !== undefined && term.known.length !== depth)
    refuse(
      "bad-options",
      `Random intercepts: ${term.known.length} known correlations for ${depth} factors.`,
      "Pass one for each factor, null where its levels are independent.",
    );
  let joined: readonly string[] = Array.from({ length: n }, () => "");
  return term.nested.map((labels, at): Term => {
    const name = term.names?.[at] ?? `level ${at + 1}`;
    checkLength(labels, n, name);
    const before = joined;
    joined = labels.map((label, i) => (at === 0 ? String(label) : `${before[i]}/${label}`));
    const { index, names } = number(joined);
    const known = term.known?.[at] ?? null;
    const relation = known === null ? null : readRelation(known, names, name);
    if (relation !== null && names.length > 1)
      return readRelated(name, index, names, relation, fixed[at] ?? null);
    return {
      name,
      structure: "intercept",
      outer: index,
      outerLabels: names,
      inner: new Int32Array(n),
      innerLabels: [""],
      positions: new Float64Array(1),
      fixedVariances: [fixed[at] ?? null],
      fixedCorrelations: [],
      told: [],
    };
  });
}

/** Intercepts with known correlations: the levels are the inner ones of one outer level, which holds all rows. */
function readRelated(
  name: string,
  inner: Int32Array,
  innerLabels: readonly string[],
  relation: Relation,
  variance: number | null,
): Term {
  return {
    name,
    structure: "known",
    outer: new Int32Array(inner.length),
    outerLabels: [""],
    inner,
    innerLabels,
    positions: new Float64Array(innerLabels.length),
    fixedVariances: [variance],
    fixedCorrelations: [],
    told: [],
    relation,
  };
}

/** Levels in the order asked for, else numbers by value, else by code units. */
function orderLevels(term: StructuredEffects, name: string): string[] {
  const met = [...new Set(term.inner.map(String))];
  if (term.levels !== undefined) {
    const levels = term.levels.map(String);
    const absent = met.find((label) => !levels.includes(label));
    if (absent !== undefined)
      refuse(
        "bad-options",
        `${name}: level ${absent} is not in the order given.`,
        "List every inner level once.",
      );
    return levels.filter((label) => met.includes(label));
  }
  const numeric = met.every((label) => Number.isFinite(Number(label)));
  return met.sort((a, b) => (numeric ? Number(a) - Number(b) : a < b ? -1 : 1));
}

const ONE_CORRELATION = new Set<CovarianceStructure>(["CS", "HCS", "AR", "HAR", "CAR"]);

function readStructured(term: StructuredEffects, n: number): Term {
  const { structure } = term;
  if (!structureNames.includes(structure))
    refuse(
      "bad-options",
      `The structure ${structure} is unknown.`,
      `Pass one of ${structureNames.join(", ")}.`,
    );
  const name = term.name ?? "inner within outer";
  checkLength(term.inner, n, `${name} (inner)`);
  checkLength(term.outer, n, `${name} (outer)`);
  const innerLabels = orderLevels(term, name);
  const places = new Map(innerLabels.map((label, i) => [label, i]));
  const inner = Int32Array.from(term.inner, (label) => places.get(String(label))!);
  const { index: outer, names: outerLabels } = number(term.outer.map(String));
  const m = innerLabels.length;
  const positions = Float64Array.from(innerLabels, (label, i) => (structure === "CAR" ? Number(label) : i));
  if (!positions.every(Number.isFinite))
    refuse(
      "bad-options",
      `${name}: CAR needs numbers as inner levels.`,
      "Pass times or distances as inner levels, or choose AR.",
    );
  const variances = ["DIAG", "HCS", "HAR", "UN"].includes(structure) ? m : 1;
  const correlations =
    m === 1 ? 0 : structure === "UN" ? (m * (m - 1)) / 2 : ONE_CORRELATION.has(structure) ? 1 : 0;
  const together = pairsTogether(outer, inner, m);
  const told =
    structure === "UN"
      ? pairs(m).map(([i, j]) => together.has(i * m + j))
      : correlations === 1
        ? [together.size > 0]
        : [];
  return {
    name,
    structure,
    outer,
    outerLabels,
    inner,
    innerLabels,
    positions,
    fixedVariances: held(term.variances, variances, name, 0, Number.MAX_VALUE),
    fixedCorrelations: held(term.correlations, correlations, name, structure === "CAR" ? 0 : -1, 1),
    told: m === 1 ? [] : told,
  };
}

/** Pairs i < j of inner levels, as i m + j, that occur in one outer level. */
function pairsTogether(outer: Int32Array, inner: Int32Array, m: number): Set<number> {
  const within = new Map<number, Set<number>>();
  for (const [row, level] of outer.entries()) {
    const met = within.get(level);
    if (met === undefined) within.set(level, new Set([inner[row]!]));
    else met.add(inner[row]!);
  }
  const together = new Set<number>();
  for (const met of within.values())
    for (const i of met) for (const j of met) if (i < j) together.add(i * m + j);
  return together;
}

/**
 * Reads the labels of all random terms; each depth of a nesting becomes a term.
 *
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/unidentified-component`
 */
export function readTerms(random: readonly RandomTerm[], n: number): Term[] {
  const terms = random.flatMap((term) =>
    "nested" in term ? readNested(term, n) : [readStructured(term, n)],
  );
  for (const [at, term] of terms.entries()) {
    if (term.structure === "known") continue;
    if (term.structure !== "intercept") {
      const free = [...term.fixedVariances, ...term.fixedCorrelations].includes(null);
      if (free && term.outerLabels.length < 2) {
        refuse(
          "unidentified-component",
          `${term.name}: the outer factor has one level, which tells nothing about variances between levels.`,
          "Leave the term out, or hold its variances at values.",
        );
      }
      continue;
    }
    const twin = terms.slice(0, at).find((other) => samePartition(other, term));
    if (
      twin !== undefined &&
      (term.fixedVariances[0] ?? null) === null &&
      (twin.fixedVariances[0] ?? null) === null
    ) {
      refuse(
        "unidentified-component",
        `${twin.name} and ${term.name} divide the effects in the same way, so that their variances cannot be told apart.`,
        "Leave one of the two factors out.",
      );
    }
  }
  return terms;
}

/** Both are intercepts (or one variance for each inner level within outer) of the same groups of rows. */
function samePartition(a: Term, b: Term): boolean {
  if (a.structure !== "intercept" || b.structure !== "intercept") return false;
  return a.outerLabels.length === b.outerLabels.length && a.outer.every((level, i) => level === b.outer[i]);
}
