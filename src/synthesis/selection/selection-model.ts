import { EvidensError } from "#kernel";
import {
  chiSquareUpper,
  choleskyFactor,
  choleskySolve,
  type Matrix,
  matrix,
  normalQuantile,
  normalUpper,
} from "#numerics";
import { checkedLevel, refuseOption } from "../counts-models/check-counts.ts";
import { effectSet } from "../model/effect-set.ts";
import { metaRegression } from "../regression/meta-regression.ts";
import type { Design } from "../regression/regression.types.ts";
import { testedNumber } from "../regression/tested-number.ts";
import { bestFit } from "./best-fit.ts";
import { covarianceAsMetafor, fitAsMetafor } from "./compat/fit-as-metafor.ts";
import {
  type Free,
  MOST_DELTA,
  type SelectionCovariance,
  type SelectionFit,
  type SelectionPoint,
  selectionCovariance,
} from "./fit-selection.ts";
import type { SelectionOptions, SelectionResult } from "./selection.types.ts";
import { pValue, type Side, selectionGrid } from "./selection-grid.ts";
import { meanOf, type SelectionData } from "./selection-likelihood.ts";
import { type SelectionShape, selectionShapes } from "./selection-shapes.ts";
import {
  type Cut,
  checkSides,
  likeliestCut,
  readTruncation,
  sidesOf,
  type Truncation,
  truncatedAt,
} from "./truncation.ts";

/** Cut points with 1 last; ascending and without repeats. */
function cutPoints({ type, steps = [] }: SelectionOptions): number[] {
  const most = { step: 1000, beta: 0 }[type as string] ?? 1;
  const inside = steps.filter((step) => step !== 1);
  if (inside.some((step) => !(step > 0 && step < 1)))
    refuseOption(`Cut points are ${steps.join(", ")}.`, "Pass p values between 0 and 1.");
  if (type === "step" && inside.length === 0)
    refuseOption("A step function needs a cut point.", "Pass at least one, such as 0.025.");
  if (inside.length > most)
    refuseOption(
      `Selection by ${type} takes ${most} cut points, not ${inside.length}.`,
      "Leave cut points out.",
    );
  return [...new Set([...inside, 1])].sort((a, b) => a - b);
}

/** Fixed and free parameters, checked. */
function freeParameters(shape: SelectionShape, options: SelectionOptions): Free {
  const { type } = options;
  const delta = options.delta ?? new Array<null>(shape.parameters).fill(null);
  if (delta.length !== shape.parameters)
    refuseOption(
      `Selection by ${type} has ${shape.parameters} parameters, not ${delta.length}.`,
      "Pass one value or null for each.",
    );
  const least = type === "beta" ? Number.MIN_VALUE : 0;
  if (delta.some((one) => one !== null && !(one >= least && one < Number.POSITIVE_INFINITY)))
    refuseOption(
      `Parameters of the selection are ${delta.join(", ")}.`,
      "Pass finite numbers above 0, or null.",
    );
  const first = type === "step" && delta[0] === null;
  return { tau2: isRandom(options), delta: first ? [1, ...delta.slice(1)] : delta };
}

function isRandom({ effects = "random" }: SelectionOptions): boolean {
  if (effects !== "random" && effects !== "common")
    refuseOption(`Effects ${effects} are unknown.`, "Pass random or common.");
  return effects === "random";
}

/** Refuses an interval whose weight is to be estimated but holds no study, and weights relative to an empty one. */
function checkIntervals(counts: readonly number[], free: Free): void {
  const empty = counts.findIndex((k, g) => k === 0 && free.delta[g] === null);
  const anchored = counts.some((k, g) => k > 0 && free.delta[g] !== null);
  if (empty < 0 && anchored) return;
  throw new EvidensError({
    code: "synthesis/empty-interval",
    kind: "invalid",
    message:
      empty < 0
        ? "No interval with a fixed weight holds a study, so the other weights cannot be estimated."
        : `Interval ${empty + 1} of the cut points holds no study, so its weight cannot be estimated.`,
    remedy: "Choose cut points so that every interval holds a study, or fix that weight.",
  });
}

function normalLogLikelihood({ y, v, x }: SelectionData, beta: readonly number[], tau2: number): number {
  return y.reduce(
    (sum, effect, i) =>
      sum -
      (Math.log(2 * Math.PI * (v[i]! + tau2)) + (effect - meanOf(x, i, beta)) ** 2 / (v[i]! + tau2)) / 2,
    0,
  );
}

/**
 * Effect before selection, when a study's chance of being seen depends on its p value, or on its effect.
 *
 * @param y effects, length k >= 2, one scale throughout
 * @param v sampling variances, length k, all > 0
 * @throws EvidensError `synthesis/bad-effects`, `synthesis/bad-options`, `synthesis/empty-interval`, `synthesis/too-few-studies`,
 * `synthesis/too-many-parameters`
 * Source: Hedges 1992, doi:10.1214/ss/1177011364; Vevea and Woods 2005, doi:10.1037/1082-989X.10.4.428 (fixed weights);
 * shapes as in `selectionShapes`. Checked: tests/synthesis/golden-selection.test.ts, 1e-4; tests/synthesis/selection.test.ts;
 * tests/synthesis/selection-truncation.test.ts.
 */
export function selectionModel(y: Float64Array, v: Float64Array, options: SelectionOptions): SelectionResult {
  if (!Object.hasOwn(selectionShapes, options.type))
    refuseOption(
      `Selection by ${options.type} is unknown.`,
      `Pass ${Object.keys(selectionShapes).join(", ")}.`,
    );
  const { alternative = "greater" } = options;
  if (!["greater", "less", "two.sided"].includes(alternative))
    refuseOption(`The alternative ${alternative} is unknown.`, "Pass greater, less or two.sided.");
  const level = checkedLevel(options.level);
  const { k } = effectSet(y, v);
  if (k < 2)
    throw new EvidensError({
      code: "synthesis/too-few-studies",
      kind: "invalid",
      message: `A selection model needs at least 2 studies, not ${k}.`,
      remedy: "Pass more studies.",
    });
  // Selection of effects below 0 is selection of their mirror images above.
  const sign = alternative === "less" ? -1 : 1;
  const side: Side = alternative === "two.sided" ? "two" : "one";
  const columns = columnsOf(options.design, k);
  const turned = y.map((effect) => sign * effect);
  const frame = {
    k,
    sign,
    level,
    type: options.type,
    names: columns.names,
    // A cut point found by metafor's search is one of many hills: there is nothing to replay.
    compat: options.compat === "metafor" && options.type !== "truncest" ? side : null,
  };
  const given = { y: turned, v, x: columns.matrix };
  if (options.type === "trunc" || options.type === "truncest")
    return truncation(given, readTruncation(options, sign), isRandom(options), frame);
  const cuts = cutPoints(options);
  const shape = selectionShapes[options.type](cuts);
  const free = freeParameters(shape, options);
  checkStudies(k, columns.matrix.columns + freeCount(free));
  const p = turned.map((effect, i) => pValue(effect / Math.sqrt(v[i]!), side));
  const data: SelectionData = {
    ...given,
    p: p.map((one) => Math.min(Math.max(one, shape.margin), 1 - shape.margin)),
    shape,
    grid: selectionGrid(cuts, shape.constant, shape.margin, side),
  };
  const coarse =
    shape.constant || shape.sharp === true
      ? null
      : { ...data, grid: selectionGrid(cuts, shape.constant, shape.margin, side, "coarse") };
  const intervals = cuts.map((upTo, g) => ({
    upTo,
    k: p.filter((one) => one <= upTo && (g === 0 || one > cuts[g - 1]!)).length,
  }));
  if (options.type === "step")
    checkIntervals(
      intervals.map((one) => one.k),
      free,
    );
  return report(data, coarse, free, { ...frame, intervals, cut: null });
}

/** Refuses more numbers to estimate than there are studies: the likelihood then has no one best place. */
function checkStudies(k: number, estimated: number): void {
  if (estimated <= k) return;
  throw new EvidensError({
    code: "synthesis/too-many-parameters",
    kind: "invalid",
    message: `This selection model estimates ${estimated} numbers (coefficients, heterogeneity, selection), more than its ${k} studies can tell.`,
    remedy:
      "Pass more studies, choose a common effect or a simpler shape, or fix parameters of the selection.",
  });
}

/** Parameters to estimate besides the coefficients. */
const freeCount = ({ tau2, delta }: Free): number =>
  (tau2 ? 1 : 0) + delta.filter((fixed) => fixed === null).length;

type Given = Pick<SelectionData, "y" | "v" | "x">;

/** The model whose chance of being seen changes at an effect, given or estimated. */
function truncation(
  given: Given,
  { delta, cut: fixed }: Truncation,
  random: boolean,
  frame: Omit<Frame, "intervals" | "cut">,
): SelectionResult {
  const data = { ...given, shape: selectionShapes.trunc([]) };
  const free: Free = { tau2: random, delta: [delta] };
  checkStudies(frame.k, given.x.columns + freeCount(free) + (fixed === null ? 1 : 0));
  const reported = (cut: Cut): SelectionResult => {
    const cutData = truncatedAt(data, cut);
    const where = { effect: frame.sign * cut.at, ...sidesOf(cutData) };
    const found = report(cutData, null, free, { ...frame, intervals: [], cut: where });
    return frame.type === "trunc"
      ? found
      : { ...found, delta: [...found.delta, where.effect], seDelta: [...found.seDelta, null] };
  };
  if (fixed !== null) {
    const cut = { at: fixed, inclusive: true };
    checkSides(truncatedAt(data, cut), delta);
    return reported(cut);
  }
  const start = withoutSelection(data, random, null);
  const zero = random ? likeliestCut(data, { ...free, tau2: false }, { ...start, tau2: 0 }) : null;
  const inside = likeliestCut(data, free, start);
  const best = zero !== null && zero.fit.logLikelihood > inside.fit.logLikelihood ? zero : inside;
  const found = reported(best.cut);
  // Without heterogeneity another cut may be the likeliest.
  const gain = zero === null ? null : Math.max(0, 2 * (found.logLikelihood - zero.fit.logLikelihood));
  return {
    ...found,
    likelihoodRatio: { ...found.likelihoodRatio, df: found.likelihoodRatio.df + 1, p: null },
    tau2Ratio: gain === null ? null : { statistic: gain, df: 1, p: chiSquareUpper(gain, 1) },
  };
}

/** The columns of the moderators with their names. */
function columnsOf(design: SelectionOptions["design"], k: number): Pick<Design, "matrix" | "names"> {
  const ones = new Float64Array(k).fill(1);
  const given = design ?? { matrix: matrix(k, 1, ones), names: ["intercept"] };
  if ("matrix" in given) {
    checkColumns(given.matrix, k);
    return given;
  }
  checkColumns(given, k);
  const names = Array.from({ length: given.columns }, (_, c) =>
    given.values.every((value, at) => at % given.columns !== c || value === 1) ? "intercept" : `x${c + 1}`,
  );
  return { matrix: given, names };
}

function checkColumns(x: Matrix, k: number): void {
  if (x.rows !== k || x.columns === 0 || x.values.some((value) => !Number.isFinite(value)))
    refuseOption(
      `The moderators have ${x.rows} rows for ${k} studies, or a value that is not finite.`,
      "Pass one row of finite numbers for each study.",
    );
}

/** The coefficients, and the test of all but the intercept. */
function regressionOf(
  fit: SelectionFit,
  { names, sign, level }: Frame,
  covariance: SelectionCovariance | null,
): Pick<SelectionResult, "coefficients" | "omnibus"> {
  if (covariance === null) return { coefficients: [], omnibus: null };
  const coefficients = names.map((name, c) =>
    testedNumber(name, sign * fit.beta[c]!, Math.sqrt(covariance.entry(c, c)), null, level),
  );
  const others = names.flatMap((name, c) => (name === "intercept" ? [] : [c]));
  if (others.length === 0) return { coefficients, omnibus: null };
  const b = matrix(
    others.length,
    1,
    Float64Array.from(others, (c) => fit.beta[c]!),
  );
  const part = Float64Array.from(
    others.flatMap((row) => others.map((column) => covariance.entry(row, column))),
  );
  const factor = choleskyFactor(matrix(others.length, others.length, part));
  if (factor === null) return { coefficients, omnibus: null };
  const statistic = choleskySolve(factor, b).values.reduce((sum, one, c) => sum + one * b.values[c]!, 0);
  const df = others.length;
  return { coefficients, omnibus: { statistic, df, p: chiSquareUpper(statistic, df) } };
}

interface Frame {
  readonly k: number;
  readonly sign: number;
  readonly level: number;
  readonly type: SelectionOptions["type"];
  readonly names: readonly string[];
  readonly intervals: SelectionResult["intervals"];
  readonly cut: SelectionResult["cut"];
  /** The side of the p values where metafor's fit is to be replayed. */
  readonly compat: Side | null;
}

/** Starts: no selection's estimates with the usual delta first, then weaker and stronger selection. */
function startsFor(data: SelectionData, free: Free, beta: readonly number[], tau2: number): SelectionPoint[] {
  const { start, none } = data.shape;
  return [1, 0.3, 3].map((factor) => ({
    beta,
    tau2: free.tau2 ? tau2 + 1e-3 : 0,
    delta: start.map(
      (one, g) => free.delta[g] ?? (none === 0 || g > 0 || start.length === 1 ? one * factor : one),
    ),
  }));
}

/** tau2 this small counts as 0, so that it is not part of the information. */
const smallTau2 = (v: Float64Array): number => Math.min(1e-4, v.reduce((a, b) => Math.min(a, b)) / 10);
const SMALL_DELTA = 1e-4;

/** Coefficients and tau2 of the same model with every study seen. */
function withoutSelection({ y, v, x }: Given, random: boolean, compat: Side | null) {
  const options = {
    method: random ? ("ML" as const) : ("EE" as const),
    test: "z" as const,
    explained: false,
    redundant: "refuse" as const,
    ...(compat !== null && { compat: "metafor" as const }),
  };
  const plain = metaRegression({ y, v, design: x }, options);
  return { beta: plain.coefficients.map(({ b }) => b), tau2: plain.tau2 };
}

function report(
  data: SelectionData,
  coarse: SelectionData | null,
  free: Free,
  frame: Frame,
): SelectionResult {
  const { v, x } = data;
  const { beta: before, tau2: plainTau2 } = withoutSelection(data, free.tau2, frame.compat);
  const starts = startsFor(data, free, before, plainTau2);
  const fitWith = (which: Free, from: readonly SelectionPoint[]): SelectionFit =>
    frame.compat === null
      ? bestFit(data, coarse, which, from)
      : fitAsMetafor(data, frame.compat, which, { ...from[0]!, tau2: plainTau2 + 1e-3 });
  const without: Free = { ...free, tau2: false };
  const atZero = free.tau2 ? fitWith(without, startsFor(data, without, before, 0)) : null;
  const inside = fitWith(free, starts);
  const edge = frame.compat === null && atZero !== null && atZero.logLikelihood >= inside.logLikelihood;
  const fit = edge && atZero !== null ? atZero : inside;
  const atZeroOut = frame.type === "step" || frame.cut !== null;
  const keepTau2 = free.tau2 && fit.tau2 >= smallTau2(v);
  const keepDelta = free.delta.map(
    (fixed, g) => fixed === null && !(atZeroOut && fit.delta[g]! < SMALL_DELTA),
  );
  const q = x.columns;
  const keep = [
    ...fit.beta.map((_, c) => c),
    ...(keepTau2 ? [q] : []),
    ...keepDelta.flatMap((kept, g) => (kept ? [q + 1 + g] : [])),
  ];
  const covariance =
    frame.compat === null
      ? selectionCovariance(data, fit, keep)
      : covarianceAsMetafor(data, frame.compat, fit, keep);
  const seOf = (index: number): number | null =>
    covariance !== null && keep.includes(index) ? Math.sqrt(covariance.entry(index, index)) : null;
  const gain = Math.max(0, 2 * (fit.logLikelihood - normalLogLikelihood(data, before, plainTau2)));
  const df = free.delta.filter((fixed) => fixed === null).length;
  const gainTau2 = atZero === null ? null : Math.max(0, 2 * (fit.logLikelihood - atZero.logLikelihood));
  return {
    k: frame.k,
    type: frame.type,
    level: frame.level,
    ...regressionOf(fit, frame, covariance),
    ...inference(frame.sign * fit.beta[0]!, seOf(0), frame.level),
    tau2: fit.tau2,
    seTau2: seOf(q),
    delta: fit.delta,
    seDelta: fit.delta.map((_, g) => seOf(q + 1 + g)),
    atLimit: fit.delta.some(
      (one, g) => free.delta[g] === null && (one < SMALL_DELTA || one > MOST_DELTA - 0.01),
    ),
    logLikelihood: fit.logLikelihood,
    likelihoodRatio: { statistic: gain, df, p: df > 0 ? chiSquareUpper(gain, df) : null },
    tau2Ratio: gainTau2 === null ? null : { statistic: gainTau2, df: 1, p: chiSquareUpper(gainTau2, 1) },
    cut: frame.cut,
    intervals: frame.intervals,
    converged: fit.converged,
    iterations: fit.iterations,
    gradientNorm: fit.gradientNorm,
  };
}

function inference(estimate: number, se: number | null, level: number) {
  if (se === null) return { estimate, se, statistic: null, p: null, ciLow: null, ciHigh: null };
  const half = normalQuantile((1 - level) / 2, "upper") * se;
  const statistic = estimate / se;
  return {
    estimate,
    se,
    statistic,
    p: 2 * normalUpper(Math.abs(statistic)),
    ciLow: estimate - half,
    ciHigh: estimate + half,
  };
}
