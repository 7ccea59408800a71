import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import {
  type CountOptions,
  type Effect,
  genericEffect,
  hedgesCorrection,
  type MdOptions,
  meanDifference,
  measures,
  type NotEstimable,
  oddsRatio,
  riskRatio,
  type SmdOptions,
  standardisedMeanDifference,
  toShown,
} from "#synthesis";
import { expectClose, type GoldenCase, golden } from "./golden.ts";

const TOLERANCE = 1e-10;

function expectEffects(effects: readonly (Effect | NotEstimable | null)[], c: GoldenCase): void {
  const { yi, vi } = c.expected as { yi: (number | null)[]; vi: (number | null)[] };
  expect(effects.length).toBe(yi.length);
  effects.forEach((effect, i) => {
    expectClose(effect?.y ?? null, yi[i]!, TOLERANCE, `${c.id} y of row ${i + 1}`);
    expectClose(effect?.v ?? null, vi[i]!, TOLERANCE, `${c.id} v of row ${i + 1}`);
  });
}

describe.each(["normand1999", "curtis1998"])("means of %s against metafor escalc", (name) => {
  const { input, cases } = golden(`escalc-means-${name}`);
  const { m1i, sd1i, n1i, m2i, sd2i, n2i } = input.data as Record<string, number[]>;
  const rows = m1i!.map((m1, i) => ({
    m1,
    sd1: sd1i![i]!,
    n1: n1i![i]!,
    m2: m2i![i]!,
    sd2: sd2i![i]!,
    n2: n2i![i]!,
  }));
  const wanted = ["SMD/LS", "SMD/LS2", "SMD/UB", "MD/LS", "MD/HO"];
  const used = cases.filter((c) => wanted.includes(c.id));
  it("has every variance", () => expect(used.map((c) => c.id).sort()).toEqual([...wanted].sort()));
  it.each(used.map((c) => [c.id, c] as const))("%s", (id, c) => {
    const variance = id.split("/")[1];
    const of = id.startsWith("SMD")
      ? (row: (typeof rows)[number]) =>
          standardisedMeanDifference(row, { variance: variance as NonNullable<SmdOptions["variance"]> })
      : (row: (typeof rows)[number]) =>
          meanDifference(row, { variance: variance as NonNullable<MdOptions["variance"]> });
    expectEffects(rows.map(of), c);
  });
});

describe.each(["bcg", "yusuf1985-table6"])("2x2 tables of %s against metafor escalc", (name) => {
  const { input, cases } = golden(`escalc-2x2-${name}`);
  const data = (input.data ?? input) as Record<string, (number | null)[]>;
  const [a, b, c, d] = [data.ai!, data.bi!, data.ci!, data.di!];
  const rows = a.map((ai, i) =>
    ai === null ? null : { events1: ai, n1: ai + b[i]!, events2: c[i]!, n2: c[i]! + d[i]! },
  );
  const options: Readonly<Record<string, CountOptions>> = {
    LS: {},
    "LS/to=all": { to: "all" },
    "LS/to=none": { to: "none" },
    "LS/add=0.25": { add: 0.25 },
    "LS/drop00=TRUE": { dropDoubleZero: true },
  };
  const used = cases.filter(({ id }) => {
    const [measure, ...rest] = id.split("/");
    return (measure === "RR" || measure === "OR") && Object.hasOwn(options, rest.join("/"));
  });
  it("has both measures under every rule", () => expect(used.length).toBe(10));
  it.each(used.map((used) => [used.id, used] as const))("%s", (id, used) => {
    const of = id.startsWith("RR") ? riskRatio : oddsRatio;
    const rule = options[id.slice(3)]!;
    expectEffects(
      rows.map((row) => row && of(row, rule)),
      used,
    );
  });
});

it("Hedges' correction is the exact one, on both sides of the switch of formula", () => {
  const m = [2, 3, 5, 17, 61, 95, 344, 1000, 100000];
  // R 4.2.2: exp(lgamma(m/2) - log(sqrt(m/2)) - lgamma((m-1)/2))
  const want = [
    0.5641895835477563, 0.7236012545582677, 0.8407486824596893, 0.955111505613535, 0.9876458224496825,
    0.9920809432829722, 0.9978179171666023, 0.999249781179478, 0.9999925000292239,
  ];
  // At 100000 the reference itself has lost digits to two large log-gammas; 1 - 3/(4m) - 7/(32m²) is the check.
  m.forEach((df, i) => {
    expectClose(hedgesCorrection(df), want[i]!, df > 1e4 ? 1e-10 : 1e-12, `J(${df})`);
  });
  expectClose(hedgesCorrection(1e5), 1 - 0.75e-5 - (7 / 32) * 1e-10, 1e-14, "J(100000) by its expansion");
  expectClose(hedgesCorrection(200), hedgesCorrection(200.0001), 1e-8, "continuity at 200");
});

describe("bad input", () => {
  const good = { m1: 10, sd1: 2, n1: 20, m2: 11, sd2: 3, n2: 20 };
  const caught = (run: () => unknown): EvidensError => {
    try {
      run();
    } catch (error) {
      if (error instanceof EvidensError) return error;
    }
    throw new Error("nothing was refused");
  };
  it.each([
    ["sd1", -2],
    ["sd2", 0],
    ["n1", 1],
    ["n2", 10.5],
    ["m1", Number.NaN],
    ["n1", Number.POSITIVE_INFINITY],
  ])("means: %s of %d is refused by name and value", (field, value) => {
    const error = caught(() => standardisedMeanDifference({ ...good, [field]: value }));
    expect(error.code).toBe("synthesis/bad-means");
    expect(error.kind).toBe("invalid");
    expect(error.message).toContain(`${field} is ${value}`);
    expect(error.remedy).not.toBe("");
    expect(error.problems.map((problem) => problem.field)).toEqual([field]);
  });
  it("reports every bad field at once", () => {
    const error = caught(() => meanDifference({ ...good, sd1: -1, n2: 0 }));
    expect(error.problems.map((problem) => problem.field)).toEqual(["sd1", "n2"]);
  });
  it.each([
    [{ events1: 21, n1: 20, events2: 1, n2: 20 }, "events1"],
    [{ events1: -1, n1: 20, events2: 1, n2: 20 }, "events1"],
    [{ events1: 1, n1: 20, events2: 1.5, n2: 20 }, "events2"],
    [{ events1: 0, n1: 0, events2: 1, n2: 20 }, "n1"],
  ])("counts: %j names %s", (data, field) => {
    for (const of of [riskRatio, oddsRatio]) {
      const error = caught(() => of(data));
      expect(error.code).toBe("synthesis/bad-counts");
      expect(error.problems.map((problem) => problem.field)).toContain(field);
    }
  });
  it("a standard error of 0 is refused", () => {
    expect(caught(() => genericEffect(0.5, 0)).code).toBe("synthesis/bad-effect");
  });
});

describe("what a reader must know", () => {
  it("a double-zero table that is dropped says why", () => {
    const dropped = riskRatio({ events1: 0, n1: 9, events2: 0, n2: 8 }, { dropDoubleZero: true });
    expect(dropped.estimable).toBe(false);
    expect(dropped.estimable ? "" : dropped.reason.code).toBe("double-zero");
  });
  it("an undefined ratio is not a number in disguise", () => {
    const none = riskRatio({ events1: 0, n1: 9, events2: 2, n2: 8 }, { to: "none" });
    expect(none).toMatchObject({ estimable: false, y: null, v: null, reason: { code: "zero-cell" } });
    // Only events in both groups: the variance of the log risk ratio would be 0.
    const certain = riskRatio({ events1: 9, n1: 9, events2: 8, n2: 8 }, { to: "none" });
    expect(certain.estimable).toBe(false);
  });
  it("corrected cells are stated, untouched ones are not", () => {
    const codes = (e: Effect | NotEstimable) => (e.estimable ? e.assumptions.map((a) => a.code) : []);
    expect(codes(oddsRatio({ events1: 0, n1: 9, events2: 2, n2: 8 }))).toContain("cells-corrected");
    expect(codes(oddsRatio({ events1: 1, n1: 9, events2: 2, n2: 8 }))).not.toContain("cells-corrected");
  });
  it("a standard error given as an SD is suspected", () => {
    const large = standardisedMeanDifference({ m1: 20, sd1: 2, n1: 20, m2: 10, sd2: 2, n2: 20 });
    expect(large.warnings.map((warning) => warning.code)).toEqual(["smd-above-2"]);
  });
  it("ratios are shown as ratios", () => {
    expect(toShown("RR", Math.log(1.5))).toBeCloseTo(1.5, 14);
    expect(toShown("SMD", -0.7)).toBe(-0.7);
    for (const measure of Object.values(measures)) expect(toShown(measure.id, 0)).toBe(measure.nullShown);
  });
});
