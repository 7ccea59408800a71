import { describe, expect, it } from "vitest";
import { chiSquareQuantile } from "#numerics";
import {
  type CovarianceStructure,
  componentIntervals,
  type MultilevelData,
  type MultilevelFit,
  multilevel,
  type RandomTerm,
} from "#synthesis";
import { simulatedCases } from "./multilevel-cases.ts";
import { portableRandom } from "./naive-dense.ts";

/** Two or three outcomes of 25 studies. */
function sample(
  seed: number,
  outcomes: number,
): { data: Omit<MultilevelData, "random">; study: number[]; outcome: number[] } {
  const { uniform, normal } = portableRandom(seed);
  const study = Array.from({ length: 25 * outcomes }, (_, i) => Math.floor(i / outcomes));
  const outcome = study.map((_, i) => i % outcomes);
  const shared = Array.from({ length: 25 }, () => 0.5 * normal());
  const v = Float64Array.from(study, () => 0.02 + 0.05 * uniform());
  const y = v.map((one, i) => shared[study[i]!]! + 0.3 * normal() + Math.sqrt(one) * normal());
  return { data: { y, v, x: outcome.map((o) => [1, o]) }, study, outcome };
}

const termOf = (
  structure: CovarianceStructure | "nested",
  { study, outcome }: ReturnType<typeof sample>,
): RandomTerm =>
  structure === "nested"
    ? { nested: [study, study.map((_, i) => i)] }
    : { inner: outcome, outer: study, structure };

/** The term with one of its components held. */
function hold(
  term: RandomTerm,
  fit: MultilevelFit,
  kind: "variance" | "correlation",
  index: number,
  value: number,
): RandomTerm {
  const one = (count: number): (number | null)[] =>
    Array.from({ length: count }, (_, i) => (i === index ? value : null));
  if ("nested" in term) return { ...term, variances: one(term.nested.length) };
  return kind === "variance"
    ? { ...term, variances: one(fit.terms[0]!.variances.length) }
    : { ...term, correlations: one(fit.terms[0]!.correlations.length) };
}

describe.each([
  ["nested", 2],
  ["CS", 3],
  ["HCS", 2],
  ["UN", 2],
  ["UN", 3],
  ["AR", 3],
  ["DIAG", 2],
] as const)("%s with %i outcomes", (structure, outcomes) => {
  it.each(["REML", "ML"] as const)(
    "%s: each limit loses half the critical value, and a free fit beats it",
    (method) => {
      const one = sample(31, outcomes);
      const term = termOf(structure, one);
      const data = { ...one.data, random: [term] };
      const fit = multilevel(data, { method });
      const key = method === "REML" ? "reml" : "ml";
      const critical = chiSquareQuantile(0.95, 1);
      const counts = { variance: 0, correlation: 0 };
      for (const interval of componentIntervals(data, { method })) {
        const index = counts[interval.kind]++;
        expect(interval.low!).toBeLessThanOrEqual(interval.estimate!);
        expect(interval.high!).toBeGreaterThanOrEqual(interval.estimate!);
        for (const [limit, end] of [
          [interval.low!, interval.lowIsEnd],
          [interval.high!, interval.highIsEnd],
        ] as const) {
          const held = multilevel(
            { ...data, random: [hold(term, fit, interval.kind, index, limit)] },
            { method },
          );
          const loss = 2 * (fit[key].logLik - held[key].logLik);
          if (end) expect(loss).toBeLessThanOrEqual(critical + 1e-7);
          else expect(Math.abs(loss - critical)).toBeLessThan(1e-6);
        }
      }
    },
  );
});

it("finds limits on both sides of a negative correlation", () => {
  const { data } = simulatedCases(202).find(({ name }) => name === "AR")!;
  const [, rho] = componentIntervals(data, { method: "ML" });
  expect(rho!.estimate).toBeLessThan(0);
  expect(rho!.low).toBeLessThan(rho!.estimate!);
  expect(rho!.high).toBeGreaterThan(rho!.estimate!);
});

it("a variance of 0 has an interval that begins there", () => {
  const y = Float64Array.of(0.1, 0.12, 0.09, 0.11, 0.1, 0.13, 0.08, 0.1);
  const [interval] = componentIntervals({
    y,
    v: new Float64Array(8).fill(0.04),
    random: [{ nested: [[1, 2, 3, 4, 5, 6, 7, 8]] }],
  });
  expect(interval).toMatchObject({ estimate: 0, low: 0, lowIsEnd: true, highIsEnd: false });
});

it("a held component has no interval", () => {
  const one = sample(32, 2);
  const [interval] = componentIntervals({ ...one.data, random: [{ nested: [one.study], variances: [0.1] }] });
  expect(interval).toMatchObject({ estimate: 0.1, low: null, high: null });
});
