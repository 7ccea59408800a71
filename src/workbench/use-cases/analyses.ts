import type { AnalysesResponse, AnalysisResponse } from "#contract";
import { EvidensError } from "#kernel";
import type { AnalysisOutcome } from "#report";
import { type Context, notFound, personOf, protocolOf } from "../context.ts";
import { loadSnapshot } from "../load-snapshot.ts";

export async function analyses(context: Context): Promise<AnalysesResponse> {
  const snapshot = await loadSnapshot(context);
  return {
    analyses: snapshot.analyses.map(({ set, run, stale }) => ({
      analysis: set.analysis,
      rows: set.rows.length,
      stale,
      ran: run !== null,
    })),
  };
}

/** One analysis with its inputs, for a page that pools as the reader changes the model. */
export async function analysis(context: Context, analysisId: string): Promise<AnalysisResponse> {
  const snapshot = await loadSnapshot(context);
  const outcome = snapshot.analyses.find(({ set }) => set.analysis.id === analysisId);
  if (outcome === undefined) throw unknownAnalysis(analysisId, snapshot.analyses);
  return { set: outcome.set, outcome };
}

/** Runs one planned analysis, or all, and records what came out. Analyses without data are skipped when all are run. */
export async function runAnalyses(
  context: Context,
  input: { by: string; analysisId?: string | undefined },
): Promise<readonly AnalysisOutcome[]> {
  personOf(await protocolOf(context.store.read), input.by);
  const { analyses: all } = await loadSnapshot(context);
  const chosen =
    input.analysisId === undefined ? all : all.filter(({ set }) => set.analysis.id === input.analysisId);
  if (input.analysisId !== undefined && chosen.length === 0) throw unknownAnalysis(input.analysisId, all);
  if (input.analysisId !== undefined && chosen[0]!.pooled === null) throw noData(chosen[0]!);
  const ran = chosen.filter(({ pooled }) => pooled !== null);
  await context.store.append(
    ran.map((outcome) => ({
      type: "analysis.run" as const,
      by: input.by,
      body: {
        analysisId: outcome.set.analysis.id,
        inputsHash: outcome.inputsHash,
        specification: { ...outcome.set.analysis },
        output: outputOf(outcome),
        engine: `evidens/${context.programVersion}`,
      },
    })),
  );
  const { analyses: after } = await loadSnapshot(context);
  return after.filter(({ set }) => chosen.some((outcome) => outcome.set.analysis.id === set.analysis.id));
}

/** The pooled numbers; where the plan has parts, theirs too. */
function outputOf({ pooled, parts }: AnalysisOutcome): Readonly<Record<string, unknown>> {
  if (parts.length === 0) return { ...pooled };
  return { ...pooled, parts: parts.map(({ kind, id, result }) => ({ kind, id, result })) };
}

/** Said when an id names no planned analysis. */
export function unknownAnalysis(id: string, all: readonly AnalysisOutcome[]): EvidensError {
  return notFound(
    "workbench/unknown-analysis",
    "analysis",
    id,
    `Use one of the planned analyses: ${all.map(({ set }) => set.analysis.id).join(", ") || "none are planned"}.`,
  );
}

function noData(outcome: AnalysisOutcome): EvidensError {
  return new EvidensError({
    code: "workbench/no-data",
    kind: "invalid",
    message: `Analysis "${outcome.set.analysis.id}" has no study with all the values it needs.`,
    remedy: "Extract the values that are missing.",
    problems: outcome.problems,
  });
}
