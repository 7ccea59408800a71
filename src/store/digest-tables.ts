import { createHash } from "node:crypto";
import { type Kysely, type RawBuilder, sql } from "kysely";
import { derivedTables, type TableName, type Tables } from "./tables.ts";

export interface TableDigests {
  /** SHA-256 over all derived tables in canonical order; the same on both engines. */
  readonly all: string;
  /** Per document kind, and per other derived table. */
  readonly parts: ReadonlyMap<string, string>;
}

/** Digests every derived table row by row, in the order of its primary key. Memory: one page. */
export async function digestTables(db: Kysely<Tables>, reviewId: string): Promise<TableDigests> {
  const parts = new Map<string, ReturnType<typeof createHash>>();
  for (const [table, keys] of Object.entries(derivedTables) as [TableName, readonly string[]][]) {
    for await (const rows of pages(db, reviewId, table, keys)) {
      for (const row of rows) {
        const { review_id: _, ...values } = row;
        const name = table === "document" ? String(row.kind) : `table ${table}`;
        let hash = parts.get(name);
        if (hash === undefined) {
          hash = createHash("sha256");
          parts.set(name, hash);
        }
        for (const column of Object.keys(values).sort()) hash.update(`${JSON.stringify(values[column])},`);
        hash.update("\n");
      }
    }
  }
  const hex = new Map([...parts].map(([name, hash]) => [name, hash.digest("hex")]));
  const all = createHash("sha256");
  for (const name of [...hex.keys()].sort()) all.update(`${name} ${hex.get(name)}\n`);
  return { all: all.digest("hex"), parts: hex };
}

/** Names of the parts that differ, sorted. */
export function differingParts(before: TableDigests, after: TableDigests): string[] {
  const names = new Set([...before.parts.keys(), ...after.parts.keys()]);
  return [...names].filter((name) => before.parts.get(name) !== after.parts.get(name)).sort();
}

async function* pages(
  db: Kysely<Tables>,
  reviewId: string,
  table: TableName,
  keys: readonly string[],
): AsyncGenerator<readonly Record<string, unknown>[]> {
  const columns = sql.join(keys.map((key) => sql.ref(key)));
  let after: readonly unknown[] | null = null;
  for (;;) {
    const bound: RawBuilder<unknown> = after === null ? sql`` : sql` and (${columns}) > (${sql.join(after)})`;
    const { rows }: { rows: Record<string, unknown>[] } = await sql<Record<string, unknown>>`
      select * from ${sql.table(table)} where review_id = ${reviewId}${bound} order by ${columns} limit 1000
    `.execute(db);
    const last: Record<string, unknown> | undefined = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = keys.map((key): unknown => last[key]);
  }
}
