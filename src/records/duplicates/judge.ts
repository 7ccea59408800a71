import { compareFields } from "./compare-fields.ts";
import type { Band, PairEvidence, PairJudgement } from "./evidence.ts";
import { fieldPoints, totalPoints } from "./points.ts";
import { type DuplicateInput, type Preparation, type Prepared, preparation, prepare } from "./prepare.ts";
import { RULES } from "./rules.ts";

/** Scores, in bits, from which pairs are merged, and put before a person. */
export const THRESHOLDS = { merge: 30, ask: 20 } as const;

/** A judgement with what clustering needs to know besides. */
export interface FullJudgement extends PairJudgement {
  /** Whether something speaks against one document, rather than too little for it. */
  readonly contradicts: boolean;
}

const UNRELATED: FullJudgement = { score: 0, band: "distinct", evidence: [], contradicts: true };
const UNPROVEN: FullJudgement = { ...UNRELATED, contradicts: false };

/**
 * Judges two prepared records: the sum of the points of their fields gives a band, the rules lower it.
 *
 * @param thresholds in bits, `ask` ≤ `merge`
 */
export function judge(
  run: Preparation,
  a: Prepared,
  b: Prepared,
  thresholds: { readonly merge: number; readonly ask: number },
): FullJudgement {
  const fields = compareFields(run, a, b);
  // Entries in two languages may have nothing in common but a third in both.
  if (fields === null) return a.foreign || b.foreign ? UNPROVEN : UNRELATED;
  const evidence: PairEvidence[] = fieldPoints(a, b, fields);
  const score = totalPoints(evidence);
  let band: Band = score >= thresholds.merge ? "merge" : score >= thresholds.ask ? "ask" : "distinct";
  let relation: PairJudgement["relation"];
  let contradicts = false;
  for (const { code, limit } of RULES) {
    const found = limit(a, b, fields);
    if (found === null) continue;
    evidence.push({ field: "rule", agreement: "different", points: 0, reason: code });
    if (found.most === "distinct" || band === "merge") band = found.most === "ask" ? "ask" : "distinct";
    relation ??= found.relation;
    contradicts ||= found.most === "distinct" && found.unproven !== true;
  }
  if (band === "distinct" && relation !== undefined)
    return { score, band: "linked", relation, evidence, contradicts };
  return { score, band, evidence, contradicts };
}

/**
 * Judges two records on their own, with all that led to it.
 *
 * Checked: tests/records/duplicates-rules.test.ts.
 */
export function comparePair(a: DuplicateInput, b: DuplicateInput): PairJudgement {
  const run = preparation();
  const { contradicts: _inside, ...judgement } = judge(run, prepare(run, a), prepare(run, b), THRESHOLDS);
  return judgement;
}

/** Codes of the evidence that spoke, for and against, as shown to people. */
export function reasonsOf({ evidence }: PairJudgement): string[] {
  return evidence.flatMap(({ reason, agreement }) =>
    reason === "" || agreement === "missing" ? [] : [reason],
  );
}
