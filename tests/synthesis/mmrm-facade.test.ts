import { describe, expect, it } from "vitest";
import {
  type Frame,
  type MmrmSpecification,
  mmrm,
  mmrmResiduals,
  modelText,
} from "../../src/synthesis/index.ts";
import { changed, storedFrame } from "./mmrm-data.ts";

const sim = storedFrame("data-sim5");
const specification: MmrmSpecification = {
  formula: "CHG ~ ARM * VISIT + BASE + STUDY",
  visit: "VISIT",
  subject: "SUBJ",
};
const values = (name: string): ArrayLike<unknown> => sim[name]!.values;
const code = (what: string) => expect.objectContaining({ code: `synthesis/${what}` });

describe("mmrm", () => {
  const result = mmrm(sim, specification);

  it("keeps the first structure of the plan that fits, and counts all rows", () => {
    expect(result.structure).toBe("us");
    expect(result.tried).toEqual([{ structure: "us", code: null, problem: null }]);
    expect(result.counts.rows).toBe(values("CHG").length);
    expect(result.counts.analysed + result.droppedRows.length).toBe(result.counts.rows);
    for (const { row, missing } of result.droppedRows) {
      expect(missing).toEqual(["CHG"]);
      expect(values("CHG")[row - 1]).toBeNull();
    }
    expect(result.convergence.gradient).toBeLessThan(1e-6);
  });

  it("does not depend on the order of rows, and little on scale", () => {
    const n = values("CHG").length;
    const order = Array.from({ length: n }, (_, i) => (i * 7919) % n);
    expect(new Set(order).size).toBe(n);
    const shuffled = Object.fromEntries(
      Object.entries(sim).map(([name, column]) => [
        name,
        { ...column, values: order.map((i) => column.values[i]!) },
      ]),
    ) as Frame;
    const again = mmrm(shuffled, specification);
    expect(again.coefficients).toEqual(result.coefficients);
    const thousands = mmrm(
      changed(sim, "CHG", (_, old) => (old === null ? null : 1000 * (old as number))),
      specification,
    );
    for (const [j, { estimate, se, df, p }] of thousands.coefficients.entries()) {
      const plain = result.coefficients[j]!;
      expect(estimate / 1000 / plain.estimate).toBeCloseTo(1, 6);
      expect(se / 1000 / plain.se).toBeCloseTo(1, 7);
      expect(df / plain.df).toBeCloseTo(1, 6);
      expect(p / plain.p).toBeCloseTo(1, 5);
    }
  });

  it("goes on to a simpler structure where visits never meet, and says why", () => {
    // Half the people at visits 1 to 2, half at 3 to 5: no one shows how the halves correlate.
    const first = changed(sim, "CHG", (row, old) =>
      Math.floor(row / 5) % 2 === (row % 5 < 2 ? 0 : 1) ? old : null,
    );
    const found = mmrm(first, { ...specification, fallback: ["us", "ar1h", "csh"] });
    expect(found.structure).toBe("ar1h");
    expect(found.tried[0]).toMatchObject({ structure: "us", code: "synthesis/mmrm-empty-visit" });
    expect(modelText(found).at(-1)).toMatch(/^us was tried first and not kept: No subject has both/);
    expect(() => mmrm(first, { ...specification, structure: "us" })).toThrow(code("mmrm-empty-visit"));
    expect(() => mmrm(first, { ...specification, fallback: ["us"] })).toThrow(code("mmrm-empty-visit"));
  });

  it("refuses perfect correlation and a perfect fit", () => {
    const rows = values("BASE") as ArrayLike<number>;
    const twin = changed(sim, "CHG", (row) => {
      const person = Math.floor(row / 5);
      return ((person * 37) % 23) + (row % 5) * 3;
    });
    const us = { ...specification, formula: "CHG ~ VISIT" };
    try {
      mmrm(twin, us);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: "synthesis/no-structure-fits",
        kind: "numerical",
        problems: { length: 5 },
      });
    }
    const copied = changed(sim, "CHG", (row) => 2 * rows[row]! + 1);
    expect(() => mmrm(copied, specification)).toThrow(code("mmrm-perfect-fit"));
  });

  it("pairs covariance with degrees of freedom as mmrm does", () => {
    const paired = (degreesOfFreedom: NonNullable<MmrmSpecification["degreesOfFreedom"]>) =>
      mmrm(sim, { ...specification, structure: "cs", degreesOfFreedom }).covariance;
    expect(paired("satterthwaite")).toBe("model");
    expect(paired("kenward-roger")).toBe("kenward-roger");
    expect(paired("between-within")).toBe("model");
    expect(paired("residual")).toBe("empirical");
  });

  it.each([
    [{ structure: "un" }, "the structure un is unknown"],
    [{ structure: "us", fallback: ["cs"] }, "both stated"],
    [{ fallback: [] }, "the fallback list is empty"],
    [{ likelihood: "reml" }, "likelihood reml"],
    [{ degreesOfFreedom: "kr" }, "degreesOfFreedom kr"],
    [{ degreesOfFreedom: "kenward-roger", likelihood: "ML" }, "needs REML"],
    [{ degreesOfFreedom: "kenward-roger", covariance: "empirical" }, "does not go with"],
    [{ covariance: "kenward-roger" }, "does not go with"],
    [{ level: 95 }, "level is 95"],
    [{ structure: "sp_exp" }, "no coordinates"],
    [{ information: "fisher" }, "information fisher"],
  ])("refuses %o", (change, words) => {
    const wrong = { ...specification, ...change } as MmrmSpecification;
    expect(() => mmrm(sim, wrong)).toThrow(code("bad-specification"));
    expect(() => mmrm(sim, wrong)).toThrow(words);
  });

  it("gives residuals with the rows they are of", () => {
    const { rows, fitted, response } = mmrmResiduals(result);
    for (const [i, row] of rows.entries())
      expect(fitted[i]! + response[i]!).toBeCloseTo(values("CHG")[row - 1] as number, 9);
  });

  it("writes the model out", () => {
    const text = modelText(
      mmrm(sim, {
        ...specification,
        formula: "CHG ~ BASE + ARM",
        structure: "ar1h",
        group: "STUDY",
        degreesOfFreedom: "kenward-roger",
      }),
    );
    expect(text[0]).toBe("CHG[i,t] = β0 + β1 BASE + β2 1(ARM = ACT) + e[i,t] for SUBJ i at VISIT t");
    expect(text[1]).toBe(
      "e[i] ~ N(0, Σ of its STUDY (MP1, MP2)), Σ[s,t] = σ[s] σ[t] ρ^|s−t| (heterogeneous autoregressive); VISIT: V1, V2, V3, V4, V5",
    );
    expect(text.join("\n")).toContain("Kenward–Roger");
    expect(text.at(-1)).toBe(`${result.droppedRows.length} rows left out for missing values`);
  });
});
