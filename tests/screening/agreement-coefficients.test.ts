import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type AgreementEstimate,
  agreementCoefficient,
  type Coefficient,
  cohenKappa,
  type IccForm,
  intraclass,
  ordinalMetric,
  pabak,
  type RatedUnit,
  twoByTwo,
  unitsOf,
  unitsOfTable,
  type WeightScheme,
  weightsOf,
} from "#screening";

type Table = [[number, number], [number, number]];
interface Expected {
  readonly est: number;
  readonly se: number;
  readonly ci?: [number, number];
}
interface Case {
  readonly id: string;
  readonly args: {
    readonly table?: number[][];
    readonly weights?: WeightScheme;
    readonly weight_matrix?: number[][];
    readonly coefficient?: string;
  };
  readonly expected: Record<string, unknown>;
}
const golden: {
  tolerance: { relative: number };
  input: { raw: (number | null)[][]; icc_matrix: number[][] };
  cases: Case[];
} = JSON.parse(
  readFileSync(new URL("../golden/screening/agreement-coefficients.json", import.meta.url), "utf8"),
);
const casesOf = (start: string) => golden.cases.filter(({ id }) => id.startsWith(start));

function close(actual: number | null | undefined, expected: number): void {
  expect(Math.abs((actual ?? Number.NaN) - expected) / Math.abs(expected)).toBeLessThan(
    golden.tolerance.relative,
  );
}

function matches(estimate: AgreementEstimate, { est, se, ci }: Expected): void {
  close(estimate.value, est);
  close(estimate.se, se);
  if (ci === undefined) return;
  close(estimate.low, ci[0]);
  close(estimate.high, ci[1]);
}

const raw: readonly RatedUnit[] = unitsOf(
  golden.input.raw.map((row) => row.map((rating) => (rating === null ? null : rating - 1))),
);

describe("two raters", () => {
  const TABLE: readonly [string, Coefficient][] = [
    ["gwet_se", "kappa"],
    ["ac1_or_ac2", "ac"],
    ["scott_pi", "fleiss"],
    ["brennan_prediger", "brennan-prediger"],
    ["krippendorff", "alpha"],
    ["percent_agreement", "percent"],
  ];
  const kappas = casesOf("kappa/");

  it("has all the tables of the reference", () => expect(kappas).toHaveLength(8));

  it.each(kappas)("$id", ({ args, expected }) => {
    const { table, weights, weight_matrix } = args as Required<typeof args>;
    for (const [k, row] of weightsOf(weights, table.length).entries()) {
      for (const [l, w] of row.entries()) expect(w).toBeCloseTo(weight_matrix[k]![l]!, 14);
    }
    const kappa = cohenKappa(table, weights)!;
    close(kappa.kappa, expected["kappa"] as number);
    close(kappa.se, expected["ase_fleiss_vcd"] as number);
    const [low, high] = expected["ci95_normal"] as [number, number];
    close(kappa.low, low);
    close(kappa.high, high);
    const units = unitsOfTable(table);
    for (const [name, coefficient] of TABLE) {
      const options = { categories: table.length, weights, divisor: "n" } as const;
      matches(agreementCoefficient(coefficient, units, options), expected[name] as Expected);
    }
  });

  it.each(casesOf("pabak/"))("$id", ({ args, expected }) => {
    const result = twoByTwo(args.table as Table);
    close(result.pabak.value, expected["pabak"] as number);
    close(result.prevalenceIndex, expected["prevalence_index"] as number);
    close(result.biasIndex, expected["bias_index"] as number);
    close(result.positive, expected["positive_agreement"] as number);
    close(result.negative, expected["negative_agreement"] as number);
    close(1 - (1 - result.pabak.value!) / 2, expected["po"] as number);
  });
});

describe("many raters with missing ratings", () => {
  const NAMES: Readonly<Record<string, Coefficient>> = {
    "fleiss.kappa.raw": "fleiss",
    "gwet.ac1.raw": "ac",
    "krippen.alpha.raw": "alpha",
    "conger.kappa.raw": "kappa",
    "bp.coeff.raw": "brennan-prediger",
    "pa.coeff.raw": "percent",
  };
  const cases = casesOf("multi-rater/");

  it("has all of the reference", () => expect(cases).toHaveLength(18));

  it.each(cases)("$id", ({ args, expected }) => {
    const estimate = agreementCoefficient(NAMES[args.coefficient!]!, raw, {
      categories: 5,
      weights: args.weights!,
    });
    matches(estimate, expected as unknown as Expected);
  });

  it("is Krippendorff's ordinal alpha with his metric (printed .815)", () => {
    const used = [0, 0, 0, 0, 0];
    for (const row of golden.input.raw) {
      if (row.filter((x) => x !== null).length < 2) continue;
      for (const x of row) if (x !== null) used[x - 1]! += 1;
    }
    const alpha = agreementCoefficient("alpha", raw, { categories: 5, weights: ordinalMetric(used) });
    expect(alpha.value).toBeCloseTo(0.815, 3);
  });
});

describe("intraclass", () => {
  const { expected } = golden.cases.find(({ id }) => id === "icc")!;
  const columns = expected as unknown as Record<string, number[]> & { type: IccForm[] };

  it.each(columns.type.map((form, i) => [form, i] as const))("%s", (form, i) => {
    const icc = intraclass(golden.input.icc_matrix)[i]!;
    expect(icc).toMatchObject({ form, df1: columns["df1"]![i], df2: columns["df2"]![i] });
    close(icc.value, columns["ICC"]![i]!);
    close(icc.f, columns["F"]![i]!);
    close(icc.p, columns["p"]![i]!);
    close(icc.low, columns["lb"]![i]!);
    close(icc.high, columns["ub"]![i]!);
  });

  it("is null where nothing varies, never NaN", () => {
    for (const row of [
      [
        [0.1, 0.1],
        [0.1, 0.1],
      ],
      [
        [0.1, 0.1],
        [0.7, 0.7],
      ],
      [
        [0.1, 0.4],
        [0.1, 0.4],
      ],
    ]) {
      for (const icc of intraclass(row)) {
        for (const x of [icc.value, icc.low, icc.high, icc.f, icc.p]) expect(x).not.toBeNaN();
      }
    }
    expect(
      intraclass([
        [3, 3],
        [3, 3],
      ]).every(({ value }) => value === null),
    ).toBe(true);
  });

  it.each([
    [[[1, 2]]],
    [[[1], [2]]],
    [[[1, 2], [3]]],
    [
      [
        [1, Number.NaN],
        [3, 4],
      ],
    ],
  ])("refuses %j", (ratings) => {
    expect(() => intraclass(ratings)).toThrow(expect.objectContaining({ code: "screening/bad-icc-ratings" }));
  });
});

describe("what cannot be estimated", () => {
  const all: readonly Coefficient[] = ["percent", "kappa", "fleiss", "ac", "brennan-prediger", "alpha"];
  const of = (coefficient: Coefficient, rows: (number | null)[][], categories = 2) =>
    agreementCoefficient(coefficient, unitsOf(rows), { categories });

  it.each(all)("%s: no report judged by two", (coefficient) => {
    expect(of(coefficient, [])).toMatchObject({ value: null, gap: "no-overlap", n: 0 });
    expect(
      of(coefficient, [
        [0, null],
        [null, 1],
      ]),
    ).toMatchObject({ value: null, gap: "no-overlap" });
  });

  it.each(all)("%s: full agreement has no interval", (coefficient) => {
    const rows = [
      [0, 0],
      [1, 1],
      [1, 1],
    ];
    expect(of(coefficient, rows)).toEqual({
      value: 1,
      se: null,
      low: null,
      high: null,
      n: 3,
      gap: "perfect",
    });
  });

  it("one category only: what depends on use is not defined, the rest is 1", () => {
    const rows = [
      [1, 1],
      [1, 1],
    ];
    for (const name of ["kappa", "fleiss", "alpha"] as const) {
      expect(of(name, rows)).toMatchObject({ value: null, gap: "one-category", n: 2 });
    }
    for (const name of ["percent", "ac", "brennan-prediger"] as const) {
      expect(of(name, rows)).toMatchObject({ value: 1, gap: "perfect" });
    }
  });

  it.each(all)("%s: a choice of one category", (coefficient) => {
    const estimate = of(
      coefficient,
      [
        [0, 0],
        [0, 0],
      ],
      1,
    );
    expect(estimate.value).toBe(coefficient === "percent" ? 1 : null);
  });

  it.each(all)("%s: one report, or the same difference throughout", (coefficient) => {
    for (const rows of [
      [[0, 1]],
      [
        [0, 1],
        [0, 1],
        [0, 1],
      ],
    ]) {
      const { value, low, high, gap } = of(coefficient, rows);
      expect(value).not.toBeNaN();
      expect([low, high]).toEqual([null, null]);
      expect(["one-report", "no-spread"]).toContain(gap);
    }
  });

  it("refuses ratings outside the categories, weights and tables of no shape", () => {
    expect(() => of("ac", [[0, 2]])).toThrow(expect.objectContaining({ code: "screening/bad-ratings" }));
    expect(() => agreementCoefficient("ac", [{ ratings: [0, 1], count: 0 }], { categories: 2 })).toThrow(
      expect.objectContaining({ code: "screening/bad-ratings" }),
    );
    expect(() => agreementCoefficient("ac", raw, { categories: 5, weights: [[1]] })).toThrow(
      expect.objectContaining({ code: "screening/bad-weights" }),
    );
    for (const table of [
      [],
      [[1, 2]],
      [
        [1, -1],
        [0, 1],
      ],
      [
        [1, 0.5],
        [0, 1],
      ],
    ]) {
      expect(() => pabak(table)).toThrow(expect.objectContaining({ code: "screening/bad-agreement-table" }));
    }
  });
});
