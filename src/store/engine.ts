import type { Kysely } from "kysely";
import type { Problem } from "#kernel";
import type { TableName, Tables } from "./tables.ts";

export type EngineName = "sqlite" | "postgres";

/** What an insert of many rows does with a row whose key is there already. */
export interface OnConflict {
  readonly keys: readonly string[];
  /** Columns to overwrite; none: the row there stays. */
  readonly update: readonly string[];
  /** Column to add to instead, for tallies. */
  readonly add?: string;
}

/** A write transaction: all of it is on disk when it ends, or none of it. */
export interface Tx {
  readonly db: Kysely<Tables>;
  /** Inserts rows that share their columns, fast. */
  insertMany<T extends TableName>(
    table: T,
    rows: readonly Readonly<Tables[T]>[],
    onConflict?: OnConflict,
  ): Promise<void>;
}

/** The little that differs between SQLite and PostgreSQL. */
export interface Engine {
  readonly name: EngineName;
  readonly location: string;
  readonly readOnly: boolean;
  /** Committed state only. */
  readonly reader: Kysely<Tables>;
  /**
   * Runs a write transaction; one at a time per review.
   * @param what named to other processes when the write is a long one; null for a short one
   */
  write<T>(what: string | null, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** Folder for blobs too large for the file; null when all go into the database. */
  readonly blobFolder: string | null;
  /** Folder for participants' files, which are no part of the review's own; null when they go into a table. */
  readonly privateFolder: string | null;
  /** The engine's own check of its files. */
  integrity(): Promise<readonly Problem[]>;
  /** Copies the whole database into a new SQLite file, where the engine can; else null. */
  readonly copyTo: ((path: string) => Promise<void>) | null;
  /** After a long write: what keeps the files small and the plans good. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

/** The statement of one row of `insertMany`, and its parameters per row. */
export function insertSql(
  table: string,
  columns: readonly string[],
  values: string,
  onConflict: OnConflict | undefined,
): string {
  const head = `insert into ${table} (${columns.join(", ")}) values ${values}`;
  if (onConflict === undefined) return head;
  const keys = `on conflict (${onConflict.keys.join(", ")})`;
  const sets = onConflict.update.map((column) => `${column} = excluded.${column}`);
  if (onConflict.add !== undefined) {
    sets.push(`${onConflict.add} = ${table}.${onConflict.add} + excluded.${onConflict.add}`);
  }
  return sets.length === 0
    ? `${head} ${keys} do nothing`
    : `${head} ${keys} do update set ${sets.join(", ")}`;
}
