import type { RecordFact, ReportRow } from "#records";
import { lookupKey } from "../digests.ts";
import { factPages } from "../fact-rows.ts";
import { toReport } from "../report-rows.ts";
import { importsInForce } from "../report-tables.ts";
import type { ReviewReads } from "../store.ts";
import type { ReadSource } from "./index.ts";

type RecordReads = Pick<ReviewReads, "findReports" | "recordsOf" | "facts" | "allRecords" | "countRecords">;

/** Facts of the imports in force; those of an import that was taken back stay stored and out of sight. */
export function recordReads({ db, reviewId }: ReadSource): RecordReads {
  const facts = async (ids: readonly string[]): Promise<RecordFact[]> => {
    const found = new Map<string, RecordFact>();
    for (let start = 0; start < ids.length; start += 500) {
      const rows = await db
        .selectFrom("record")
        .select(["id", "body"])
        .where("review_id", "=", reviewId)
        .where("id", "in", ids.slice(start, start + 500))
        .execute();
      for (const { id, body } of rows) found.set(id, JSON.parse(body) as RecordFact);
    }
    return ids.flatMap((id) => found.get(id) ?? []);
  };
  return {
    findReports: async (key) => {
      const names = keysToTry(key);
      if (names.length === 0) return [];
      const records = await db
        .selectFrom("record_key")
        .select("record_id")
        .distinct()
        .where("review_id", "=", reviewId)
        .where("key", "in", names)
        .execute();
      const rows = await db
        .selectFrom("report_record as rr")
        .innerJoin("report as r", (join) =>
          join.onRef("r.review_id", "=", "rr.review_id").onRef("r.id", "=", "rr.report_id"),
        )
        .leftJoin("record as f", (join) =>
          join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
        )
        .select(["r.id", "r.position", "r.body", "f.body as record"])
        .distinct()
        .where("rr.review_id", "=", reviewId)
        .where("rr.record_id", "in", [...names, ...records.map((row) => row.record_id)])
        .orderBy("r.position")
        .execute();
      return rows.map(toReport);
    },
    recordsOf: async (reportId) => {
      const report = await db
        .selectFrom("report")
        .select("body")
        .where("review_id", "=", reviewId)
        .where("id", "=", reportId)
        .executeTakeFirst();
      return report === undefined ? [] : await facts((JSON.parse(report.body) as ReportRow).records);
    },
    facts,
    allRecords: async function* () {
      for (const importId of (await importsInForce(db, reviewId)).keys()) {
        yield* factPages(db, reviewId, importId);
      }
    },
    countRecords: async () =>
      [...(await importsInForce(db, reviewId)).values()].map(({ importId, counts }) => ({
        importId,
        records: counts.records,
      })),
  };
}

/** As typed, and as a DOI or PMID is kept: lower case, without the prefix people paste along. */
function keysToTry(key: string): string[] {
  const typed = key.trim();
  const bare = typed
    .toLowerCase()
    .replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*|pmid:?\s*|https?:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/)/, "")
    .replace(/\/$/, "");
  return [...new Set([typed, bare])].filter((one) => one !== "").map(lookupKey);
}
