import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type BaselineTestName,
  baselineTable,
  type NumberSummary,
  standardisedDifference,
  standardisedDifferenceOfShares,
} from "#participants";
import { dataOf, simulatedData } from "./data.ts";

const golden = JSON.parse(
  readFileSync(new URL("../golden/synthesis/tests-classic.json", import.meta.url), "utf8"),
) as {
  input: Record<string, number[]>;
  cases: { id: string; args: { table?: number[][] }; expected: Record<string, number> }[];
};
const { x, y } = golden.input as Record<"x" | "y", number[]>;
const expected = (id: string) => golden.cases.find((one) => one.id === id)!;

/** The groups of the reference as participants, with the 2 by 2 table as their sex. */
const [[a, b], [c, d]] = expected("chisq/twobytwo/yates").args.table as [[number, number], [number, number]];
const sexes = [...Array(a).fill("f"), ...Array(b).fill("m"), ...Array(c).fill("f"), ...Array(d).fill("m")];
const data = dataOf(
  `id,arm,age,sex\n${sexes
    .map((sex, at) => {
      const first = at < a + b;
      return `${at},${first ? "one" : "two"},${(first ? x[at] : y[at - a - b]) ?? ""},${sex}`;
    })
    .join("\n")}`,
  [
    { name: "id", type: "text", role: "participant" },
    { name: "arm", type: "category", role: "arm" },
    { name: "age", type: "number", role: "baseline", unit: "years" },
    { name: "sex", type: "category", role: "baseline", levels: ["f", "m"] },
  ],
);
const table = baselineTable(data);
const [age, sex] = table.sections[0]!.rows as [
  (typeof table.sections)[0]["rows"][0],
  (typeof table.sections)[0]["rows"][0],
];

test.each([
  ["student-t", "t.test/student/two.sided/0.95"],
  ["welch-t", "t.test/welch/two.sided/0.95"],
  ["mann-whitney", "wilcox/exact-or-normal"],
  ["chi-square", "chisq/twobytwo/uncorrected"],
  ["chi-square-yates", "chisq/twobytwo/yates"],
  ["fisher", "fisher/twobytwo/two.sided"],
] as const)("%s is R's, 1e-10", (name: BaselineTestName, id) => {
  const found = [...age.tests, ...sex.tests].find((one) => one.test === name)!;
  const { statistic, p_value } = expected(id).expected;
  expect(Math.abs(found.p! / p_value! - 1)).toBeLessThan(1e-10);
  if (statistic !== null) expect(Math.abs(found.statistic! / statistic! - 1)).toBeLessThan(1e-10);
});

test("means, quartiles as R's default, counts and what is missing", () => {
  const one = age.byArm[0] as NumberSummary;
  expect(one).toMatchObject({ n: 12, missing: a + b - 12 });
  expect(one.mean).toBeCloseTo(80.01666666666667, 10);
  expect(one.sd).toBeCloseTo(10.865025903272752, 10);
  // quantile(x, c(.25, .5, .75)): 70.85, 81.25, 89.15
  expect([one.q1, one.median, one.q3].map((value) => Number(value!.toFixed(10)))).toEqual([
    70.85, 81.25, 89.15,
  ]);
  expect(sex.byArm[0]).toEqual({
    n: 15,
    missing: 0,
    counts: [
      { level: "f", count: 12, percent: 80 },
      { level: "m", count: 3, percent: 20 },
    ],
  });
  expect(age.g!.estimate).toBeCloseTo(0.2611724016327552, 10);
});

test("standardised differences by their formulae", () => {
  expect(age.standardisedDifference).toBeCloseTo(
    (80.01666666666667 - 77.08) / Math.sqrt((10.865025903272752 ** 2 + 10.756372788052465 ** 2) / 2),
    10,
  );
  const [p, q] = [3 / 15, 14 / 19];
  expect(sex.standardisedDifference).toBeCloseTo((p - q) / Math.sqrt((p * (1 - p) + q * (1 - q)) / 2), 12);
  // Three levels: the quadratic form with the inverse written out.
  const [f, s] = [
    [0.5, 0.3, 0.2],
    [0.2, 0.3, 0.5],
  ] as const;
  const v = (i: 1 | 2): number => (f[i] * (1 - f[i]) + s[i] * (1 - s[i])) / 2;
  const cov = -(f[1] * f[2] + s[1] * s[2]) / 2;
  const [g1, g2] = [f[1] - s[1], f[2] - s[2]];
  const form = (g1 ** 2 * v(2) - 2 * g1 * g2 * cov + g2 ** 2 * v(1)) / (v(1) * v(2) - cov ** 2);
  expect(standardisedDifferenceOfShares([5, 3, 2], [2, 3, 5])).toBeCloseTo(Math.sqrt(form), 12);
  expect(standardisedDifference([1, 1], [1, 1])).toBeNull();
  expect(standardisedDifferenceOfShares([3, 0], [2, 0])).toBeNull();
});

test("per trial, more than two arms, values without spread, everybody missing", () => {
  const rows = Array.from(
    { length: 18 },
    (_, i) => `${i},${i < 9 ? "T" : "U"},${"abc"[i % 3]},${i % 3 === 2 ? 5 : i},${i % 2},`,
  );
  const three = baselineTable(
    dataOf(`id,trial,arm,n,flag,none\n${rows.join("\n")}\n99,T,,1,1,\n`, [
      { name: "id", type: "text", role: "participant" },
      { name: "trial", type: "category", role: "trial" },
      { name: "arm", type: "category", role: "arm" },
      { name: "n", type: "number", role: "baseline" },
      { name: "flag", type: "category", role: "baseline" },
      { name: "none", type: "number", role: "baseline" },
    ]),
    { perTrial: true },
  );
  expect(three.sections.map(({ trial }) => trial)).toEqual([null, "T", "U"]);
  expect(three.leftOut).toEqual({ participants: 1, lines: [20] });
  const [n, flag, none] = three.sections[1]!.rows;
  expect(n!.tests.map(({ test: name }) => name)).toEqual(["student-t", "welch-t", "mann-whitney", "anova"]);
  expect(flag!.tests.map(({ test: name }) => name)).toEqual(["chi-square", "fisher"]);
  expect(none!.tests.map(({ reason, p }) => [reason, p])).toEqual(Array(4).fill(["too-few", null]));
  expect(none!.byArm[0]).toMatchObject({ n: 0, missing: 3, mean: null });
  const flat = baselineTable(
    dataOf(
      "id,arm,n\n1,a,5\n2,a,5\n3,b,5\n4,b,5\n",
      data.dictionary.variables.map((one) => (one.name === "age" ? { ...one, name: "n" } : one)),
    ),
  );
  expect(flat.sections[0]!.rows[0]!.tests.map(({ reason }) => reason)).toEqual([
    "no-spread",
    "no-spread",
    "no-spread",
  ]);
});

test("the simulated example has the arms and baseline means of the published summaries", () => {
  const whole = baselineTable(simulatedData(), { perTrial: true });
  expect(whole.simulated).toBe(true);
  expect(whole.sections[0]!.arms.map(({ participants }) => participants)).toEqual([31, 74]);
  const mp8 = whole.sections.find(({ trial }) => trial === "MP-8")!;
  const caps = mp8.rows.find(({ variable }) => variable === "caps_iv_at_baseline")!;
  expect((caps.byArm[0] as NumberSummary).mean).toBeCloseTo(87.4, 0);
});

test.each([
  [{ variables: ["weight"] }, "participants/no-variable"],
  [{ visit: "v1" }, "participants/no-visit"],
  [{ compare: ["one", "three"] }, "participants/no-arm"],
  [{ level: 2 }, "participants/bad-level"],
] as const)("%j is %s", (plan, code) => {
  expect(() => baselineTable(data, plan)).toThrow(expect.objectContaining({ code }));
});
