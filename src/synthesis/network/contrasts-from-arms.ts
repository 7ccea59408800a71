import { EvidensError, type LocalText, type Problem } from "#kernel";
import { oddsRatio, riskRatio } from "../effects/counts.ts";
import { hedgesCorrection } from "../effects/hedges-correction.ts";
import { meanDifference, standardisedMeanDifference } from "../effects/means.ts";
import type { Effect, NotEstimable } from "../types.ts";
import type { NetworkContrast } from "./types.ts";

interface Arm {
  readonly study: string;
  readonly treatment: string;
}

export interface CountArm extends Arm {
  readonly events: number;
  readonly n: number;
}

export interface ArmMeans extends Arm {
  readonly mean: number;
  readonly sd: number;
  readonly n: number;
}

/** An estimate of the arm by itself with its standard error, such as a log rate. */
export interface EstimateArm extends Arm {
  readonly estimate: number;
  readonly se: number;
}

/** Arms with the measure that is to compare them. */
export type NetworkArms =
  | { readonly measure: "OR" | "RR"; readonly arms: readonly CountArm[] }
  | { readonly measure: "MD" | "SMD"; readonly arms: readonly ArmMeans[] }
  | { readonly measure: "GEN"; readonly arms: readonly EstimateArm[] };

export interface ArmContrasts {
  readonly contrasts: readonly NetworkContrast[];
  /** Studies that say nothing of the comparison, and why. */
  readonly leftOut: readonly { readonly study: string; readonly reason: LocalText }[];
}

/**
 * All pairwise contrasts of each study, from its arms.
 *
 * Counts: where one arm of a study has a zero cell, each of its arms gets 0.5, so that its contrasts agree; a study
 * with no events, or only events, in all arms is left out. SMD: one SD over all arms of the study and Hedges'
 * correction with its degrees of freedom; two arms give the usual Hedges' g.
 *
 * @throws EvidensError `synthesis/bad-network-arms` with all that is wrong
 * Source: Crippa and Orsini 2016, doi:10.1186/s12874-016-0189-0 (SMD of several arms).
 * Checked: tests/synthesis/network-arms.test.ts.
 */
export function contrastsFromArms(data: NetworkArms): ArmContrasts {
  switch (data.measure) {
    case "OR":
    case "RR":
      return perStudy(data.arms, (arms) => countContrasts(data.measure as "OR" | "RR", arms));
    case "MD":
      return perStudy(data.arms, (arms) => eachPair(arms, (a, b) => meanDifference(twoMeans(a, b))));
    case "SMD":
      return perStudy(data.arms, standardised);
    case "GEN":
      return perStudy(data.arms, (arms) => eachPair(arms, differenceOfEstimates));
  }
}

type Made = readonly NetworkContrast[] | LocalText;

function perStudy<A extends Arm>(
  arms: readonly A[],
  contrastsOf: (arms: readonly A[]) => Made,
): ArmContrasts {
  const studies = new Map<string, A[]>();
  for (const arm of arms) {
    const known = studies.get(arm.study);
    if (known) known.push(arm);
    else studies.set(arm.study, [arm]);
  }
  const contrasts: NetworkContrast[] = [];
  const leftOut: { study: string; reason: LocalText }[] = [];
  const problems: Problem[] = [];
  for (const [study, own] of studies) {
    const wrong = problemsOfStudy(study, own);
    if (wrong.length > 0) {
      problems.push(...wrong);
      continue;
    }
    try {
      const made = contrastsOf(own);
      if ("en" in made) leftOut.push({ study, reason: made });
      else contrasts.push(...made);
    } catch (error) {
      if (!(error instanceof EvidensError)) throw error;
      problems.push({
        code: error.code,
        message: `Study "${study}": ${error.message}`,
        remedy: error.remedy,
        values: { study },
      });
    }
  }
  if (problems.length === 0) return { contrasts, leftOut };
  throw new EvidensError({
    code: "synthesis/bad-network-arms",
    kind: "invalid",
    message: problems.map(({ message }) => message).join(" "),
    remedy: "Check these arms against the report and correct them.",
    problems,
  });
}

function problemsOfStudy(study: string, arms: readonly Arm[]): readonly Problem[] {
  if (arms.length < 2)
    return [
      {
        code: "synthesis/network-single-arm",
        message: `Study "${study}" has one arm ("${arms[0]?.treatment}").`,
        remedy: "Add its other arms, or leave the study out.",
        values: { study },
      },
    ];
  const names = arms.map(({ treatment }) => treatment);
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))].map((name) => ({
    code: "synthesis/network-double-arm",
    message: `Study "${study}" has two arms of "${name}".`,
    remedy: "Combine arms of the same treatment first.",
    values: { study, treatment: name },
  }));
}

function eachPair<A extends Arm>(
  arms: readonly A[],
  effect: (a: A, b: A) => { readonly y: number; readonly se: number },
): readonly NetworkContrast[] {
  return arms.flatMap((a, at) =>
    arms.slice(at + 1).map((b) => {
      const { y, se } = effect(a, b);
      return { study: a.study, treatment1: a.treatment, treatment2: b.treatment, y, se };
    }),
  );
}

const NO_CONTRAST: LocalText = {
  en: "No events, or only events, in all arms: the study does not tell the treatments apart.",
  nb: "Ingen hendelser, eller bare hendelser, i alle armer: studien skiller ikke mellom tiltakene.",
};

function countContrasts(measure: "OR" | "RR", arms: readonly CountArm[]): Made {
  const compare = measure === "OR" ? oddsRatio : riskRatio;
  const zero = arms.some(({ events, n }) => events === 0 || events === n);
  const made = eachPairOrNull(arms, (a, b) =>
    compare({ events1: a.events, n1: a.n, events2: b.events, n2: b.n }, { to: zero ? "all" : "none" }),
  );
  const empty = arms.every(({ events }) => events === 0) || arms.every(({ events, n }) => events === n);
  return empty ? NO_CONTRAST : made;
}

function eachPairOrNull<A extends Arm>(
  arms: readonly A[],
  effect: (a: A, b: A) => Effect | NotEstimable,
): readonly NetworkContrast[] {
  return eachPair(arms, (a, b) => {
    const made = effect(a, b);
    if (made.estimable) return made;
    throw new EvidensError({
      code: made.reason.code,
      kind: "invalid",
      message: `"${a.treatment}" against "${b.treatment}": ${made.reason.text.en}`,
      remedy: "Check the counts of these arms.",
    });
  });
}

function twoMeans(a: ArmMeans, b: ArmMeans) {
  return { m1: a.mean, sd1: a.sd, n1: a.n, m2: b.mean, sd2: b.sd, n2: b.n };
}

function standardised(arms: readonly ArmMeans[]): readonly NetworkContrast[] {
  const usual = eachPair(arms, (a, b) => standardisedMeanDifference(twoMeans(a, b)));
  if (arms.length === 2) return usual;
  const people = arms.reduce((sum, { n }) => sum + n, 0);
  const df = people - arms.length;
  const sd = Math.sqrt(arms.reduce((sum, arm) => sum + (arm.n - 1) * arm.sd ** 2, 0) / df);
  const j = hedgesCorrection(df);
  return eachPair(arms, (a, b) => {
    const g = (j * (a.mean - b.mean)) / sd;
    return { y: g, se: Math.sqrt(1 / a.n + 1 / b.n + (g * g) / (2 * people)) };
  });
}

function differenceOfEstimates(a: EstimateArm, b: EstimateArm): { readonly y: number; readonly se: number } {
  const bad = [a, b].find(
    ({ estimate, se }) => !Number.isFinite(estimate) || !(se > 0 && Number.isFinite(se)),
  );
  if (bad)
    throw new EvidensError({
      code: "synthesis/bad-effect",
      kind: "invalid",
      message: `"${bad.treatment}" has the estimate ${bad.estimate} with the standard error ${bad.se}.`,
      remedy: "Pass finite estimates with standard errors above 0.",
    });
  return { y: a.estimate - b.estimate, se: Math.hypot(a.se, b.se) };
}
