import { EvidensError, type Problem } from "#kernel";
import type { EffectMeasureId } from "./effect-size.types.ts";

/** What must be the same before effects may be combined. */
export interface ScaledEffect {
  readonly study: string;
  readonly measure: EffectMeasureId;
  /** Which way the outcome points: `higher` is better for the person, or `lower` is. */
  readonly better?: "higher" | "lower";
  /** Unit of the outcome, for measures that keep it. */
  readonly unit?: string;
}

/**
 * Refuses to combine effects of different measures, units or directions.
 *
 * @param effects measure, unit and direction of each study
 * @throws EvidensError `synthesis/mixed-measures`, `synthesis/mixed-units` or `synthesis/mixed-directions`, naming
 * every study that differs from the first
 * Source: definition: a weighted mean needs one scale. Checked: tests/synthesis/effect-sizes.test.ts.
 */
export function refuseMixedScales(effects: readonly ScaledEffect[]): void {
  const first = effects[0];
  if (first === undefined) return;
  const check = (field: "measure" | "better" | "unit", code: string, remedy: string): void => {
    const odd = effects.filter((effect) => effect[field] !== first[field]);
    if (odd.length === 0) return;
    const problems: Problem[] = odd.map((effect) => ({
      code,
      field: effect.study,
      message: `${effect.study} has ${field} ${effect[field] ?? "unstated"}, ${first.study} has ${first[field] ?? "unstated"}.`,
    }));
    throw new EvidensError({
      code,
      kind: "invalid",
      message: problems.map((problem) => problem.message).join(" "),
      remedy,
      problems,
    });
  };
  check("measure", "synthesis/mixed-measures", "Convert all effects to one measure first.");
  check("unit", "synthesis/mixed-units", "Convert all effects to one unit, or use a standardised measure.");
  check("better", "synthesis/mixed-directions", "Turn the effects that point the other way with turnEffect.");
}

/**
 * The same effect with the outcome (or the order of the groups) turned round. Exact on the analysis scale of every
 * measure whose value of no effect is 0; ratios of risks and of means change their meaning and are refused.
 *
 * @param measure its measure
 * @param y the effect, on the analysis scale
 * @returns the effect turned round, same unit
 * @throws EvidensError `synthesis/cannot-turn`
 * Source: definition: such a measure is odd in its groups. Checked: tests/synthesis/effect-sizes.test.ts.
 */
export function turnEffect(measure: EffectMeasureId, y: number): number {
  if (TURNABLE.has(measure)) return y === 0 ? 0 : -y;
  if (HALVES.has(measure)) return 1 - y;
  throw new EvidensError({
    code: "synthesis/cannot-turn",
    kind: "unsupported",
    message: `The effect of the opposite outcome does not follow from ${measure} alone.`,
    remedy: "Compute it anew from the numbers of the opposite outcome.",
  });
}

/** 1 minus the value for the opposite outcome. */
const HALVES: ReadonlySet<EffectMeasureId> = new Set(["AUC", "CLES", "CLESN", "CLESCN"]);
/** Minus the value for the opposite outcome. */
const TURNABLE: ReadonlySet<EffectMeasureId> = new Set<EffectMeasureId>([
  ...([
    "MD",
    "SMD",
    "SMDH",
    "SMD1",
    "SMD1H",
    "RPB",
    "ZPB",
    "RBIS",
    "ZBIS",
    "D2OR",
    "D2ORN",
    "D2ORL",
  ] as const),
  ...(["MC", "SMCC", "SMCR", "SMCRH", "SMCRP", "SMCRPH"] as const),
  ...(["OR", "RD", "AS", "PETO", "PHI", "ZPHI", "YUQ", "YUY", "PBIT", "OR2D", "OR2DN", "OR2DL"] as const),
  ...(["RTET", "ZTET", "MPOR", "MPRD", "MPORC", "MPPETO"] as const),
  ...(["COR", "UCOR", "ZCOR", "PCOR", "ZPCOR", "SPCOR", "ZSPCOR"] as const),
]);
