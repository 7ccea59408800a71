import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Frame, mmrm, type VisitCovariance } from "#synthesis";

interface GlsFit {
  readonly structure: VisitCovariance;
  readonly likelihood: "REML" | "ML";
  readonly logLik: number;
  readonly coefficients: readonly number[];
  readonly se: readonly number[];
}
interface GlsSet {
  readonly name: string;
  readonly visits: number;
  readonly rows: number;
  readonly formula: string;
  readonly data: Readonly<Record<"id" | "visit" | "arm" | "base", readonly number[]>> & {
    readonly y: readonly (number | null)[];
  };
  readonly fits: readonly GlsFit[];
}

const { sets }: { sets: readonly GlsSet[] } = JSON.parse(
  readFileSync(new URL("../golden/synthesis/gls-mmrm.json", import.meta.url), "utf8"),
);

function frameOf({ data, visits }: GlsSet): Frame {
  const { id, visit, arm, base, y } = data;
  return {
    id: { values: id },
    visit: {
      levels: Array.from({ length: visits }, (_, at) => String(at + 1)),
      values: visit.map(String),
    },
    arm: { values: arm },
    base: { values: base },
    y: { values: y },
  };
}

describe.each(sets.map((set) => [set.name, set] as const))("random trial of %s, beside gls", (_, set) => {
  it.each(set.fits.map((fit) => [fit.structure, fit.likelihood, fit] as const))(
    "%s by %s",
    (structure, likelihood, fit) => {
      const ours = mmrm(frameOf(set), {
        formula: set.formula,
        visit: "visit",
        subject: "id",
        structure,
        likelihood,
      });
      expect(ours.counts.analysed).toBe(set.rows);
      // gls stops a little below the maximum; ours is never below it but for rounding.
      const gap = ours.logLikelihood - fit.logLik;
      expect(gap).toBeGreaterThan(-1e-11);
      expect(gap).toBeLessThan(1e-7);
      // What is missing to the maximum says how many standard errors away gls stopped (1e-12: rounding of the values).
      const near = Math.sqrt(2 * (Math.max(gap, 0) + 1e-12));
      for (const [j, { estimate, se }] of ours.coefficients.entries()) {
        expect(Math.abs(estimate - fit.coefficients[j]!) / se).toBeLessThan(near);
        expect(Math.abs(se / fit.se[j]! - 1)).toBeLessThan(near);
      }
      expect(ours.convergence.gradient).toBeLessThan(1e-6);
    },
  );
});
