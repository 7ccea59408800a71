import { describe, expect, it } from "vitest";
import { type PooledResult, type PoolOptions, type PoolTest, pool, type Tau2Method } from "#synthesis";
import { expectClose, golden } from "./golden.ts";

const SETS = ["bcg", "hackshaw1998", "homogeneous-tau0", "k2", "k3-extreme", "normand1999", "raudenbush1985"];
const CLOSED = ["EE", "FE", "DL", "HE", "HS", "SJ"];
const SOLVED = ["REML", "ML", "EB", "PM"];

function optionsOf(method: string, test: string): PoolOptions {
  const common = method === "EE" || method === "FE";
  return {
    model: common ? "common" : "random",
    ...(common ? {} : { tau2: method as Tau2Method }),
    test: test as PoolTest,
  };
}

/** Our name, metafor's name, read from its list of results. */
const FIELDS = [
  ["estimate", "beta"],
  ["se", "se"],
  ["statistic", "zval"],
  ["p", "pval"],
  ["ciLow", "ci_lb"],
  ["ciHigh", "ci_ub"],
  ["tau2", "tau2"],
  ["seTau2", "se_tau2"],
  ["q", "QE"],
  ["qP", "QEp"],
  ["i2", "I2"],
  ["h2", "H2"],
] as const;

// biome-ignore lint/suspicious/noExplicitAny: the shape of a case is read by name
function expectFit(result: PooledResult, expected: any, tolerance: number, what: string): void {
  for (const [ours, theirs] of FIELDS) {
    const value = expected[theirs];
    const want = (Array.isArray(value) ? value[0] : value) as number | null;
    expectClose(result[ours], want, tolerance, `${what} ${ours}`);
  }
  expect(result.df).toBe(expected.ddf ?? null);
  expect(result.k).toBe(expected.k);
  expect(result.converged).toBe(true);
}

describe.each(SETS)("rma.uni on %s", (name) => {
  const { input, cases } = golden(`rma-uni-${name}`);
  const y = Float64Array.from(input.yi as number[]);
  const v = Float64Array.from(input.vi as number[]);
  const split = cases.map((c) => ({ ...c, parts: c.id.split("/") }));
  const fits = split.filter(({ parts }) => parts.length === 4 && parts[0] === "fit");

  const closed = fits.filter(({ parts }) => CLOSED.includes(parts[1]!));
  it.each(closed.map((c) => [c.id, c] as const))("%s: closed forms, 1e-10", (id, c) => {
    const options = optionsOf(c.parts[1]!, c.parts[2]!);
    expectFit(pool(y, v, options), c.expected, 1e-10, id);
  });

  const tight = fits.filter(({ parts }) => SOLVED.includes(parts[1]!) && parts[3] === "tight");
  it("has REML and ML under z and knha", () => expect(tight.length).toBe(8));
  it.each(tight.map((c) => [c.id, c] as const))("%s: the optimum, 1e-9", (id, c) => {
    const options = optionsOf(c.parts[1]!, c.parts[2]!);
    expectFit(pool(y, v, options), c.expected, 1e-9, id);
  });

  const printed = fits.filter(({ parts }) => SOLVED.includes(parts[1]!) && parts[3] === "default");
  it.each(printed.map((c) => [c.id, c] as const))("%s: metafor's own stopping point", (id, c) => {
    const options = { ...optionsOf(c.parts[1]!, c.parts[2]!), compat: "metafor" } as const;
    expectFit(pool(y, v, options), c.expected, 1e-9, id);
  });

  const predictions = split.filter(
    ({ id, args, parts }) =>
      parts[0] === "predict" &&
      [...CLOSED, ...SOLVED].includes(String(args.method)) &&
      !id.includes("transf"),
  );
  it.each(predictions.map((c) => [c.id, c] as const))("%s", (id, c) => {
    const riley = c.args.predtype === "Riley";
    const level = Number(c.args.level ?? 95) / 100;
    const result = pool(y, v, {
      ...optionsOf(String(c.args.method), String(c.args.test ?? "z")),
      level,
      prediction: riley ? "riley" : "test",
    });
    const { pi_lb, pi_ub, ci_lb, ci_ub } = c.expected as Record<string, (number | null)[]>;
    expectClose(result.ciLow, ci_lb![0]!, 1e-9, `${id} ciLow`);
    expectClose(result.ciHigh, ci_ub![0]!, 1e-9, `${id} ciHigh`);
    if (riley && y.length === 2) {
      // Two studies leave k - 2 = 0 degrees of freedom; metafor then uses 1, we give no interval.
      expect(result.predictionLow).toBeNull();
      return;
    }
    expectClose(result.predictionLow, pi_lb?.[0] ?? null, 1e-9, `${id} predictionLow`);
    expectClose(result.predictionHigh, pi_ub?.[0] ?? null, 1e-9, `${id} predictionHigh`);
  });

  const profiles = split.filter(
    ({ args, parts }) =>
      parts[0] === "confint" && args.type === "QP" && [...CLOSED, ...SOLVED].includes(String(args.method)),
  );
  it("has Q-profile intervals", () => expect(profiles.length).toBeGreaterThanOrEqual(3));
  it.each(profiles.map((c) => [c.id, c] as const))("%s", (id, c) => {
    const printedOnly = c.args.convergence !== "tight";
    const level = Number(c.args.level ?? 95) / 100;
    const method = String(c.args.method);
    const result = pool(y, v, {
      ...optionsOf(method, "z"),
      level,
      ...(printedOnly ? { compat: "metafor" as const } : {}),
    });
    const ceiling = Math.max(100, 10 * result.tau2!);
    const tolerance = printedOnly ? 1e-3 : 1e-8;
    // metafor searches no further than `ceiling`; our bound is the true one, at or beyond it.
    const [, low, high] = c.expected.tau2 as number[];
    expectClose(result.tau2Low, low!, tolerance, `${id} tau2Low`);
    expectClose(Math.min(result.tau2High!, ceiling), high!, tolerance, `${id} tau2High`);
    if (result.tau2High! > ceiling) return;
    expectClose(result.i2Low, c.expected.I2[1], tolerance, `${id} i2Low`);
    expectClose(result.i2High, c.expected.I2[2], tolerance, `${id} i2High`);
    expectClose(result.h2High, c.expected.H2[2], tolerance, `${id} h2High`);
  });
});

it("metafor's Q-profile bounds are replayed to its own digits", () => {
  const { input, cases } = golden("rma-uni-bcg");
  const c = cases.find(({ id }) => id === "confint/DL/QP/default")!;
  const result = pool(Float64Array.from(input.yi), Float64Array.from(input.vi), {
    tau2: "DL",
    test: "z",
    compat: "metafor",
  });
  expectClose(result.tau2Low, c.expected.tau2[1], 1e-9, "lower");
  expectClose(result.tau2High, c.expected.tau2[2], 1e-9, "upper");
});

describe.each(["bcg", "hackshaw1998", "raudenbush1985"])("weights of %s", (name) => {
  const { input, cases } = golden(`diagnostics-${name}`);
  const used = cases.filter(({ id }) => id.startsWith("weights/"));
  it.each(used.map((c) => [c.id, c] as const))("%s", (id, c) => {
    const result = pool(
      Float64Array.from(input.yi),
      Float64Array.from(input.vi),
      optionsOf(String(c.args.method), "z"),
    );
    (c.expected.weights as number[]).forEach((weight, i) => {
      expectClose(result.weights[i]!, weight, 1e-9, `${id} ${i + 1}`);
    });
  });
});
