import { relatedShape } from "./known-correlation.ts";
import type { CovarianceComponent } from "./multilevel.types.ts";
import { refuse } from "./refuse.ts";
import { type Coordinate, type Shape, shapeOf } from "./structures.ts";
import type { Term } from "./terms.ts";
import { anglesOf, pairs } from "./unstructured.ts";

/** A component held at a value beyond those the terms hold. */
export interface Held {
  readonly term: number;
  readonly kind: "variance" | "correlation";
  /** Position among the term's variances or correlations. */
  readonly index: number;
  readonly value: number;
}

/** Variances and correlations of one term, in the order of the result. */
export interface TermValues {
  readonly variances: readonly number[];
  readonly correlations: readonly (number | null)[];
}

/** The free coordinates of all terms together, and what they make. */
export interface Parameters {
  readonly coordinates: readonly (Coordinate & { readonly term: number })[];
  covariances(x: Float64Array): Float64Array[];
  derivative(x: Float64Array, coordinate: number): Float64Array;
  /** Variances and correlations of each term. */
  values(x: Float64Array): TermValues[];
  /** The point of given values; correlations that are null start at 0. */
  pointOf(values: readonly TermValues[]): Float64Array;
}

interface Placed {
  readonly shape: Shape;
  /** Held coordinates; NaN where free. */
  readonly base: Float64Array;
  /** Which free coordinate stands at each place; -1 where held. */
  readonly free: Int32Array;
}

/** Levels of an unstructured term to put first, so that each held correlation is a coordinate of its own. */
function levelsFirst(term: Term, correlations: readonly (number | null)[]): readonly number[] {
  if (term.structure !== "UN") return [];
  const heldPairs = pairs(term.innerLabels.length).filter((_, c) => correlations[c] !== null);
  if (heldPairs.length === 0 || heldPairs.length === correlations.length) return [];
  const shared = heldPairs[0]!.find((level) => heldPairs.every((pair) => pair.includes(level)));
  if (shared === undefined) {
    refuse(
      "bad-options",
      `${term.name}: these correlations of UN cannot be held while others are estimated.`,
      "Hold all correlations, or only those of one level.",
    );
  }
  return [shared];
}

function coordinateOf({ kind, times = 1 }: Coordinate, value: number): number {
  if (kind === "variance") return value * times;
  if (kind === "deviation") return Math.sqrt(value);
  return kind === "angle" ? Math.acos(value) : value;
}

function shapeOfTerm(term: Term, correlations: readonly (number | null)[]): Shape {
  const { structure, positions, relation } = term;
  if (relation !== undefined) return relatedShape(relation);
  const named = structure === "intercept" || structure === "known" ? "ID" : structure;
  return shapeOf(named, positions, levelsFirst(term, correlations));
}

function place(term: Term, more: readonly Held[], start: number): Placed {
  const fixed = (kind: Held["kind"], values: readonly (number | null)[]): (number | null)[] =>
    values.map(
      (value, index) => more.find((one) => one.kind === kind && one.index === index)?.value ?? value,
    );
  const variances = fixed("variance", term.fixedVariances);
  // A correlation that no outer level tells about stays at 0, except in UN, where it is no coordinate.
  const correlations = fixed("correlation", term.fixedCorrelations).map((value, c) =>
    value === null && term.structure !== "UN" && term.told[c] === false ? 0 : value,
  );
  const shape = shapeOfTerm(term, correlations);
  const base = new Float64Array(shape.coordinates.length).fill(Number.NaN);
  const hold = (at: number, value: number): void => {
    base[at] = coordinateOf(shape.coordinates[at]!, value);
  };
  for (const [i, value] of variances.entries()) if (value !== null) hold(shape.varianceAt[i] ?? 0, value);
  if (term.structure === "UN" && correlations.length > 0 && !correlations.includes(null)) {
    const m = term.innerLabels.length;
    const r = new Float64Array(m * m).fill(1);
    for (const [c, [i, j]] of pairs(m).entries()) r[i * m + j] = r[j * m + i] = correlations[c]!;
    const angles = anglesOf(r, m);
    if (!reproduces(shape, angles, r)) {
      refuse(
        "bad-options",
        `${term.name}: the correlations held, ${correlations.join(", ")}, cannot all hold at once.`,
        "Hold the correlations of a positive semidefinite matrix.",
      );
    }
    for (const [a, angle] of angles.entries()) base[m + a] = angle;
  } else {
    for (const [c, value] of correlations.entries()) if (value !== null) hold(shape.correlationAt[c]!, value);
  }
  let next = start;
  const free = Int32Array.from(base, (value) => (Number.isNaN(value) ? next++ : -1));
  return { shape, base, free };
}

/** Whether angles give back a correlation matrix, up to what rounding does where it is singular. */
function reproduces(shape: Shape, angles: readonly number[], r: Float64Array): boolean {
  const g = shape.covariance(Float64Array.from([...new Array<number>(shape.size).fill(1), ...angles]));
  return g.every((value, cell) => Math.abs(value - r[cell]!) < 1e-7);
}

/**
 * Lays out the free coordinates of a model.
 *
 * @param more components held beyond those the terms hold, for profiles
 * @throws EvidensError `synthesis/bad-options`
 */
export function layOut(terms: readonly Term[], more: readonly Held[] = []): Parameters {
  const placed: Placed[] = [];
  const coordinates: (Coordinate & { readonly term: number })[] = [];
  for (const [t, term] of terms.entries()) {
    const one = place(
      term,
      more.filter((held) => held.term === t),
      coordinates.length,
    );
    placed.push(one);
    for (const [c, coordinate] of one.shape.coordinates.entries())
      if (one.free[c]! >= 0) coordinates.push({ ...coordinate, term: t });
  }
  const full = ({ base, free }: Placed, x: Float64Array): Float64Array =>
    base.map((value, c) => (free[c]! >= 0 ? x[free[c]!]! : value));
  return {
    coordinates,
    covariances: (x) => placed.map((one) => one.shape.covariance(full(one, x))),
    derivative: (x, coordinate) => {
      const one = placed[coordinates[coordinate]!.term]!;
      return one.shape.derivative(full(one, x), one.free.indexOf(coordinate));
    },
    values: (x) => placed.map((one, t) => valuesOf(terms[t]!, one.shape, full(one, x))),
    pointOf: (values) => {
      const x = new Float64Array(coordinates.length);
      for (const [t, { shape, free }] of placed.entries()) {
        const at = coordinatesOf(terms[t]!, shape, values[t]!);
        for (const [c, index] of free.entries()) if (index >= 0) x[index] = at[c]!;
      }
      return x;
    },
  };
}

function valuesOf(term: Term, shape: Shape, at: Float64Array): TermValues {
  const m = shape.size;
  if (term.relation !== undefined) return { variances: [at[0]! / term.relation.size], correlations: [] };
  const g = shape.covariance(at);
  const variances = term.fixedVariances.map((_, i) => g[i * m + i]!);
  const correlations = term.fixedCorrelations.map((_, c) => {
    if (term.told[c] === false) return null;
    if (term.structure !== "UN") return variances.every((v) => v === 0) ? null : at[shape.correlationAt[c]!]!;
    const [i, j] = pairs(m)[c]!;
    const size = Math.sqrt(g[i * m + i]! * g[j * m + j]!);
    return size === 0 ? null : Math.max(-1, Math.min(1, g[i * m + j]! / size));
  });
  return { variances, correlations };
}

function coordinatesOf(term: Term, shape: Shape, { variances, correlations }: TermValues): Float64Array {
  const m = shape.size;
  const at = new Float64Array(shape.coordinates.length);
  for (const [i, value] of variances.entries())
    at[shape.varianceAt[i] ?? 0] = coordinateOf(shape.coordinates[shape.varianceAt[i] ?? 0]!, value);
  if (term.structure === "UN" && m > 1) {
    const r = new Float64Array(m * m).fill(1);
    const rank = shape.varianceAt;
    for (const [c, [i, j]] of pairs(m).entries()) {
      r[rank[i]! * m + rank[j]!] = r[rank[j]! * m + rank[i]!] = correlations[c] ?? 0;
    }
    at.set(anglesOf(r, m), m);
  } else {
    for (const [c, value] of correlations.entries()) at[shape.correlationAt[c]!] = value ?? 0;
  }
  return at;
}

/** The components of a model with their names and whether they lie at the end of their range. */
export function componentsOf(terms: readonly Term[], values: readonly TermValues[]): CovarianceComponent[] {
  return terms.flatMap((term, t) => {
    const { variances, correlations } = values[t]!;
    const several = variances.length > 1;
    const low =
      term.structure === "CS" || term.structure === "HCS"
        ? -1 / (term.innerLabels.length - 1)
        : term.structure === "CAR"
          ? 0
          : -1;
    return [
      ...variances.map(
        (value, i): CovarianceComponent => ({
          kind: "variance",
          term: t,
          name: several ? `${term.name} ${term.innerLabels[i]}` : term.name,
          value,
          fixed: term.fixedVariances[i] !== null,
          atBoundary: value === 0,
        }),
      ),
      ...correlations.map(
        (value, c): CovarianceComponent => ({
          kind: "correlation",
          term: t,
          name:
            correlations.length > 1
              ? `${term.name} ${pairs(term.innerLabels.length)
                  [c]!.map((i) => term.innerLabels[i])
                  .join(", ")}`
              : term.name,
          value,
          fixed: term.fixedCorrelations[c] !== null,
          atBoundary: value !== null && (value >= 1 - 1e-12 || value <= low + 1e-12),
        }),
      ),
    ];
  });
}
