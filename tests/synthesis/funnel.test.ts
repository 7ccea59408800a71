import { describe, expect, it } from "vitest";
import { funnel } from "#synthesis";
import { expectClose } from "./golden.ts";

const y = Float64Array.of(0.1, 0.6, -1);
const v = Float64Array.of(0.01, 0.09, 0.25);

describe("funnel", () => {
  it("contours around no effect separate levels of significance", () => {
    const { points, contours, centre } = funnel(y, v);
    expect(centre).toBe(0);
    // z of 1, 2 and 2: not even at 90 %, and beyond 95 % but not 99 %.
    expect(points.map(({ outside }) => outside)).toEqual([0, 2, 2]);
    expectClose(points[1]!.p, 0.04550026389635842, 1e-12, "p of z = 2");
    const [, ninetyFive] = contours;
    expectClose(ninetyFive!.critical, 1.959963984540054, 1e-13, "critical value");
    expect([...ninetyFive!.se]).toEqual([0, 0.5]);
    expectClose(ninetyFive!.right[1]!, 0.979981992270027, 1e-12, "right foot");
    expect(ninetyFive!.left[1]).toBe(-ninetyFive!.right[1]!);
  });

  it("tau2 widens and bends them", () => {
    const [first] = funnel(y, v, { levels: [0.95], centre: 0.2, tau2: 0.04, foot: 1 }).contours;
    expect(first!.se).toHaveLength(101);
    expectClose(first!.right[0]!, 0.2 + 1.959963984540054 * 0.2, 1e-12, "top");
    expectClose(first!.right[100]!, 0.2 + 1.959963984540054 * Math.sqrt(1.04), 1e-12, "foot");
  });

  it("refuses what makes no sense", () => {
    expect(() => funnel(y, v, { levels: [95] })).toThrow(/level is 95/);
    expect(() => funnel(y, v, { tau2: Number.NaN })).toThrow(/tau2 NaN/);
    expect(() => funnel(y, Float64Array.of(1, 0, 1))).toThrow(/Variance 2 of 3 is 0/);
  });
});
