import type { Problem } from "#kernel";
import type { AnalysisRun, Stamped } from "#ledger";
import type { AnalysisPart, ReviewSnapshot } from "#report";
import { type PlannedAnalysis, protocolPlaces } from "#review";

type Finding = Problem & { readonly severity: "warning" | "note" };

/** Names of a plan that say nothing of how it is computed. */
const WORDS: ReadonlySet<string> = new Set(["id", "label", "note", "scaleLabel"]);
const LISTS = { subgroups: "subgroups", moderators: "moderators", sensitivity: "sensitivity" } as const;

/**
 * Where the review departs from what its protocol plans: parts that could not be carried out, results recorded
 * under another plan or none, judgements that what was extracted contradicts.
 *
 * @param runs recorded results, by analysis
 */
export function checkPlan(
  snapshot: ReviewSnapshot,
  runs: readonly Stamped<AnalysisRun>[],
): readonly Finding[] {
  const plans = snapshot.protocol.protocol.analyses;
  return [
    ...partFindings(snapshot),
    ...runs.flatMap((run): Finding[] => {
      const plan = plans.find(({ id }) => id === run.analysisId);
      if (plan === undefined) return [notPlanned(run)];
      const changed = departuresOf(run.specification, plan);
      return changed.length === 0 ? [] : [departs(run, changed)];
    }),
    ...contradictions(snapshot),
  ];
}

/** Problems of planned parts, with their place in the protocol. */
function partFindings({ analyses, protocol }: ReviewSnapshot): readonly Finding[] {
  const troubled = analyses.some(({ parts }) => parts.some(({ problems }) => problems.length > 0));
  if (!troubled) return [];
  const placeOf = protocolPlaces(protocol.text);
  return analyses.flatMap(({ set, parts }, at) =>
    parts.flatMap((part) => {
      const list: readonly { readonly id: string }[] = set.analysis[LISTS[part.kind]] ?? [];
      const place = placeOf(["analyses", at, LISTS[part.kind], list.findIndex(({ id }) => id === part.id)]);
      return part.problems.map((problem) => ({
        ...problem,
        code: part.result === null ? "check/planned-not-done" : problem.code,
        severity: "warning" as const,
        file: "protocol.yaml",
        line: place.line,
        message: inPart(part, problem.message),
      }));
    }),
  );
}

function inPart(part: AnalysisPart, message: string): string {
  const done = part.result === null ? "was not carried out" : "was carried out, and";
  return `The planned part "${part.id}" ${done}: ${message}`;
}

/** What of a recorded specification is not as the protocol plans it now, in words. */
function departuresOf(recorded: Readonly<Record<string, unknown>>, plan: PlannedAnalysis): readonly string[] {
  const planned = plan as unknown as Readonly<Record<string, unknown>>;
  const names = new Set([...Object.keys(recorded), ...Object.keys(planned)]);
  return [...names]
    .filter((name) => !WORDS.has(name) && !same(recorded[name], planned[name]))
    .map((name) =>
      isPlain(recorded[name]) && isPlain(planned[name])
        ? `${name} ${plain(recorded[name])} (planned: ${plain(planned[name])})`
        : name,
    );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Keys in order: the ledger keeps them sorted, a protocol as written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}

const isPlain = (value: unknown): boolean => typeof value !== "object";
const plain = (value: unknown): string => (value === undefined ? "not said" : String(value));

function notPlanned({ analysisId }: Stamped<AnalysisRun>): Finding {
  return {
    code: "check/run-not-planned",
    severity: "warning",
    message: `A result of analysis "${analysisId}" is recorded, and the protocol does not plan it.`,
    remedy: "Plan it in the protocol with the reason, or undo the record.",
  };
}

function departs({ analysisId }: Stamped<AnalysisRun>, changed: readonly string[]): Finding {
  return {
    code: "check/departs-from-plan",
    severity: "warning",
    message: `The recorded result of analysis "${analysisId}" departs from the protocol: ${changed.join("; ")}.`,
    remedy: `Run \`evidens analyse ${analysisId}\` again, or amend the protocol with the reason.`,
  };
}

function contradictions({ availability = [] }: ReviewSnapshot): readonly Finding[] {
  return availability.flatMap(({ results }) =>
    results.flatMap(({ label, outcome, extracted, judged }): Finding[] =>
      judged === null || judged.status === "known" || extracted !== "known"
        ? []
        : [
            {
              code: "check/availability-contradicted",
              severity: "note",
              message: `The result of "${label}" for "${outcome}" is judged ${judged.status}, and its numbers are extracted.`,
              remedy: "Judge it again, or undo the judgement.",
            },
          ],
    ),
  );
}
