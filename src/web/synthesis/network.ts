import type { NetworkGraphModel } from "#figures";
import { EvidensError, type Problem } from "#kernel";
import {
  contrastsFromArms,
  type DesignDecomposition,
  decomposeDesigns,
  type LeagueTable,
  leagueTable,
  type NetworkArms,
  type NetworkComponent,
  type NetworkContrast,
  type NetworkResult,
  networkComponents,
  networkMetaAnalysis,
  type SplitComparison,
  splitNetwork,
} from "#synthesis";
import type { AnalysisMaterial, AnalysisNetwork } from "../api/types.ts";
import type { Trouble } from "./compute.ts";
import { refusedNumbers } from "./refused-values.ts";
import type { Specification } from "./specification.ts";
import { keptOut } from "./study-set.ts";

type Arm = AnalysisNetwork["arms"][number];

/** What the library refuses of a network, with each study that is why. */
interface Refusal extends Trouble {
  readonly problems: readonly Problem[];
}

/** A network as far as it goes: with fewer than three treatments or in parts there is no result. */
export type NetworkFound =
  | { readonly is: "too-small"; readonly treatments: readonly string[] }
  | {
      readonly is: "disconnected";
      readonly parts: readonly NetworkComponent[];
      readonly arms: readonly Arm[];
    }
  | { readonly is: "refused"; readonly why: Refusal }
  | NetworkDone;

export interface NetworkDone {
  readonly is: "done";
  readonly result: NetworkResult;
  readonly model: "common" | "random";
  readonly league: LeagueTable;
  readonly designs: DesignDecomposition;
  readonly splits: readonly SplitComparison[];
  readonly arms: readonly Arm[];
  readonly leftOut: readonly {
    readonly study: string;
    readonly reason: { en: string; nb?: string | undefined };
  }[];
}

/** Measures that arms can be compared in. */
export const NETWORK_MEASURES: readonly string[] = ["SMD", "MD", "OR", "RR"];

/**
 * The network of the treatments that studies compare, under the choices of the sentence.
 *
 * @param known the studies of the analysis with their risk of bias
 * @param lowIsBetter small effects are good
 * Checked: tests/web/synthesis-models.test.ts.
 */
export function networkOf(
  network: AnalysisNetwork,
  known: AnalysisMaterial["studies"],
  spec: Specification,
  lowIsBetter: boolean,
): NetworkFound {
  const studies = new Map(known.map((one) => [one.studyId, one]));
  const arms = network.arms.filter(
    ({ studyId }) => keptOut(spec, studyId, studies.get(studyId) ?? null) === null,
  );
  const treatments = [...new Set(arms.map(({ role }) => role))];
  if (treatments.length < 3) return { is: "too-small", treatments };
  const compared = refusable(() => contrastsFromArms(armsFor(arms, spec)));
  if ("code" in compared)
    return {
      is: "refused",
      why: { ...compared, problems: compared.problems.flatMap((one) => withNumbers(one, arms)) },
    };
  const { contrasts, leftOut } = compared;
  const parts = networkComponents(contrasts);
  if (parts.length > 1) return { is: "disconnected", parts, arms };
  const done = refusable(() => analysed(contrasts, spec, lowIsBetter));
  return "code" in done ? { is: "refused", why: done } : { is: "done", ...done, arms, leftOut };
}

/** What is wrong with the numbers of a study, a problem for each number that cannot be. */
function withNumbers(problem: Problem, arms: readonly Arm[]): readonly Problem[] {
  const mine = arms.filter(({ studyId }) => studyId === problem.values?.["study"]);
  const refused = mine.flatMap(({ label, numbers }) => refusedNumbers(numbers, label));
  if (!/\/bad-(?:means|counts)$/.test(problem.code) || refused.length === 0) return [problem];
  return refused.map(({ statistic, arm, value, must }) => ({
    ...problem,
    values: { ...problem.values, statistic, arm, value, must },
  }));
}

/** A result, or what the library refused. Faults of the program rise. */
function refusable<T extends object>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EvidensError)) throw error;
    return { code: error.code, text: { en: error.message }, problems: error.problems };
  }
}

/** What one study says of two treatments, the first against the second, on the analysis scale. */
export interface DirectComparison {
  readonly study: string;
  readonly one: string;
  readonly two: string;
  readonly estimate: number;
  readonly se: number;
}

/** The studies that compare two treatments directly, in the order of the network. */
export function directOf(
  { result }: Pick<NetworkDone, "result">,
  one: string,
  two: string,
): readonly DirectComparison[] {
  return result.contrasts.flatMap(({ study, treatment1, treatment2, y, se }) => {
    if (treatment1 === one && treatment2 === two) return [{ study, one, two, estimate: y, se }];
    if (treatment1 === two && treatment2 === one) return [{ study, one, two, estimate: -y, se }];
    return [];
  });
}

/** All that a study compares. */
export function comparisonsOf(
  { result }: Pick<NetworkDone, "result">,
  study: string,
): readonly DirectComparison[] {
  return result.contrasts.flatMap((one) =>
    one.study === study
      ? [{ study, one: one.treatment1, two: one.treatment2, estimate: one.y, se: one.se }]
      : [],
  );
}

function analysed(
  contrasts: readonly NetworkContrast[],
  spec: Specification,
  lowIsBetter: boolean,
): Omit<NetworkDone, "is" | "arms" | "leftOut"> {
  const tau2 = spec.tau2 === "DL" || spec.tau2 === "ML" ? spec.tau2 : "REML";
  const result = networkMetaAnalysis(contrasts, { tau2 });
  const wanted = spec.model === "random" || spec.model === "mh-random" ? "random" : "common";
  const model = result.random === null ? "common" : wanted;
  const smallValues = lowIsBetter ? "desirable" : "undesirable";
  return {
    result,
    model,
    league: leagueTable(result, { model, smallValues }),
    designs: decomposeDesigns(result),
    splits: splitNetwork(result, { model }),
  };
}

function armsFor(arms: readonly Arm[], spec: Specification): NetworkArms {
  const of = (arm: Arm) => ({ study: arm.studyId, treatment: arm.role });
  const measure = spec.measure;
  if (measure === "OR" || measure === "RR")
    return {
      measure,
      arms: arms.map((arm) => ({ ...of(arm), events: arm.numbers.events!, n: arm.numbers.total! })),
    };
  return {
    measure: measure === "MD" ? "MD" : "SMD",
    arms: arms.map((arm) => ({
      ...of(arm),
      n: arm.numbers.n!,
      mean: arm.numbers.mean!,
      sd: arm.numbers.sd!,
    })),
  };
}

/** Treatments, people and comparisons, for the graph. */
export function graphOf(
  { arms, result }: Pick<NetworkDone, "arms" | "result">,
  label: (role: string) => string,
): Pick<NetworkGraphModel, "nodes" | "edges" | "multiArm" | "nodeSize"> {
  const pairs = new Map<
    string,
    { readonly pair: readonly [string, string]; readonly studies: Set<string> }
  >();
  for (const { treatment1, treatment2, study } of result.contrasts) {
    const pair = [treatment1, treatment2].sort() as [string, string];
    const key = JSON.stringify(pair);
    const one = pairs.get(key) ?? { pair, studies: new Set<string>() };
    one.studies.add(study);
    pairs.set(key, one);
  }
  const inside = new Set(result.studies);
  return {
    nodes: result.treatments.map((role) => {
      const mine = arms.filter((arm) => arm.role === role && inside.has(arm.studyId));
      const people = mine.reduce((sum, { numbers }) => sum + (numbers.n ?? numbers.total ?? 0), 0);
      return {
        label: label(role),
        studies: new Set(mine.map(({ studyId }) => studyId)).size,
        participants: people,
      };
    }),
    edges: [...pairs.values()].map(({ pair: [one, two], studies }) => ({
      treatment1: label(one),
      treatment2: label(two),
      studies: studies.size,
    })),
    multiArm: result.designs
      .filter(({ treatments }) => treatments.length > 2)
      .map(({ treatments, studies }) => ({ treatments: treatments.map(label), studies: studies.length })),
    nodeSize: "participants",
  };
}
