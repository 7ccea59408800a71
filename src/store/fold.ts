import { type RawBuilder, sql } from "kysely";
import type { LedgerEvent, Projection } from "#ledger";
import type { StoreContext } from "./context.ts";
import { canonical, checkKey } from "./digests.ts";
import type { Tx } from "./engine.ts";
import { toEvent } from "./event-rows.ts";

/** Documents to fold again: keys by kind. */
export type Touched = Map<string, Set<string>>;

export interface KeyRow {
  readonly review_id: string;
  readonly kind: string;
  readonly key: string;
  readonly event_id: string;
}

/** Which documents an event touches. Undo events touch none themselves. */
export function keysTouched(context: StoreContext, event: LedgerEvent): KeyRow[] {
  return context.projections.flatMap((projection) =>
    projection.types.includes(event.type)
      ? [...new Set(projection.keysOf(event))].map((key) => ({
          review_id: context.reviewId,
          kind: projection.kind,
          key: checkKey(key, `key of the ${projection.kind}`),
          event_id: event.id,
        }))
      : [],
  );
}

export function addTouched(touched: Touched, rows: readonly KeyRow[]): void {
  for (const { kind, key } of rows) {
    const keys = touched.get(kind);
    if (keys === undefined) touched.set(kind, new Set([key]));
    else keys.add(key);
  }
}

const KEYS_AT_ONCE = 200;

/**
 * Folds the events in force of each key and writes, or removes, its document.
 *
 * @param onFold is given each document, null for one that is gone
 */
export async function foldTouched(
  context: StoreContext,
  tx: Tx,
  touched: Touched,
  onFold: (kind: string, key: string, doc: unknown) => void = () => {},
): Promise<void> {
  for (const projection of context.projections) {
    const keys = [...(touched.get(projection.kind) ?? [])];
    for (let start = 0; start < keys.length; start += KEYS_AT_ONCE) {
      await foldKeys(context, tx, projection, keys.slice(start, start + KEYS_AT_ONCE), onFold);
    }
  }
}

async function foldKeys(
  { reviewId }: StoreContext,
  tx: Tx,
  projection: Projection,
  keys: readonly string[],
  onFold: (kind: string, key: string, doc: unknown) => void,
): Promise<void> {
  const events = await eventsByKey(tx, reviewId, projection, keys);
  const kept: { review_id: string; kind: string; key: string; body: string }[] = [];
  const gone: string[] = [];
  for (const key of keys) {
    const doc = projection.fold(key, events.get(key) ?? []);
    onFold(projection.kind, key, doc);
    if (doc === null) gone.push(key);
    else {
      const body = canonical(doc, `The ${projection.kind} "${key}"`);
      kept.push({ review_id: reviewId, kind: projection.kind, key, body });
    }
  }
  await tx.insertMany("document", kept, { keys: ["review_id", "kind", "key"], update: ["body"] });
  if (gone.length === 0) return;
  await tx.db
    .deleteFrom("document")
    .where("review_id", "=", reviewId)
    .where("kind", "=", projection.kind)
    .where("key", "in", gone)
    .execute();
}

async function eventsByKey(
  tx: Tx,
  reviewId: string,
  projection: Projection,
  keys: readonly string[],
): Promise<Map<string, LedgerEvent[]>> {
  const rows = await tx.db
    .selectFrom("event_key as k")
    .innerJoin("event as e", (join) =>
      join.onRef("e.review_id", "=", "k.review_id").onRef("e.id", "=", "k.event_id"),
    )
    .select(["k.key", "e.content", "e.hash"])
    .where("k.review_id", "=", reviewId)
    .where("k.kind", "=", projection.kind)
    .where("k.key", "in", keys)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("undone as u")
            .select("u.event_id")
            .whereRef("u.review_id", "=", "k.review_id")
            .whereRef("u.event_id", "=", "k.event_id"),
        ),
      ),
    )
    .where(await notSuperseded(tx, reviewId, projection, keys))
    .orderBy("k.key")
    .orderBy("k.event_id")
    .execute();
  const byKey = new Map<string, LedgerEvent[]>();
  for (const row of rows) {
    const list = byKey.get(row.key);
    if (list === undefined) byKey.set(row.key, [toEvent(row)]);
    else list.push(toEvent(row));
  }
  return byKey;
}

/** Leaves out events whose fold looks at the newest of their type only: a run of the finder is megabytes. */
async function notSuperseded(
  tx: Tx,
  reviewId: string,
  { kind, newestOnly = [] }: Projection,
  keys: readonly string[],
): Promise<RawBuilder<boolean>> {
  if (newestOnly.length === 0) return sql<boolean>`1 = 1`;
  const rows = await tx.db
    .selectFrom("event_key as k")
    .innerJoin("event as e", (join) =>
      join.onRef("e.review_id", "=", "k.review_id").onRef("e.id", "=", "k.event_id"),
    )
    .leftJoin("undone as u", (join) =>
      join.onRef("u.review_id", "=", "k.review_id").onRef("u.event_id", "=", "k.event_id"),
    )
    .select(["k.key", "k.event_id", "e.type"])
    .where("k.review_id", "=", reviewId)
    .where("k.kind", "=", kind)
    .where("k.key", "in", keys)
    .where("e.type", "in", newestOnly)
    .where("u.event_id", "is", null)
    .orderBy("k.event_id")
    .execute();
  const newest = new Map(rows.map(({ key, type, event_id }) => [`${key}\n${type}`, event_id]));
  const older = rows
    .filter(({ key, type, event_id }) => newest.get(`${key}\n${type}`) !== event_id)
    .map(({ event_id }) => event_id);
  return older.length === 0 ? sql<boolean>`1 = 1` : sql<boolean>`k.event_id not in (${sql.join(older)})`;
}
