import type { Kysely } from "kysely";
import type { Stage } from "#ledger";
import { hasStage, type Protocol, type ProtocolDoc } from "#review";
import { type StageVotes, stageVotes } from "#screening";
import type { StoreContext } from "./context.ts";
import type { Tx } from "./engine.ts";
import type { Tables } from "./tables.ts";

/** Votes the protocol asks per stage; null where it plans no such stage. */
export type Plan = Readonly<Record<Stage, StageVotes | null>>;

const ONE: StageVotes = { reviewers: 1, secondShare: 0 };
/** A stage that the protocol does not plan (any more): its votes decide nothing, and stay sealed. */
export const NOT_PLANNED: StageVotes = { reviewers: Number.MAX_SAFE_INTEGER, secondShare: 0 };
const NO_PROTOCOL: Plan = { "title-abstract": ONE, "full-text": ONE };

/** Writes down what the protocol in force asks of screening. @returns whether it differs from before */
export async function refreshPlan({ reviewId }: StoreContext, tx: Tx): Promise<boolean> {
  const row = await tx.db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "protocol")
    .where("key", "=", "current")
    .executeTakeFirst();
  const before = await readPlan(tx.db, reviewId);
  const protocol = row === undefined ? null : (JSON.parse(row.body) as ProtocolDoc).protocol;
  const plan = protocol === null ? NO_PROTOCOL : planOf(protocol);
  const changed = JSON.stringify(before) !== JSON.stringify(plan);
  if (changed) {
    await tx.insertMany("meta", [{ review_id: reviewId, key: "plan", value: JSON.stringify(plan) }], {
      keys: ["review_id", "key"],
      update: ["value"],
    });
  }
  return changed;
}

function planOf(protocol: Protocol): Plan {
  const votes = (stage: Stage): StageVotes | null =>
    hasStage(protocol, stage) ? stageVotes(protocol, stage) : null;
  return { "title-abstract": votes("title-abstract"), "full-text": votes("full-text") };
}

export async function readPlan(db: Kysely<Tables>, reviewId: string): Promise<Plan> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("review_id", "=", reviewId)
    .where("key", "=", "plan")
    .executeTakeFirst();
  return row === undefined ? NO_PROTOCOL : lifted(JSON.parse(row.value) as StoredPlan);
}

/** Up to layout 2 a stage's plan was the number of its reviewers alone. */
type StoredPlan = Readonly<Record<Stage, StageVotes | number | null>>;

function lifted(plan: StoredPlan): Plan {
  const votes = (one: StageVotes | number | null): StageVotes | null =>
    typeof one === "number" ? { reviewers: one, secondShare: 0 } : one;
  return { "title-abstract": votes(plan["title-abstract"]), "full-text": votes(plan["full-text"]) };
}

/** Full text follows title and abstract; where the protocol plans no title stage, every report enters it. */
export function fullTextTakesAll(plan: Plan): boolean {
  return plan["title-abstract"] === null;
}
