import type { CovarianceStructure, MultilevelData, MultilevelFit, RandomTerm } from "#synthesis";
import { type Dense, type NaiveTerm, portableRandom } from "./naive-dense.ts";

export interface SimulatedCase {
  readonly name: string;
  readonly data: MultilevelData;
  /** Sampling covariance entry by entry. */
  readonly v: Dense;
  readonly study: readonly number[];
}

type Draft = Omit<SimulatedCase, "name" | "data"> & {
  readonly y: Float64Array;
  readonly variances: Float64Array;
  readonly outcome: readonly number[];
  readonly time: readonly number[];
  readonly x: Dense;
};

/** Studies with one to four effects, a study effect and an effect of their own; correlated errors on demand. */
function draft(seed: number, studies: number, rho: number): Draft {
  const { uniform, normal } = portableRandom(seed);
  const study: number[] = [];
  const outcome: number[] = [];
  const time: number[] = [];
  const y: number[] = [];
  const variances: number[] = [];
  const x: Dense = [];
  for (let s = 0; s < studies; s++) {
    const effect = 0.4 * normal();
    const slope = uniform();
    for (let o = 0; o < 4; o++) {
      if (uniform() < 0.35) continue;
      const v = 0.02 + 0.2 * uniform();
      study.push(s);
      outcome.push(o);
      time.push([0, 1, 2.5, 4][o]!);
      variances.push(v);
      x.push([1, slope]);
      y.push(0.3 + 0.2 * o + effect + 0.2 * normal() + Math.sqrt(v) * normal());
    }
  }
  const v = variances.map((one, i) =>
    variances.map((other, j) => (i === j ? one : study[i] === study[j] ? rho * Math.sqrt(one * other) : 0)),
  );
  return { study, outcome, time, y: Float64Array.from(y), variances: Float64Array.from(variances), v, x };
}

const structures: readonly CovarianceStructure[] = ["ID", "DIAG", "CS", "HCS", "UN", "AR", "HAR", "CAR"];

/** Models of all kinds on simulated data. */
export function simulatedCases(seed: number): SimulatedCase[] {
  const one = draft(seed, 14, 0);
  const other = draft(seed + 1, 14, 0.5);
  const make = (name: string, from: Draft, random: readonly RandomTerm[]): SimulatedCase => ({
    name,
    data: { y: from.y, v: from === one ? from.variances : from.v, x: from.x, random },
    v: from.v,
    study: from.study,
  });
  const rows = one.study.map((_, i) => i);
  return [
    make("nested", one, [{ nested: [one.study, rows] }]),
    make("crossed", one, [{ nested: [one.study] }, { nested: [one.outcome] }, { nested: [rows] }]),
    make("nested, correlated errors", other, [{ nested: [other.study, other.outcome] }]),
    make("intercept beside CS", one, [
      { nested: [one.outcome] },
      { inner: one.outcome, outer: one.study, structure: "CS" },
    ]),
    ...structures.map((structure) =>
      make(structure, other, [
        { inner: structure === "CAR" ? other.time : other.outcome, outer: other.study, structure },
      ]),
    ),
  ];
}

/** The fit's terms for the naive formula. */
export function naiveTerms({ data }: SimulatedCase, fit: MultilevelFit): NaiveTerm[] {
  let t = 0;
  return data.random.flatMap((term): NaiveTerm[] => {
    if ("nested" in term) {
      return term.nested.map((_, depth) => {
        const labels =
          data.y.length === 0
            ? []
            : Array.from(data.y, (__, i) =>
                term.nested
                  .slice(0, depth + 1)
                  .map((list) => list[i])
                  .join("/"),
              );
        return {
          outer: labels,
          inner: labels.map(() => 0),
          g: fit.terms[t++]!.covariance.map((row) => [...row]),
        };
      });
    }
    const { innerLevels, covariance } = fit.terms[t++]!;
    return [
      {
        outer: term.outer,
        inner: term.inner.map((label) => innerLevels.indexOf(String(label))),
        g: covariance.map((row) => [...row]),
      },
    ];
  });
}
