import type { Kysely } from "kysely";
import type { RecordFact } from "#records";
import { canonical, lookupKey } from "./digests.ts";
import type { Tx } from "./engine.ts";
import type { Tables } from "./tables.ts";

type RecordRow = Tables["record"];

/** The fact of a stored row. */
export function toFact(row: Pick<RecordRow, "body" | "raw">): RecordFact {
  return { ...(JSON.parse(row.body) as Omit<RecordFact, "raw">), raw: JSON.parse(row.raw) as string };
}

/** One line of the text that an import's `recordsHash` is taken over. */
export function factLine(fact: RecordFact): string {
  return `${canonical(fact, `Record ${fact.id}`)}\n`;
}

/** Writes facts and what they can be looked up by. */
export async function writeFacts(tx: Tx, reviewId: string, facts: readonly RecordFact[]): Promise<void> {
  await tx.insertMany(
    "record",
    facts.map(({ raw, ...rest }) => ({
      review_id: reviewId,
      import_id: rest.importId,
      ordinal: rest.ordinal,
      id: rest.id,
      body: canonical(rest, `Record ${rest.id}`),
      raw: JSON.stringify(raw),
    })),
  );
  await tx.insertMany(
    "record_key",
    facts.flatMap((fact) => keysOf(fact).map((key) => ({ review_id: reviewId, key, record_id: fact.id }))),
  );
}

function keysOf({ ids }: RecordFact): string[] {
  return [...new Set([...ids.doi, ...ids.pmid, ...ids.source].filter((key) => key !== "").map(lookupKey))];
}

/** Facts of one import in order, in pages. */
export async function* factPages(
  db: Kysely<Tables>,
  reviewId: string,
  importId: string,
  size = 1_000,
): AsyncGenerator<readonly RecordFact[]> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom("record")
      .select(["ordinal", "body", "raw"])
      .where("review_id", "=", reviewId)
      .where("import_id", "=", importId)
      .where("ordinal", ">", after)
      .orderBy("ordinal")
      .limit(size)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toFact);
    after = last.ordinal;
  }
}
