import { type Kysely, type RawBuilder, sql } from "kysely";
import {
  type AmendmentDoc,
  amendedFact,
  fitsQuery,
  type RecordFact,
  type ReportRow,
  type SearchQuery,
  searchWords,
} from "#records";
import type { StoreContext } from "./context.ts";
import type { EngineName, Tx } from "./engine.ts";
import { lockHead } from "./head.ts";
import type { Tables } from "./tables.ts";

// The words of 100,000 records take as long to index as all else of their import, so they are indexed
// when a search first asks, or in the background, in transactions of a page each. What is not indexed
// yet is read through instead: slower, never wrong.

/** Reports per transaction: a vote waits at most for one of these. */
const PAGE = 500;
/** PostgreSQL holds at most 1 MB of words of one row. */
const CHARACTERS_PER_REPORT = 400_000;
const UP_TO = "searched";

interface Source {
  readonly db: Kysely<Tables>;
  readonly engine: EngineName;
  readonly reviewId: string;
}

/** Drops all words, since reports get other positions. */
export async function forgetWords({ engine, reviewId }: StoreContext, tx: Tx): Promise<void> {
  await tx.db.deleteFrom("search_due").where("review_id", "=", reviewId).execute();
  await tx.db.deleteFrom("meta").where("review_id", "=", reviewId).where("key", "=", UP_TO).execute();
  if (engine.name === "sqlite")
    await sql`insert into report_words(report_words) values ('delete-all')`.execute(tx.db);
  else await sql`delete from report_words where review_id = ${reviewId}`.execute(tx.db);
}

/** Notes that the reports at these positions changed, came or went. */
export async function wordsAreDue(tx: Tx, reviewId: string, positions: readonly number[]): Promise<void> {
  const searched = await searchedUpTo(tx.db, reviewId);
  await tx.insertMany(
    "search_due",
    positions
      .filter((position) => position <= searched)
      .map((position) => ({ review_id: reviewId, position })),
    { keys: ["review_id", "position"], update: [] },
  );
}

async function searchedUpTo(db: Kysely<Tables>, reviewId: string): Promise<number> {
  const row = await db
    .selectFrom("meta")
    .select("value")
    .where("review_id", "=", reviewId)
    .where("key", "=", UP_TO)
    .executeTakeFirst();
  return Number(row?.value ?? 0);
}

/** Indexes one page more. @returns whether there may be others */
export async function indexPage(context: StoreContext, tx: Tx): Promise<boolean> {
  const { reviewId } = context;
  await lockHead(context, tx);
  const due = await tx.db
    .selectFrom("search_due")
    .select("position")
    .where("review_id", "=", reviewId)
    .orderBy("position")
    .limit(PAGE)
    .execute();
  if (due.length > 0) {
    const positions = due.map(({ position }) => position);
    await removeWords(context, tx, positions);
    await tx.db
      .deleteFrom("search_due")
      .where("review_id", "=", reviewId)
      .where("position", "in", positions)
      .execute();
    await addWords(context, tx, await reportsAt(tx.db, reviewId, sql`position in (${sql.join(positions)})`));
    return true;
  }
  const after = await searchedUpTo(tx.db, reviewId);
  const reports = await reportsAt(tx.db, reviewId, sql`position > ${after}`);
  const last = reports.at(-1);
  if (last === undefined) return false;
  await addWords(context, tx, reports);
  await tx.insertMany("meta", [{ review_id: reviewId, key: UP_TO, value: String(last.position) }], {
    keys: ["review_id", "key"],
    update: ["value"],
  });
  return reports.length === PAGE;
}

async function removeWords(
  { engine, reviewId }: StoreContext,
  tx: Tx,
  positions: readonly number[],
): Promise<void> {
  if (engine.name === "sqlite")
    await sql`delete from report_words where rowid in (${sql.join(positions)})`.execute(tx.db);
  else
    await sql`delete from report_words where review_id = ${reviewId} and position in (${sql.join(positions)})`.execute(
      tx.db,
    );
}

async function addWords(
  { engine, reviewId }: StoreContext,
  tx: Tx,
  reports: readonly PlacedReport[],
): Promise<void> {
  const words = await wordsOf(tx.db, reviewId, reports);
  await tx.insertMany(
    "report_words",
    reports.map(({ position }, index) => {
      const kept = withinLimit(words[index]!);
      return engine.name === "sqlite"
        ? { rowid: position, words: kept.join(" ") }
        : { review_id: reviewId, position, words: kept.map((word) => `'${word}'`).join(" ") };
    }),
  );
}

function withinLimit(words: ReadonlySet<string>): string[] {
  const kept: string[] = [];
  let characters = 0;
  for (const word of words) {
    characters += word.length + 3;
    if (characters > CHARACTERS_PER_REPORT) break;
    kept.push(databaseWord(word));
  }
  return kept;
}

/** A word with its ASCII signs moved out of the way, so that both databases take it for one word and none for an operator. */
function databaseWord(word: string): string {
  if (/^[a-z0-9]+$/.test(word)) return word;
  return word.replace(/[^a-z0-9\u0080-\u{10ffff}]/gu, (sign) =>
    String.fromCharCode(0xe000 + sign.charCodeAt(0)),
  );
}

interface PlacedReport {
  readonly position: number;
  readonly records: readonly string[];
}

async function reportsAt(
  db: Kysely<Tables>,
  reviewId: string,
  where: RawBuilder<unknown>,
): Promise<readonly PlacedReport[]> {
  const rows = await db
    .selectFrom("report")
    .select(["position", "body"])
    .where("review_id", "=", reviewId)
    .where(sql<boolean>`${where}`)
    .orderBy("position")
    .limit(PAGE)
    .execute();
  return rows.map(({ position, body }) => ({ position, records: (JSON.parse(body) as ReportRow).records }));
}

/** Words of each report: those of all its records, as corrected. */
async function wordsOf(
  db: Kysely<Tables>,
  reviewId: string,
  reports: readonly PlacedReport[],
): Promise<Set<string>[]> {
  const ids = reports.flatMap(({ records }) => records);
  if (ids.length === 0) return [];
  const facts = await db
    .selectFrom("record")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("id", "in", ids)
    .execute();
  const byId = new Map(
    facts.map(({ body }) => {
      const fact = JSON.parse(body) as RecordFact;
      return [fact.id, fact];
    }),
  );
  const amended = await db
    .selectFrom("document")
    .select("body")
    .where("review_id", "=", reviewId)
    .where("kind", "=", "amendment")
    .where("key", "in", ids)
    .execute();
  for (const { body } of amended) {
    const { record, amendments } = JSON.parse(body) as AmendmentDoc;
    const fact = byId.get(record);
    if (fact !== undefined) byId.set(record, amendedFact(fact, amendments));
  }
  return reports.map(({ records }) => {
    const words = new Set<string>();
    for (const id of records) {
      const fact = byId.get(id);
      if (fact !== undefined) for (const word of searchWords(fact)) words.add(word);
    }
    return words;
  });
}

/** Which of the positions that fit are wanted, where nothing but the words decides. */
export interface Window {
  readonly after: number;
  readonly limit: number;
}

/**
 * Positions that fit what a person typed, as a condition on the position `column`: by the index, and
 * by reading what the index does not hold yet.
 *
 * @param window lets the index stop early: a common word fits half of all reports
 */
export async function fitting(
  source: Source,
  column: RawBuilder<unknown>,
  query: SearchQuery,
  window: Window | null,
): Promise<RawBuilder<boolean>> {
  if (isNothing(query)) return sql<boolean>`1 = 0`;
  const { engine } = source;
  const read = await readThrough(source, query);
  const positions = JSON.stringify(read);
  const others =
    engine === "sqlite"
      ? sql`select value from json_each(${positions})`
      : sql`select value::integer from jsonb_array_elements_text(${positions}::jsonb)`;
  const byIndex = sql`${column} in (${indexed(source, query, window)})`;
  return read.length === 0
    ? sql<boolean>`${byIndex}`
    : sql<boolean>`(${byIndex} or ${column} in (${others}))`;
}

/** How many reports fit what a person typed. */
export async function countFitting(source: Source, query: SearchQuery): Promise<number> {
  if (isNothing(query)) return 0;
  const { rows } = await sql<{ reports: number }>`
    select count(*) as reports from (${indexed(source, query, null)}) as found
  `.execute(source.db);
  return Number(rows[0]?.reports ?? 0) + (await readThrough(source, query)).length;
}

const isNothing = ({ whole, beginning }: SearchQuery): boolean => whole.length === 0 && beginning === null;

/** Positions by the index, without those whose words are out of date. */
function indexed(
  { engine, reviewId }: Source,
  query: SearchQuery,
  window: Window | null,
): RawBuilder<unknown> {
  const due = sql`select d.position from search_due as d where d.review_id = ${reviewId}`;
  const part = (position: RawBuilder<unknown>): RawBuilder<unknown> =>
    window === null
      ? sql`${position} not in (${due})`
      : sql`${position} not in (${due}) and ${position} > ${window.after} order by ${position} limit ${window.limit}`;
  return engine === "sqlite"
    ? sql`select rowid as position from report_words where report_words match ${inWords(query, '"', "*", " AND ")} and ${part(sql`rowid`)}`
    : sql`select w.position from report_words as w where w.review_id = ${reviewId} and w.words @@ ${inWords(query, "'", ":*", " & ")}::tsquery and ${part(sql`w.position`)}`;
}

/** The query in a database's words. No word holds a quote or any other sign of its own (see `databaseWord`). */
function inWords({ whole, beginning }: SearchQuery, quote: string, open: string, and: string): string {
  const words = whole.map((word) => `${quote}${databaseWord(word)}${quote}`);
  if (beginning !== null) words.push(`${quote}${databaseWord(beginning)}${quote}${open}`);
  return words.join(and);
}

/** Positions of the reports that fit and are not in the index. Cost linear in those not in the index. */
async function readThrough({ db, reviewId }: Source, query: SearchQuery): Promise<number[]> {
  const searched = await searchedUpTo(db, reviewId);
  const due = sql`position in (select d.position from search_due as d where d.review_id = ${reviewId})`;
  const found: number[] = [];
  for (const [where, from] of [
    [due, 0],
    [sql`1 = 1`, searched],
  ] as const) {
    for (let after = from; ; ) {
      const reports = await reportsAt(db, reviewId, sql`${where} and position > ${after}`);
      const words = await wordsOf(db, reviewId, reports);
      for (const [index, { position }] of reports.entries())
        if (fitsQuery(words[index]!, query)) found.push(position);
      if (reports.length < PAGE) break;
      after = reports.at(-1)!.position;
    }
  }
  return found;
}
