import { EvidensError } from "#kernel";
import { chiSquareUpper, normalQuantile, normalUpper, tQuantile } from "#numerics";
import type { Solution } from "../model/newton-root.ts";
import { fitNetwork, type NetworkFit, varianceOf } from "./fit-network.ts";
import { networkTau2 } from "./network-tau2.ts";
import { DEFAULT_TOLERANCE, designsOf, type Network, readNetwork } from "./read-network.ts";
import { withIndependentArms } from "./study-block.ts";
import type {
  NetworkContrast,
  NetworkEstimates,
  NetworkOptions,
  NetworkResult,
  NetworkTau2Method,
  PairTable,
  WeightedContrast,
} from "./types.ts";

const METHODS = ["DL", "REML", "ML"] as const;

/**
 * Network meta-analysis of contrasts, frequentist, under common and random effects.
 *
 * @param contrasts one row for each pair of arms of each study; two studies or more, all joined
 * @throws EvidensError `synthesis/bad-network` with all that is wrong, `synthesis/disconnected-network` with the
 *   sub-networks, `synthesis/bad-options`, `synthesis/singular-network`
 * Source: Rücker 2012, doi:10.1002/jrsm.1058; docs/methods/network.md, the definitions of netmeta 3.4.
 * Checked: tests/synthesis/golden-network.test.ts, tests/synthesis/network.test.ts, network.prop.test.ts.
 * Cost O(n^3) in treatments and linear in studies, a step.
 */
export function networkMetaAnalysis(
  contrasts: readonly NetworkContrast[],
  options: NetworkOptions = {},
): NetworkResult {
  const { level = 0.95, tau2: asked = "REML", tolerance = DEFAULT_TOLERANCE } = options;
  checkOptions(level, asked, tolerance);
  const network = readNetwork(contrasts, options.treatments, tolerance);
  const n = network.treatments.length;
  const common = fitNetwork(network.blocks, n, 0);
  const solution = solve(network, n, common.df, asked, options);
  const random = solution === null ? null : fitNetwork(network.blocks, n, solution.tau2);
  const tau2 = solution?.tau2 ?? null;
  return {
    treatments: network.treatments,
    studies: network.blocks.map(({ label }) => label),
    designs: designsOf(network).map(({ treatments, studies }) => ({ treatments, studies })),
    contrasts: weighted(network, common, random),
    level,
    tolerance,
    common: estimatesOf(common, level),
    random: random === null ? null : estimatesOf(random, level),
    prediction: random === null || tau2 === null ? null : predictionOf(random, tau2, level),
    tau2Method: typeof asked === "number" ? "given" : asked,
    tau2,
    tau: tau2 === null ? null : Math.sqrt(tau2),
    converged: solution?.converged ?? true,
    iterations: solution?.iterations ?? 0,
    lastChange: solution?.lastChange ?? 0,
    q: common.q,
    qDf: common.df,
    qP: common.df === 0 ? null : chiSquareUpper(common.q, common.df),
    ...inconsistencyShare(common.q, common.df, level),
  };
}

function checkOptions(level: number, tau2: unknown, tolerance: number): void {
  const refuse = (message: string, remedy: string): never => {
    throw new EvidensError({ code: "synthesis/bad-options", kind: "invalid", message, remedy });
  };
  if (!(level > 0 && level < 1)) refuse(`The level is ${level}.`, "Pass a level above 0 and below 1.");
  if (!(tolerance >= 0)) refuse(`The tolerance is ${tolerance}.`, "Pass a tolerance of 0 or more.");
  const known =
    typeof tau2 === "number" ? tau2 >= 0 && Number.isFinite(tau2) : METHODS.some((one) => one === tau2);
  if (!known) refuse(`tau2 is ${String(tau2)}.`, `Pass ${METHODS.join(", ")}, or a variance of 0 or more.`);
}

function solve(
  { blocks, treatments }: Network,
  n: number,
  df: number,
  asked: NetworkTau2Method | number,
  options: NetworkOptions,
): Solution | null {
  if (typeof asked === "number") return { tau2: asked, converged: true, iterations: 0, lastChange: 0 };
  if (df === 0) return null;
  if (options.compat !== "netmeta" || asked === "DL") return networkTau2(blocks, n, asked);
  const reference = treatments.indexOf(options.reference ?? treatments[0]!);
  return networkTau2(
    blocks.map((block) => withIndependentArms(block, reference)),
    n,
    asked,
  );
}

function weighted(
  network: Network,
  common: NetworkFit,
  random: NetworkFit | null,
): readonly WeightedContrast[] {
  const rows: WeightedContrast[] = [];
  for (const [b, block] of network.blocks.entries())
    for (const [i, row] of block.rows.entries())
      rows[row] = {
        ...network.contrasts[row]!,
        weightCommon: common.weights[b]![i]!,
        weightRandom: random === null ? null : random.weights[b]![i]!,
      };
  return rows;
}

/** Fills a table over pairs; the diagonal is `same`. */
function pairs<T>(n: number, same: T, of: (i: number, j: number) => T): T[][] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (__, j) => (i === j ? same : of(i, j))),
  );
}

/** Estimates of all pairs with normal intervals and tests. */
function estimatesOf(fit: NetworkFit, level: number): NetworkEstimates {
  const { n, effects } = fit;
  const critical = normalQuantile((1 - level) / 2, "upper");
  const estimate = pairs(n, 0, (i, j) => effects[i]! - effects[j]!);
  const se = pairs(n, 0, (i, j) => Math.sqrt(varianceOf(fit, i, j)));
  const statistic = pairs<number | null>(n, null, (i, j) => estimate[i]![j]! / se[i]![j]!);
  return {
    estimate,
    se,
    low: pairs(n, 0, (i, j) => estimate[i]![j]! - critical * se[i]![j]!),
    high: pairs(n, 0, (i, j) => estimate[i]![j]! + critical * se[i]![j]!),
    statistic,
    p: pairs<number | null>(n, null, (i, j) => 2 * normalUpper(Math.abs(statistic[i]![j]!))),
  };
}

/** Student's t with the degrees of freedom of Q, as netmeta 3. */
function predictionOf(
  fit: NetworkFit,
  tau2: number,
  level: number,
): { readonly low: PairTable; readonly high: PairTable } | null {
  if (fit.df === 0) return null;
  const { n, effects } = fit;
  const critical = tQuantile((1 - level) / 2, fit.df, "upper");
  const reach = pairs(n, 0, (i, j) => critical * Math.sqrt(varianceOf(fit, i, j) + tau2));
  return {
    low: pairs(n, 0, (i, j) => effects[i]! - effects[j]! - reach[i]![j]!),
    high: pairs(n, 0, (i, j) => effects[i]! - effects[j]! + reach[i]![j]!),
  };
}

/**
 * I2 in percent with test-based limits.
 *
 * Source: Higgins and Thompson 2002, doi:10.1002/sim.1186, their interval of H with k - 1 = df.
 */
function inconsistencyShare(
  q: number,
  df: number,
  level: number,
): { readonly i2: number | null; readonly i2Low: number | null; readonly i2High: number | null } {
  if (df === 0) return { i2: null, i2Low: null, i2High: null };
  const share = (h: number): number => (h > 1 ? 100 * (1 - 1 / (h * h)) : 0);
  const i2 = q > df ? (100 * (q - df)) / q : 0;
  const logH = (Math.log(q) - Math.log(df)) / 2;
  const k = df + 1;
  let se = Number.NaN;
  if (q > k) se = logH / (Math.sqrt(2 * q) - Math.sqrt(2 * k - 3));
  else if (k > 2) se = Math.sqrt((1 / (2 * (k - 2))) * (1 - 1 / (3 * (k - 2) ** 2)));
  if (Number.isNaN(se)) return { i2, i2Low: null, i2High: null };
  const reach = normalQuantile((1 - level) / 2, "upper") * se;
  return { i2, i2Low: share(Math.exp(logH - reach)), i2High: share(Math.exp(logH + reach)) };
}
