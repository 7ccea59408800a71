import { EvidensError } from "#kernel";
import { refuseOption } from "../counts-models/check-counts.ts";
import {
  type Free,
  fitSelection,
  MOST_DELTA,
  type SearchedFit,
  type SelectionFit,
  type SelectionPoint,
} from "./fit-selection.ts";
import type { SelectionOptions } from "./selection.types.ts";
import { truncationGrid } from "./selection-grid.ts";
import type { SelectionData } from "./selection-likelihood.ts";

/** Where the chance of being seen changes. Effects at or beyond it, away from the favoured side, are the others. */
export interface Cut {
  /** On the scale of the effects with the favoured side above. */
  readonly at: number;
  /** Whether a study at the cut itself is one of the others. */
  readonly inclusive: boolean;
}

/** What a truncation is told: parameters on the scale of the effects with the favoured side above. */
export interface Truncation {
  /** The chance of the others, `null` where estimated. */
  readonly delta: number | null;
  /** `null` where estimated. */
  readonly cut: number | null;
}

/**
 * Reads the options of `trunc` and `truncest`.
 *
 * @param sign -1 where effects below are favoured, and so mirrored
 * @throws EvidensError `synthesis/bad-options`
 */
export function readTruncation(
  { type, alternative, steps = [], delta }: SelectionOptions,
  sign: number,
): Truncation {
  if (alternative === "two.sided")
    refuseOption("Truncation favours one side, not two.", "Pass greater or less.");
  const estimated = type === "truncest";
  if (steps.length > (estimated ? 0 : 1) || steps.some((step) => !Number.isFinite(step)))
    refuseOption(
      `Selection by ${type} takes ${estimated ? "no cut point" : "one cut point"}, not ${steps.join(", ")}.`,
      estimated ? "Leave it out, or fix the second value of delta." : "Pass one finite effect.",
    );
  const parameters = estimated ? 2 : 1;
  const given = delta ?? new Array<null>(parameters).fill(null);
  if (given.length !== parameters)
    refuseOption(
      `Selection by ${type} has ${parameters} parameters, not ${given.length}.`,
      "Pass one value or null for each.",
    );
  const [chance = null, place = null] = given;
  if (chance !== null && !(chance >= 0 && chance < Number.POSITIVE_INFINITY))
    refuseOption(
      `The relative chance of being seen is ${chance}.`,
      "Pass a finite number of 0 or more, or null.",
    );
  if (place !== null && !Number.isFinite(place))
    refuseOption(`The cut point is ${place}.`, "Pass a finite effect, or null.");
  if (!estimated) return { delta: chance, cut: sign * (steps[0] ?? 0) };
  if (chance === 1 && place === null)
    refuseOption(
      "A chance of 1 on both sides has no cut point to estimate.",
      "Pass another chance, null, or the cut point.",
    );
  return { delta: chance, cut: place === null ? null : sign * place };
}

/** Effects without the side each lies on. */
export type Uncut = Omit<SelectionData, "p" | "grid">;

/** The data of a truncation with a given cut. */
export function truncatedAt(data: Uncut, { at, inclusive }: Cut): SelectionData {
  const p = data.y.map((y) => (y < at || (inclusive && y === at) ? 1 : 0));
  return { ...data, p, grid: truncationGrid(at) };
}

/** Studies on the favoured side and on the other. */
export function sidesOf({ p }: SelectionData): { readonly favoured: number; readonly other: number } {
  const other = p.reduce((sum, side) => sum + side, 0);
  return { favoured: p.length - other, other };
}

/** Refuses a chance that is to be estimated with one side empty, and one of 0 that studies contradict. */
export function checkSides(data: SelectionData, delta: number | null): void {
  const { favoured, other } = sidesOf(data);
  if (delta === 0 && other > 0)
    refuseOption(
      `A chance of 0 leaves no study beyond the cut point, and there are ${other}.`,
      "Pass a chance above 0, or another cut point.",
    );
  if (delta !== null || (favoured > 0 && other > 0)) return;
  throw new EvidensError({
    code: "synthesis/empty-interval",
    kind: "invalid",
    message: `All ${data.y.length} studies lie on one side of the cut point, so the chance of the other cannot be estimated.`,
    remedy: "Choose a cut point with studies on both sides, or fix the chance.",
  });
}

/**
 * The cuts among which the likeliest is, in two rows from low to high. Between two neighbouring effects only the chance of being seen of
 * a new study changes: with rarer studies beyond the cut it is likeliest just below the upper of the two, with more
 * frequent ones at the lower.
 *
 * @param delta the chance beyond the cut, `null` where estimated; then both sides hold a study
 */
function candidateCuts(y: Float64Array, delta: number | null): readonly (readonly Cut[])[] {
  const effects = [...new Set(y)].sort((a, b) => a - b);
  const estimated = delta === null;
  const below = estimated ? effects.slice(1) : delta === 0 ? effects.slice(0, 1) : delta < 1 ? effects : [];
  const at = estimated ? effects.slice(0, -1) : delta > 1 ? effects : [];
  return [
    below.map((effect) => ({ at: effect, inclusive: false })),
    at.map((effect) => ({ at: effect, inclusive: true })),
  ];
}

/** A cut looked at roughly is off by far less than this: cuts this much less likely than the best are not the best. */
const OFF = 0.1;
/** The tolerance of a rough look, and the gradient above which it has lost its way. */
const ROUGH = 1e-5;
const ROUGH_SLOPE = 0.1;

/** A cut with the likeliest model of it. */
interface Looked {
  readonly cut: Cut;
  readonly fit: SelectionFit;
}

/**
 * The likeliest cut: the likelihood jumps where a cut passes a study, so that a search by slopes would stop at the first
 * hill. Each candidate is looked at roughly, beginning where its neighbour's search ended; the best are then fitted.
 *
 * @param start coefficients and tau2 to begin from
 * @throws EvidensError `synthesis/empty-interval` when all effects are equal and the chance is to be estimated
 * Checked: tests/synthesis/selection-truncation.test.ts, against a fit of each candidate. Cost: two short searches a
 * study.
 */
export function likeliestCut(
  data: Uncut,
  free: Free,
  start: { readonly beta: readonly number[]; readonly tau2: number },
): Looked {
  const delta = free.delta[0] ?? null;
  const begin = ({ inclusive }: Cut): SelectionPoint => ({
    beta: start.beta,
    tau2: free.tau2 ? start.tau2 + 1e-3 : 0,
    delta: [delta ?? (inclusive ? 3 : 0.3)],
  });
  const looked = candidateCuts(data.y, delta).flatMap((row) => {
    let last: SearchedFit | null = null;
    return row.map((cut): Looked => {
      last = lookAt(truncatedAt(data, cut), free, last, begin(cut));
      return { cut, fit: last };
    });
  });
  if (looked.length === 0)
    throw new EvidensError({
      code: "synthesis/empty-interval",
      kind: "invalid",
      message: "All effects are equal, so no cut point lies between them.",
      remedy: "Fix the cut point and the chance.",
    });
  const most = looked.reduce((best, { fit }) => Math.max(best, fit.logLikelihood), Number.NEGATIVE_INFINITY);
  return looked
    .filter(({ fit }) => fit.logLikelihood >= most - OFF)
    .map(({ cut, fit }): Looked => {
      const cutData = truncatedAt(data, cut);
      const found = fitSelection(cutData, free, begin(cut));
      // From another start it may end on a lower hill.
      const other =
        found.logLikelihood < fit.logLikelihood - ROUGH
          ? fitSelection(cutData, free, inside(fit, free))
          : found;
      return { cut, fit: other };
    })
    .reduce((best, next) => (next.fit.logLikelihood > best.fit.logLikelihood ? next : best));
}

/** Where the neighbour's search lost its way, this one begins anew. */
function lookAt(
  data: SelectionData,
  free: Free,
  last: SearchedFit | null,
  begin: SelectionPoint,
): SearchedFit {
  return last === null || !(last.gradientNorm < ROUGH_SLOPE)
    ? fitSelection(data, free, begin, { tolerance: ROUGH })
    : fitSelection(data, free, inside(last, free), { tolerance: ROUGH, curvature: last.curvature });
}

/** A point away from limits, where slopes vanish and a search would stay. */
function inside({ beta, tau2, delta }: SelectionPoint, free: Free): SelectionPoint {
  return {
    beta,
    tau2: free.tau2 ? Math.max(tau2, 1e-4) : 0,
    delta: delta.map((one, g) => free.delta[g] ?? Math.min(Math.max(one, 1e-3), MOST_DELTA - 1)),
  };
}
