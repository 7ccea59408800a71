import {
  betaDensity,
  betaFunction,
  betaLogTails,
  betaQuantile,
  betaTails,
  binomialLogTails,
  binomialMass,
  binomialQuantile,
  binomialTails,
  chiSquareDensity,
  chiSquareLogTails,
  chiSquareQuantile,
  chiSquareTails,
  choose,
  digamma,
  fDensity,
  fLogTails,
  fQuantile,
  fTails,
  gammaDensity,
  gammaFunction,
  gammaLogTails,
  gammaQuantile,
  gammaTails,
  hypergeometric2F1,
  hypergeometricLogMass,
  hypergeometricTails,
  logBeta,
  logChoose,
  logGamma,
  noncentralChiSquareTails,
  noncentralFTails,
  noncentralTTails,
  normalDensity,
  normalLogTails,
  normalQuantile,
  normalTails,
  poissonLogTails,
  poissonMass,
  poissonQuantile,
  poissonTails,
  quadraticFormTails,
  studentisedRangeTails,
  type Tails,
  tDensity,
  tLogTails,
  tQuantile,
  trigamma,
  tTails,
} from "#numerics";
import { hedgesCorrection } from "#synthesis";
import type { GoldenCase, GoldenFamily, Tolerance } from "./golden.types.ts";

type Side = "lower" | "upper";
type Numbers = Readonly<Record<string, number>>;
/** One function of R: its value at a point under the case's other arguments. */
type Answer = (point: number, args: Numbers, side: Side, weights: readonly number[]) => number;

/** Tail areas by R's name without the p. */
const tails: Readonly<Record<string, (q: number, args: Numbers) => Tails>> = {
  norm: (q, { mean = 0, sd = 1 }) => normalTails((q - mean) / sd),
  t: (q, { df, ncp }) => (ncp === undefined ? tTails(q, df!) : noncentralTTails(q, df!, ncp)),
  chisq: (q, { df, ncp }) =>
    ncp === undefined ? chiSquareTails(q, df!) : noncentralChiSquareTails(q, df!, ncp),
  f: (q, { df1, df2, ncp }) =>
    ncp === undefined ? fTails(q, df1!, df2!) : noncentralFTails(q, df1!, df2!, ncp),
  beta: (q, { a, b, shape1 = a, shape2 = b }) => betaTails(q, shape1!, shape2!),
  gamma: (q, args) => gammaTails(q, args["shape"]!, scaleOf(args)),
  binom: (q, { size, prob }) => binomialTails(q, size!, prob!),
  pois: (q, { lambda }) => poissonTails(q, lambda!),
  hyper: (q, { m, n, k }) => hypergeometricTails(q, { population: m! + n!, marked: m!, draws: k! }),
  tukey: (q, { nmeans, df }) => studentisedRangeTails(q, nmeans!, df!),
};
/** Where the tails cannot be had as logarithms directly, the logarithm of the tail is taken. */
const logTails: Readonly<Record<string, (q: number, args: Numbers) => Tails>> = {
  norm: (q, { mean = 0, sd = 1 }) => normalLogTails((q - mean) / sd),
  t: (q, { df }) => tLogTails(q, df!),
  chisq: (q, { df }) => chiSquareLogTails(q, df!),
  f: (q, { df1, df2 }) => fLogTails(q, df1!, df2!),
  beta: (q, { a, b, shape1 = a, shape2 = b }) => betaLogTails(q, shape1!, shape2!),
  gamma: (q, args) => gammaLogTails(q, args["shape"]!, scaleOf(args)),
  binom: (q, { size, prob }) => binomialLogTails(q, size!, prob!),
  pois: (q, { lambda }) => poissonLogTails(q, lambda!),
};
const quantiles: Readonly<Record<string, Answer>> = {
  norm: (p, { mean = 0, sd = 1 }, side) => mean + sd * normalQuantile(p, side),
  t: (p, { df }, side) => tQuantile(p, df!, side),
  chisq: (p, { df }, side) => chiSquareQuantile(p, df!, side),
  f: (p, { df1, df2 }, side) => fQuantile(p, df1!, df2!, side),
  beta: (p, { a, b, shape1 = a, shape2 = b }, side) => betaQuantile(p, shape1!, shape2!, side),
  gamma: (p, args, side) => gammaQuantile(p, args["shape"]!, side, scaleOf(args)),
  binom: (p, { size, prob }, side) => binomialQuantile(p, size!, prob!, side),
  pois: (p, { lambda }, side) => poissonQuantile(p, lambda!, side),
};
const densities: Readonly<Record<string, Answer>> = {
  norm: (x, { mean = 0, sd = 1 }) => normalDensity((x - mean) / sd) / sd,
  t: (x, { df }) => tDensity(x, df!),
  chisq: (x, { df }) => chiSquareDensity(x, df!),
  f: (x, { df1, df2 }) => fDensity(x, df1!, df2!),
  beta: (x, { a, b, shape1 = a, shape2 = b }) => betaDensity(x, shape1!, shape2!),
  gamma: (x, args) => gammaDensity(x, args["shape"]!, scaleOf(args)),
  binom: (x, { size, prob }) => binomialMass(x, size!, prob!),
  pois: (x, { lambda }) => poissonMass(x, lambda!),
  hyper: (x, { m, n, k }) =>
    Math.exp(hypergeometricLogMass(x, { population: m! + n!, marked: m!, draws: k! })),
};
const functions: Readonly<Record<string, Answer>> = {
  lgamma: (x) => logGamma(x),
  digamma: (x) => digamma(x),
  trigamma: (x) => trigamma(x),
  gamma: (x) => gammaFunction(x),
  "J-hedges-exact": (m) => hedgesCorrection(m),
  beta: (_, { a, b }) => betaFunction(a!, b!),
  lbeta: (_, { a, b }) => logBeta(a!, b!),
  choose: (_, { n, k }) => choose(n!, k!),
  lchoose: (_, { n, k }) => logChoose(n!, k!),
  "hyperg-2F1": (z, { a, b, c }) => hypergeometric2F1(a!, b!, c!, z),
  "quadratic-form": (q, _, side, weights) => quadraticFormTails(q, weights)[side],
};

function scaleOf({ scale, rate }: Numbers): number {
  return scale ?? (rate === undefined ? 1 : 1 / rate);
}

const partsOf = (one: GoldenCase): readonly string[] => one.id.split("/");

/** Which tail: as the id or R's `lower.tail` says; `ptukey` is tabulated by its upper tail. */
function sideOf(one: GoldenCase): Side {
  const parts = partsOf(one);
  const lower = one.args["lower.tail"] ?? one.args["lower_tail"] ?? one.args["lower"];
  if (parts.includes("upper") || lower === false) return "upper";
  if (parts.includes("lower") || lower === true) return "lower";
  return parts[0] === "ptukey" ? "upper" : "lower";
}

function answerOf(one: GoldenCase): Answer | undefined {
  const name = partsOf(one)[0]!;
  const direct = functions[name];
  if (direct) return direct;
  const family = name.slice(1);
  const areas = tails[family];
  if (name.startsWith("q")) return quantiles[family];
  if (name.startsWith("d")) return densities[family];
  if (!name.startsWith("p") || !areas) return undefined;
  const isLog = partsOf(one).includes("log") || one.args["log.p"] === true || one.args["log"] === true;
  const logs = "ncp" in one.args ? undefined : logTails[family];
  if (!isLog) return (q, args, side) => areas(q, args)[side];
  return (q, args, side) => logs?.(q, args)[side] ?? Math.log(areas(q, args)[side]);
}

const POINTS = ["q", "p", "x", "m", "z"];

function values(one: GoldenCase): readonly (number | string)[] {
  const answer = answerOf(one);
  if (!answer) throw new Error(`no function of ours answers for ${one.id}`);
  const listed = Object.entries(one.args).find(
    ([name, value]) => POINTS.includes(name) && Array.isArray(value),
  );
  const alone = POINTS.find((name) => typeof one.args[name] === "number");
  const points = (listed?.[1] ?? [alone === undefined ? Number.NaN : one.args[alone]]) as readonly number[];
  const numbers = Object.entries(one.args).filter(([, value]) => typeof value === "number");
  const weights = (one.args["weights"] ?? []) as readonly number[];
  return points.map((point) => {
    const value = answer(point, Object.fromEntries(numbers) as Numbers, sideOf(one), weights);
    return Number.isFinite(value) ? value : String(value);
  });
}

/**
 * No absolute allowance: a tail of 1e-300 has to be right in its digits. R's own files hold less in two places, as
 * their notes and index say: noncentral t (1e-12 absolute) and degrees of freedom above a million (1e-9).
 */
function toleranceOf(one: GoldenCase, file: string): Tolerance {
  const exact = { relative: 1e-12, absolute: 0 };
  if (file.startsWith("special-functions")) return exact;
  if (partsOf(one)[0] === "pt" && "ncp" in one.args) return { relative: 1e-12, absolute: 1e-12 };
  const isHuge = ["df", "df1", "df2"].some((name) => Number(one.args[name] ?? 0) > 1e6);
  return isHuge ? { relative: 1e-9, absolute: 0 } : exact;
}

/** The distribution and special functions, under the names of R. */
export const distributionsFamily: GoldenFamily = {
  name: "distributions",
  method: (one) => partsOf(one)[0]!,
  owns: (file) => /^(distributions|special-functions)[^.]*$/.test(file),
  run: (one) => ({ value: values(one) }),
  tolerance: (one, _, file) => toleranceOf(one, file.file),
  leftOut: {},
};
