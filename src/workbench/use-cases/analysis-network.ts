import type { AnalysisMaterialQuery, AnalysisNetworkResponse, NetworkArm } from "#contract";
import { type AnalysisRow, type AnalysisSet, analysisSet } from "#extraction";
import type { ReviewSnapshot } from "#report";
import type { PlannedAnalysis } from "#review";
import type { Context } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";
import { needsOf } from "../result-availability.ts";
import { unknownAnalysis } from "./analyses.ts";

/** The arms that a network of treatments is made of, at an analysis' own place or another. */
export async function analysisNetwork(
  context: Context,
  analysisId: string,
  query: AnalysisMaterialQuery,
): Promise<AnalysisNetworkResponse> {
  const snapshot = await loadSnapshot(context, { screening: false });
  const found = snapshot.analyses.find(({ set }) => set.analysis.id === analysisId);
  if (found === undefined) throw unknownAnalysis(analysisId, snapshot.analyses);
  const plan = found.set.analysis;
  const needs = query.needs ?? needsOf(plan);
  const roles = snapshot.protocol.protocol.armRoles;
  if (needs === "generic") return { needs, roles, arms: [], problems: [] };
  const at: PlannedAnalysis = {
    ...plan,
    // Every study of the question: those of one comparison are no network.
    tags: [],
    outcome: query.outcome ?? plan.outcome,
    timepoint: query.timepoint ?? plan.timepoint,
    // Which one of the kind decides only what is looked up.
    measure: needs === "means" ? "SMD" : "RR",
  };
  const pairs = roles.flatMap(({ id: experimental }, one) =>
    roles.slice(one + 1).map(({ id: comparator }) => ({ experimental, comparator })),
  );
  const sets = pairs.map((pair) => setOf(snapshot, { ...at, ...pair }));
  return { needs, roles, arms: armsOf(snapshot, sets, needs), problems: problemsOf(sets) };
}

function setOf(snapshot: ReviewSnapshot, analysis: PlannedAnalysis): AnalysisSet {
  return analysisSet({ ...snapshot, protocol: snapshot.protocol.protocol, analysis });
}

/** Each arm once, though it stands in a comparison with every other arm of its study. */
function armsOf(
  snapshot: ReviewSnapshot,
  sets: readonly AnalysisSet[],
  needs: "means" | "counts",
): readonly NetworkArm[] {
  const known = new Map<string, NetworkArm>();
  for (const { rows, analysis } of sets) {
    for (const row of rows) {
      for (const side of ["experimental", "comparator"] as const) {
        const arm = armOf(row, side, analysis[side], needs);
        if (arm !== null) known.set(JSON.stringify([arm.studyId, arm.arm]), arm);
      }
    }
  }
  const all = [...known.values()];
  return snapshot.studies.flatMap(({ studyId }) => all.filter((arm) => arm.studyId === studyId));
}

function armOf(
  row: AnalysisRow,
  side: "experimental" | "comparator",
  role: string,
  needs: "means" | "counts",
): NetworkArm | null {
  const arm = row[side];
  if (arm === null) return null;
  const values = side === "experimental" ? row.experimentalValues : row.comparatorValues;
  const wanted = needs === "means" ? (["n", "mean", "sd"] as const) : (["events", "total"] as const);
  const traced = wanted.flatMap((name) => {
    const value = values[name] ?? (name === "total" ? values.n : undefined);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    studyId: row.studyId,
    study: row.label,
    arm: arm.arm,
    label: arm.label,
    role,
    numbers: Object.fromEntries(traced.map(([name, value]) => [name, value.number])),
    values: Object.fromEntries(traced),
  };
}

/** Each thing to settle once, though every comparison of a study finds it. */
function problemsOf(sets: readonly AnalysisSet[]): AnalysisNetworkResponse["problems"] {
  const known = new Map(sets.flatMap((set) => set.problems).map((one) => [one.message, one]));
  return [...known.values()];
}
