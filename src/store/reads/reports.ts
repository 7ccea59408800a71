import { type SelectQueryBuilder, sql } from "kysely";
import { foldText } from "#records";
import { toReport } from "../report-rows.ts";
import { fullTextTakesAll, readPlan } from "../screening-tables.ts";
import type { ReportFilter, ReviewReads } from "../store.ts";
import type { Tables } from "../tables.ts";
import type { ReadSource } from "./index.ts";

type ReportReads = Pick<ReviewReads, "reports" | "countReports" | "report">;
type ReportQuery = SelectQueryBuilder<Tables & { r: Tables["report"] }, "r", object>;

/** Reports in screening order. */
export function reportReads(source: ReadSource): ReportReads {
  const { db, reviewId } = source;
  return {
    reports: async (filter) => {
      let query = (await filtered(source, filter))
        .leftJoin("record as f", (join) =>
          join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
        )
        .select(["r.body", "f.body as record"]);
      if (filter.after !== undefined) query = query.where("r.position", ">", filter.after);
      query = query.orderBy("r.position");
      if (filter.limit !== undefined) query = query.limit(filter.limit);
      return (await query.execute()).map(toReport);
    },
    countReports: async (filter) => {
      const query = (await filtered(source, filter)).select(({ fn }) => fn.countAll<number>().as("reports"));
      return Number((await query.executeTakeFirstOrThrow()).reports);
    },
    report: async (id) => {
      const row = await db
        .selectFrom("report as r")
        .leftJoin("record as f", (join) =>
          join.onRef("f.review_id", "=", "r.review_id").onRef("f.id", "=", "r.id"),
        )
        .select(["r.body", "f.body as record"])
        .where("r.review_id", "=", reviewId)
        .where("r.id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : toReport(row);
    },
  };
}

async function filtered(
  { db, engine, reviewId }: ReadSource,
  filter: Omit<ReportFilter, "after" | "limit">,
): Promise<ReportQuery> {
  let query: ReportQuery = db.selectFrom("report as r").where("r.review_id", "=", reviewId);
  for (const word of wordsOf(filter.text)) {
    // Position of the word, not LIKE: nothing a person types is a wildcard.
    const found = engine === "sqlite" ? sql`instr(s.text, ${word})` : sql`strpos(s.text, ${word})`;
    query = query.where(
      sql<boolean>`exists (select 1 from report_search as s where s.review_id = r.review_id and s.position = r.position and ${found} > 0)`,
    );
  }
  for (const sources of [filter.source === undefined ? null : [filter.source], filter.anySource ?? null]) {
    if (sources === null) continue;
    query = query.where(
      sources.length === 0
        ? sql<boolean>`1 = 0`
        : sql<boolean>`exists (select 1 from report_source as o where o.review_id = r.review_id and o.source in (${sql.join(sources)}) and o.position = r.position)`,
    );
  }
  if (filter.stage === undefined) return query;
  const { stage, status } = filter;
  const row = sql`select 1 from screening as c where c.review_id = r.review_id and c.stage = ${stage} and c.position = r.position`;
  if (status !== undefined && status !== "pending") {
    // By position, so that the list of one status is walked and not every report.
    return query.where(
      sql<boolean>`r.position in (select c.position from screening as c where c.review_id = ${reviewId} and c.stage = ${stage} and c.status = ${status})`,
    );
  }
  if (status === "pending") query = query.where(sql<boolean>`not exists (${row} and c.status <> 'pending')`);
  if (stage === "title-abstract" || fullTextTakesAll(await readPlan(db, reviewId))) return query;
  return query.where(
    sql<boolean>`exists (select 1 from screening as t where t.review_id = r.review_id and t.stage = 'title-abstract' and t.position = r.position and t.status = 'include')`,
  );
}

function wordsOf(text: string | undefined): string[] {
  return foldText((text ?? "").replaceAll("\0", " "))
    .split(/\s+/)
    .filter((word) => word !== "");
}
