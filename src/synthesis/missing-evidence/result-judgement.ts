import type { ResultJudgement } from "./rob-me.ts";
import type { MissingReason } from "./rob-me-labels.ts";

/** What is known of one study's result for one outcome: from the numbers extracted, and from what a person judged. */
export interface ResultKnowledge {
  readonly studyId: string;
  readonly outcome: string;
  /** The numbers are there and can be pooled. */
  readonly extracted: boolean;
  /** Null: nobody has judged it. */
  readonly judged: {
    readonly status: "known" | "partly-known" | "missing";
    readonly reason?: MissingReason | undefined;
    readonly note?: string | undefined;
  } | null;
}

/**
 * The judgement of a cell of the matrix; null where nothing is known. Numbers that can be pooled make a result
 * known whatever was judged before they were extracted; only a person can say why another is not.
 *
 * Source: Page et al. 2023, ROB-ME, doi:10.1136/bmj-2023-076754. Checked: tests/synthesis/result-judgement.test.ts.
 */
export function resultJudgement(known: ResultKnowledge): ResultJudgement | null {
  const { studyId: study, outcome, extracted, judged } = known;
  if (extracted) return { study, outcome, status: "known" };
  if (judged === null) return null;
  const { status, reason, note } = judged;
  return {
    study,
    outcome,
    status,
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
  };
}
