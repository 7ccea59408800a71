import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Matrix, matrix } from "#numerics";
import { locationScale } from "#synthesis";

interface ScaleFit {
  readonly name: string;
  readonly scale: string;
  readonly link: "log" | "identity";
  readonly method: "REML" | "ML";
  readonly X: number[][];
  readonly Z: number[][];
  readonly alpha: number[];
  /** null where metafor gives NA. */
  readonly seAlpha: (number | null)[];
  readonly ll: number;
  readonly beta: number | number[];
  readonly se: number | number[];
}

const { data, fits }: { data: Record<string, { yi: number[]; vi: number[] }>; fits: ScaleFit[] } = JSON.parse(
  readFileSync(new URL("../golden/synthesis/rma-scale.json", import.meta.url), "utf8"),
);

const design = (rows: number[][]): Matrix => matrix(rows.length, rows[0]!.length, rows.flat());

describe("location-scale models beside rma of metafor", () => {
  it.each(
    fits.map(
      (fit) =>
        [`${fit.name} ${fit.scale}, p ${[fit.beta].flat().length}, ${fit.link}, ${fit.method}`, fit] as const,
    ),
  )("%s", (_, fit) => {
    const { yi, vi } = data[fit.name]!;
    const { link, method } = fit;
    const ours = locationScale(
      { y: Float64Array.from(yi), v: Float64Array.from(vi), design: design(fit.X), scale: design(fit.Z) },
      { link, method },
    );
    expect(ours.converged).toBe(true);
    const gain = ours.logLikelihood - fit.ll;
    expect(gain).toBeGreaterThan(-1e-10);
    expect(gain).toBeLessThan(1e-6);
    // Their inequality-constrained search for `identity` stops earlier than their Newton's for `log`.
    const near = link === "log" ? 1e-4 : 6e-3;
    const close = (a: number, b: number): void => {
      expect(Math.abs(a - b), `${a} beside ${b}`).toBeLessThan(near * Math.abs(b));
    };
    expect(ours.atBoundary).toBe(fit.seAlpha.includes(null));
    for (const [j, { b, se }] of ours.scaleCoefficients.entries()) {
      close(b, fit.alpha[j]!);
      if (fit.seAlpha[j] !== null) close(se, fit.seAlpha[j]!);
    }
    for (const [j, { b, se }] of ours.coefficients.entries()) {
      close(b, [fit.beta].flat()[j]!);
      close(se, [fit.se].flat()[j]!);
    }
  });
});
