import { EvidensError } from "#kernel";
import { normalQuantile, normalUpper } from "#numerics";
import { networkComponents } from "./components.ts";
import { fitNetwork, varianceOf } from "./fit-network.ts";
import { type Network, readNetwork } from "./read-network.ts";
import type { StudyBlock } from "./study-block.ts";
import type { NetworkEstimates, NetworkModel, NetworkResult } from "./types.ts";

/** An estimate with its normal interval and two-sided p. */
export interface SplitEstimate {
  readonly estimate: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
  readonly p: number;
}

/** Direct and indirect evidence on one pair of treatments, treatment 1 against treatment 2. */
export interface SplitComparison {
  readonly treatment1: string;
  readonly treatment2: string;
  /** Studies that compare the two directly. */
  readonly studies: number;
  /** Share of direct evidence in the network estimate, 0 to 1: the variance of the network over that of direct. */
  readonly directShare: number;
  readonly network: SplitEstimate;
  /** `null` without studies of the pair. */
  readonly direct: SplitEstimate | null;
  /** `null` where all evidence is direct. */
  readonly indirect: SplitEstimate | null;
  /** Direct minus indirect; `null` without both. */
  readonly difference: SplitEstimate | null;
}

export interface SplitOptions {
  /** Default `random`. */
  readonly model?: NetworkModel;
  /**
   * `back-calculation` (default) takes the direct evidence out of the network estimate by its variance share;
   * `SIDE` refits the network without the studies that compare the pair.
   */
  readonly method?: "back-calculation" | "SIDE";
  /** This treatment stands second in each of its pairs; default: pairs in the order of the treatments. */
  readonly reference?: string;
}

/** Nearer to 1 than this, the share of direct evidence is all of it. */
const ALL = 1.5e-8;

/**
 * Direct, indirect and network evidence on each pair, and the test of their difference.
 *
 * @throws EvidensError `synthesis/bad-options`, `synthesis/no-random-effects`
 * Source: König, Krahn and Binder 2013, doi:10.1002/sim.6001; Dias et al. 2010, doi:10.1002/sim.3767 (back-calculation);
 * Efthimiou et al. 2019, doi:10.1002/sim.8158 (SIDE, there SIDDE). Both keep the network's tau2.
 * Checked: tests/synthesis/golden-network.test.ts (back-calculation), tests/synthesis/network.test.ts (SIDE).
 */
export function splitNetwork(result: NetworkResult, options: SplitOptions = {}): readonly SplitComparison[] {
  const { model = "random", method = "back-calculation", reference } = options;
  const estimates = estimatesFor(result, model);
  const network = readNetwork(result.contrasts, result.treatments, result.tolerance);
  const { treatments } = network;
  if (reference !== undefined && !treatments.includes(reference))
    throw new EvidensError({
      code: "synthesis/bad-options",
      kind: "invalid",
      message: `The reference "${reference}" is no treatment of the network.`,
      remedy: `Pass one of: ${treatments.join(", ")}.`,
    });
  const tau2 = model === "random" ? (result.tau2 ?? 0) : 0;
  const critical = normalQuantile((1 - result.level) / 2, "upper");
  const comparisons: SplitComparison[] = [];
  for (let a = 0; a < treatments.length; a++)
    for (let b = a + 1; b < treatments.length; b++) {
      const [i, j] = treatments[a] === reference ? [b, a] : [a, b];
      const around = (estimate: number, variance: number): SplitEstimate =>
        withInterval(estimate, Math.sqrt(variance), critical);
      const whole = around(estimates.estimate[i]![j]!, estimates.se[i]![j]! ** 2);
      const found = directEvidence(network.blocks, i, j, tau2);
      const share = found === null ? 0 : whole.se ** 2 / found.variance;
      const rest = method === "SIDE" ? refitted(network, i, j, tau2) : backCalculated(whole, found, share);
      comparisons.push({
        treatment1: treatments[i]!,
        treatment2: treatments[j]!,
        studies: found?.studies ?? 0,
        directShare: share,
        network: whole,
        direct: found === null ? null : around(found.estimate, found.variance),
        indirect: rest === null ? null : around(rest.estimate, rest.variance),
        difference:
          rest === null || found === null
            ? null
            : around(found.estimate - rest.estimate, found.variance + rest.variance),
      });
    }
  return comparisons;
}

/** The estimates of a model; refused where random effects could not be estimated. */
export function estimatesFor(result: NetworkResult, model: NetworkModel): NetworkEstimates {
  const estimates = model === "random" ? result.random : result.common;
  if (estimates !== null) return estimates;
  throw new EvidensError({
    code: "synthesis/no-random-effects",
    kind: "invalid",
    message: "This network leaves no degree of freedom to estimate the variance between studies.",
    remedy: "Use the common-effect model, or state a between-study variance.",
  });
}

interface Evidence {
  readonly estimate: number;
  readonly variance: number;
}

function withInterval(estimate: number, se: number, critical: number): SplitEstimate {
  return {
    estimate,
    se,
    low: estimate - critical * se,
    high: estimate + critical * se,
    p: 2 * normalUpper(Math.abs(estimate) / se),
  };
}

/** The pair's own studies pooled, arms of other treatments left aside. */
function directEvidence(
  blocks: readonly StudyBlock[],
  i: number,
  j: number,
  tau2: number,
): (Evidence & { readonly studies: number }) | null {
  let [sumW, sumWY, studies] = [0, 0, 0];
  for (const { arms, first, second, y, v } of blocks)
    for (let row = 0; row < y.length; row++) {
      const [a, b] = [arms[first[row]!]!, arms[second[row]!]!];
      if (!((a === i && b === j) || (a === j && b === i))) continue;
      const weight = 1 / (v[row]! + tau2);
      sumW += weight;
      sumWY += weight * (a === i ? y[row]! : -y[row]!);
      studies += 1;
    }
  return studies === 0 ? null : { estimate: sumWY / sumW, variance: 1 / sumW, studies };
}

function backCalculated(whole: SplitEstimate, direct: Evidence | null, share: number): Evidence | null {
  if (direct === null) return { estimate: whole.estimate, variance: whole.se ** 2 };
  if (share > 1 - ALL) return null;
  return {
    estimate: (whole.estimate - share * direct.estimate) / (1 - share),
    variance: whole.se ** 2 / (1 - share),
  };
}

/** The pair as the other studies see it; `null` where they do not join it. */
function refitted(network: Network, i: number, j: number, tau2: number): Evidence | null {
  const others = network.blocks.filter(({ arms }) => !(arms.includes(i) && arms.includes(j)));
  const rows = others.flatMap((block) => Array.from(block.rows, (row) => network.contrasts[row]!));
  const [from, to] = [network.treatments[i]!, network.treatments[j]!];
  const joined = networkComponents(rows).find(({ treatments }) => treatments.includes(from));
  if (!joined?.treatments.includes(to)) return null;
  const names = network.treatments.filter((name) => joined.treatments.includes(name));
  const place = new Map(names.map((name, at) => [network.treatments.indexOf(name), at] as const));
  const inside = others
    .filter(({ arms }) => place.has(arms[0]!))
    .map((block) => ({ ...block, arms: Int32Array.from(block.arms, (arm) => place.get(arm)!) }));
  const fit = fitNetwork(inside, names.length, tau2);
  const [a, b] = [place.get(i)!, place.get(j)!];
  return { estimate: fit.effects[a]! - fit.effects[b]!, variance: varianceOf(fit, a, b) };
}
