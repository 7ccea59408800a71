import type { Kysely } from "kysely";
import type { RecordFact } from "#records";
import { canonical, lookupKey } from "./digests.ts";
import type { Tx } from "./engine.ts";
import type { Tables } from "./tables.ts";

/** Facts in canonical JSON; each with a line end is what an import's `recordsHash` is taken over. */
export interface FactLine {
  readonly fact: RecordFact;
  readonly body: string;
}

export function factLine(fact: RecordFact): FactLine {
  return { fact, body: canonical(fact, `Record ${fact.id}`) };
}

/** Writes facts and what they can be looked up by. */
export async function writeFacts(tx: Tx, reviewId: string, lines: readonly FactLine[]): Promise<void> {
  await tx.insertMany(
    "record",
    lines.map(({ fact, body }) => ({
      review_id: reviewId,
      import_id: fact.importId,
      ordinal: fact.ordinal,
      id: fact.id,
      body,
    })),
  );
  await tx.insertMany(
    "record_key",
    lines.flatMap(({ fact }) =>
      keysOf(fact).map((key) => ({ review_id: reviewId, key, record_id: fact.id })),
    ),
  );
}

function keysOf({ ids }: RecordFact): string[] {
  return [...new Set([...ids.doi, ...ids.pmid, ...ids.source].filter((key) => key !== "").map(lookupKey))];
}

/** Facts of one import in order, as stored, in pages. */
export async function* factLinePages(
  db: Kysely<Tables>,
  reviewId: string,
  importId: string,
  size = 1_000,
): AsyncGenerator<readonly string[]> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("record")
      .select(["ordinal", "body"])
      .where("review_id", "=", reviewId)
      .where("import_id", "=", importId)
      .where("ordinal", ">", after)
      .orderBy("ordinal")
      .limit(size)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(({ body }) => body);
    after = last.ordinal;
  }
}

/** Facts of one import in order, in pages. */
export async function* factPages(
  db: Kysely<Tables>,
  reviewId: string,
  importId: string,
): AsyncGenerator<readonly RecordFact[]> {
  for await (const bodies of factLinePages(db, reviewId, importId)) {
    yield bodies.map((body) => JSON.parse(body) as RecordFact);
  }
}
