import { expect, it } from "vitest";
import { pool } from "#synthesis";
import { expectClose, golden } from "./golden.ts";

// Pooling each subgroup of the BCG trials apart must give metafor's separate-tau2 results.
it.each(["EE", "DL", "REML"] as const)("BCG by allocation, %s", (method) => {
  const { input, cases } = golden("subgroups-bcg-alloc");
  const c = cases.find(({ id }) => id === `subgroup/separate-tau2/${method}`)!;
  const alloc = input.group as string[];
  expect(alloc.length).toBe(13);
  (c.expected.groups as string[]).forEach((group, g) => {
    const pick = (values: number[]) => Float64Array.from(values.filter((_, i) => alloc[i] === group));
    const result = pool(
      pick(input.yi),
      pick(input.vi),
      method === "EE" ? { model: "common", test: "z" } : { tau2: method, test: "z" },
    );
    const tolerance = method === "REML" ? 1e-9 : 1e-10;
    expectClose(result.estimate, c.expected.beta[g], tolerance, `${group} estimate`);
    expectClose(result.se, c.expected.se[g], tolerance, `${group} se`);
    expectClose(result.tau2, c.expected.tau2[g], tolerance, `${group} tau2`);
    expectClose(result.i2, c.expected.I2[g], tolerance, `${group} i2`);
    expectClose(result.q, c.expected.Q[g], 1e-10, `${group} Q`);
  });
});
