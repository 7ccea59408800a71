import type { ScreenItem } from "#contract";
import { ApiError } from "../api/client.ts";
import { keyOf, type PendingVote } from "./kept-votes.ts";

/** Why votes wait: no answer, the program no longer knows this browser, or it fails on its side. */
export type Lost = "connection" | "session" | "failing";

/** A program that fails on one vote so often is taken to refuse it. */
const FAILURES = 4;

/** What a vote on the item is on. */
export function itemKey(item: ScreenItem): string {
  return keyOf({ report: item.report.id, round: item.round });
}

/**
 * The queue after an answer: the report on screen, then the answer's order, then what was held ready
 * before, so that an answer too short for a fast reader never leaves the screen empty.
 *
 * @param queue the queue so far, the first one on screen
 * @param seen keys voted on in this visit
 * @param pending votes the program has not seen
 * Checked: tests/web/vote-queue.test.ts.
 */
export function queueAfter(
  queue: readonly ScreenItem[],
  answer: readonly ScreenItem[],
  seen: ReadonlySet<string>,
  pending: readonly PendingVote[],
): readonly ScreenItem[] {
  const known = new Set(seen);
  for (const vote of pending) if (vote.takenBack !== true) known.add(keyOf(vote.request));
  const after: ScreenItem[] = [];
  for (const item of [...queue.slice(0, 1), ...answer, ...queue.slice(1)]) {
    if (known.has(itemKey(item))) continue;
    known.add(itemKey(item));
    after.push(item);
  }
  return after;
}

/** Whether a vote is to be sent again, and why it did not get through; null: the program refused it. */
export function lossOf(error: unknown, tries: number): Lost | null {
  if (!(error instanceof ApiError)) return "connection";
  if (error.code === "server/no-session" || error.code === "server/no-token") return "session";
  return error.status >= 500 && tries + 1 < FAILURES ? "failing" : null;
}
