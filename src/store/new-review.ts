import type { Tx } from "./engine.ts";
import type { OpenOptions } from "./store.ts";

/** The rows a review begins with, before its first event. */
export async function addReview(tx: Tx, reviewId: string, options: OpenOptions): Promise<void> {
  await tx.insertMany("head", [{ review_id: reviewId, seq: 0, newest_id: null, last_id: null }]);
  await tx.insertMany("meta", [
    { review_id: reviewId, key: "kinds", value: kindsOf(options) },
    { review_id: reviewId, key: "program", value: options.programVersion },
  ]);
}

/** Which documents this program keeps; when it differs from what folded them, they are folded again. */
export function kindsOf({ projections }: OpenOptions): string {
  return projections
    .map(({ kind, types }) => `${kind}: ${[...types].sort().join(" ")}`)
    .sort()
    .join("\n");
}
