import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  chiSquareQuantile,
  chiSquareTails,
  fTails,
  incompleteBeta,
  logGamma,
  normalDensity,
  normalQuantile,
  normalTails,
  tQuantile,
  tTails,
} from "#numerics";

interface Case {
  readonly id: string;
  readonly args: Readonly<Record<string, number | number[]>>;
  readonly expected: { readonly value: readonly (number | string)[] };
}
const golden = JSON.parse(
  readFileSync(new URL("../golden/numerics/distributions.json", import.meta.url), "utf8"),
) as { cases: Case[] };

type Check = (point: number, args: Readonly<Record<string, number>>) => number;
const side = (id: string): "lower" | "upper" => (id.includes("/upper") ? "upper" : "lower");

/** The function of ours that answers for a case, by the name of R's function. */
const answers: Readonly<Record<string, (id: string) => Check>> = {
  pnorm: (id) => (q) => normalTails(q)[side(id)],
  dnorm: () => (x) => normalDensity(x),
  qnorm: (id) => (p) => normalQuantile(p, side(id)),
  pt: (id) => (q, a) => tTails(q, a.df!)[side(id)],
  qt: (id) => (p, a) => tQuantile(p, a.df!, side(id)),
  pchisq: (id) => (q, a) => chiSquareTails(q, a.df!)[side(id)],
  qchisq: (id) => (p, a) => chiSquareQuantile(p, a.df!, side(id)),
  pf: (id) => (q, a) => fTails(q, a.df1!, a.df2!)[side(id)],
  pbeta: () => (q, a) => incompleteBeta(a.a!, a.b!, q).lower,
  lgamma: () => (x) => logGamma(x),
};
const cases = golden.cases.filter(
  (c) => c.id.split("/")[0]! in answers && !c.id.includes("noncentral") && !c.id.includes("/log"),
);

describe("distributions against R nmath", () => {
  it("covers the families used by the synthesis room", () => {
    expect(cases.length).toBeGreaterThan(70);
  });
  it.each(cases.map((c) => [c.id, c] as const))("%s", (id, c) => {
    const check = answers[id.split("/")[0]!]!(id);
    const { q, p, x, ...rest } = c.args;
    const points = (q ?? p ?? x) as number[];
    for (const [i, point] of points.entries()) {
      const want = Number(c.expected.value[i]);
      const got = check(point, rest as Record<string, number>);
      const error = want === got ? 0 : Math.abs(got - want) / Math.abs(want);
      expect(error, `${id} at ${point}: ${got}, R ${want}`).toBeLessThanOrEqual(1e-10);
    }
  });
});
