import type { NetworkGraphModel } from "#figures";
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
import { attempt, type Trouble } from "./compute.ts";
import type { Specification } from "./specification.ts";
import { keptOut } from "./study-set.ts";

type Arm = AnalysisNetwork["arms"][number];

/** A network as far as it goes: with fewer than three treatments or in parts there is no result. */
export type NetworkFound =
  | { readonly is: "too-small"; readonly treatments: readonly string[] }
  | {
      readonly is: "disconnected";
      readonly parts: readonly NetworkComponent[];
      readonly arms: readonly Arm[];
    }
  | { readonly is: "refused"; readonly why: Trouble }
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
  const compared = attempt(() => contrastsFromArms(armsFor(arms, spec)));
  if ("code" in compared) return { is: "refused", why: compared };
  const { contrasts, leftOut } = compared;
  const parts = networkComponents(contrasts);
  if (parts.length > 1) return { is: "disconnected", parts, arms };
  const done = attempt(() => analysed(contrasts, spec, lowIsBetter));
  return "code" in done ? { is: "refused", why: done } : { is: "done", ...done, arms, leftOut };
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
