import type { Kysely } from "kysely";
import type { Problem } from "#kernel";
import { sha256 } from "./digests.ts";
import { eventPages } from "./event-rows.ts";
import type { EventTable, Tables } from "./tables.ts";

/**
 * Checks every event against its hash and against the events before it: what `verifyChain` checks,
 * over the stored text itself, so that also a change that reads as the same value is found.
 *
 * @returns a problem per event that fails, in order of arrival
 * Cost linear in events, about 10 µs each. Checked: tests/store/damage.test.ts.
 */
export async function checkLedger(db: Kysely<Tables>, reviewId: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const hashes = new Map<string, Set<string>>();
  // What is appended while this reads is not looked at: the end is fixed before the beginning is read.
  const end = await ends(db, reviewId);
  if (end.head !== end.last) {
    problems.push(missing(`The ledger should end with event ${end.head} and ends with ${end.last}.`));
  }
  let seq = 0;
  for await (const rows of eventPages(db, reviewId)) {
    for (const row of rows) {
      if (row.seq > end.last) return problems;
      if (row.seq !== seq + 1)
        problems.push(missing(`After event ${seq} of the ledger comes event ${row.seq}.`));
      seq = row.seq;
      const known = hashes.get(row.device) ?? new Set<string>();
      hashes.set(row.device, known);
      const problem = checkRow(row, known);
      if (problem !== null) problems.push(problem);
      known.add(row.hash);
    }
  }
  return problems;
}

/** Both ends of the ledger at one moment: what the head says, and the last event there is. */
async function ends(db: Kysely<Tables>, reviewId: string): Promise<{ head: number; last: number }> {
  const row = await db
    .selectFrom("head as h")
    .select((eb) => [
      "h.seq as head",
      eb
        .selectFrom("event as e")
        .select(({ fn }) => fn.max("e.seq").as("last"))
        .whereRef("e.review_id", "=", "h.review_id")
        .as("last"),
    ])
    .where("h.review_id", "=", reviewId)
    .executeTakeFirst();
  return { head: row?.head ?? 0, last: row?.last ?? 0 };
}

function missing(message: string): Problem {
  return { code: "ledger/missing-events", message, remedy: REMEDY };
}

const REMEDY = "Keep this file, and go on from a backup or from another copy of the review.";

function checkRow(row: EventTable, known: ReadonlySet<string>): Problem | null {
  const field = `event ${row.seq} (${row.id})`;
  if (sha256(row.content) !== row.hash || !columnsAgree(row)) {
    return {
      code: "ledger/damaged-event",
      field,
      message: "The event is not what its hash says: the file was damaged or edited.",
      remedy: REMEDY,
    };
  }
  if (row.prev !== null && !known.has(row.prev)) {
    return {
      code: "ledger/broken-chain",
      field,
      message: "An event that this one follows is missing.",
      remedy: REMEDY,
    };
  }
  return null;
}

/** The columns repeat parts of the hashed text, for the indexes; both must say the same. */
function columnsAgree(row: EventTable): boolean {
  const content = JSON.parse(row.content) as Record<string, unknown>;
  return (
    content.id === row.id &&
    content.type === row.type &&
    content.version === row.version &&
    content.device === row.device &&
    content.prev === row.prev &&
    (content.undoes ?? null) === row.undoes
  );
}
