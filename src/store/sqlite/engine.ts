import { CompiledQuery, type Kysely, sql } from "kysely";
import { EvidensError, type Problem } from "#kernel";
import { type Engine, insertSql, type OnConflict, type Tx } from "../engine.ts";
import { type Migration, migrate, newestVersion } from "../migrations.ts";
import type { OpenOptions } from "../store.ts";
import type { TableName, Tables } from "../tables.ts";
import { backUp, vacuumInto } from "./backup.ts";
import { openClient, type SqlClient } from "./client.ts";
import { ANOTHER_PROGRAM, APPLICATION_ID, checkWritable, inspectFile, notAReview } from "./file.ts";
import { leaveNote } from "./holder.ts";
import { type Connection, connect, openReader, versionInFile } from "./reader.ts";
import type { SqlValue } from "./session.ts";

const LOCK_TIMEOUT_MS = 10_000;

/** What `openSqlite` is given; `migrations` differ only in tests of migrating. */
export interface SqliteFile {
  readonly path: string;
  readonly options: OpenOptions;
  readonly migrations: readonly Migration[];
}

/** Makes the tables in a new file. */
export async function makeSqliteFile(file: SqliteFile): Promise<Engine> {
  const writer = await openWriter(file);
  await writer.db.transaction().execute(async (db) => {
    await migrate(db, "sqlite", 0, file.migrations);
    await db.executeQuery(CompiledQuery.raw(`pragma application_id=${APPLICATION_ID}`));
    await db.executeQuery(CompiledQuery.raw(`pragma user_version=${newestVersion(file.migrations)}`));
  });
  // Closed again at once: a second connection would only cost its start.
  return engine(file, writer, writer);
}

/**
 * Opens a review's file; migrates it when it is older, after a backup beside it.
 *
 * @throws {EvidensError} `store/no-file`, `store/not-a-review`, `store/newer-file` (file untouched),
 *   `store/older-file` (read-only), `store/locked`, `store/read-only`
 */
export async function openSqlite(file: SqliteFile): Promise<Engine> {
  const { path, options, migrations } = file;
  const facts = inspectFile(path);
  const newest = newestVersion(migrations);
  if (facts.userVersion > newest) throw await newerFile(file, facts.userVersion);
  if (options.readOnly === true) return await openReadOnly(file);
  checkWritable(path);
  const writer = await openWriter(file);
  try {
    await checkOurs(writer.db, path);
    const version = await versionOf(writer.db);
    // The header was old, the log beside it was not.
    if (version > newest) throw await newerFile(file, version);
    if (version < newest) await migrateFile(file, writer.db, version);
    return engine(file, writer, await openReader(path, lockTimeout(file)));
  } catch (error) {
    await writer.client.close();
    throw error;
  }
}

async function openReadOnly(file: SqliteFile): Promise<Engine> {
  const reader = await openReader(file.path, lockTimeout(file));
  try {
    await checkOurs(reader.db, file.path);
    const version = await versionOf(reader.db);
    if (version > newestVersion(file.migrations)) throw await newerFile(file, version);
    if (version < newestVersion(file.migrations)) {
      throw new EvidensError({
        code: "store/older-file",
        kind: "unsupported",
        message: `${file.path} was made by an older Evidens (layout ${version}) and must be brought up to date before it can be read.`,
        remedy: "Open it once with write access; a backup is made first.",
      });
    }
    return engine(file, null, reader);
  } catch (error) {
    await reader.client.close();
    throw error;
  }
}

async function migrateFile(file: SqliteFile, writer: Kysely<Tables>, version: number): Promise<void> {
  const { path, options, migrations } = file;
  const takeAway = leaveNote(path, note(options, "bringing the file up to date"));
  try {
    await backUp(path, version);
    await writer.transaction().execute(async (db) => {
      // Another process may have migrated between the look and the lock.
      const now = await versionOf(db);
      await migrate(db, "sqlite", now, migrations);
      await db.executeQuery(CompiledQuery.raw(`pragma user_version=${newestVersion(migrations)}`));
      await db
        .updateTable("meta")
        .set({ value: options.programVersion })
        .where("key", "=", "program")
        .execute();
    });
    await checkpoint(writer);
  } finally {
    takeAway();
  }
}

async function newerFile(file: SqliteFile, version: number): Promise<EvidensError> {
  const madeBy = await versionInFile(file.path).catch(() => null);
  return new EvidensError({
    code: "store/newer-file",
    kind: "unsupported",
    message: `${file.path} was written by Evidens ${madeBy ?? "of a later version"} (layout ${version}); this is ${file.options.programVersion} (layout ${newestVersion(file.migrations)}). Nothing was changed.`,
    remedy: `Update Evidens${madeBy === null ? "" : ` to ${madeBy} or later`} and open the review again.`,
  });
}

function engine(file: SqliteFile, writer: Connection | null, reader: Connection): Engine {
  const { path, options } = file;
  return {
    name: "sqlite",
    location: path,
    readOnly: writer === null,
    reader: reader.db,
    blobFolder: `${path}-files`,
    privateFolder: `${path}-participants`,
    write: async (what, run) => {
      if (writer === null) throw readOnlyError(path);
      const takeAway = what === null ? () => {} : leaveNote(path, note(options, what));
      try {
        return await writer.db.transaction().execute((db) => run(transaction(db, writer.client)));
      } finally {
        takeAway();
      }
    },
    integrity: async () => await integrityOf(reader.db, path),
    copyTo: async (target) => await vacuumInto(path, target),
    settle: async () => {
      if (writer !== null) await checkpoint(writer.db);
    },
    close: async () => {
      // The reader first: only a connection that may write takes SQLite's side files away as it goes, as the last.
      await reader.client.close();
      if (writer !== null && writer !== reader) await writer.client.close();
    },
  };
}

function transaction(db: Kysely<Tables>, client: SqlClient): Tx {
  return {
    db,
    insertMany: async <T extends TableName>(
      table: T,
      rows: readonly Readonly<Tables[T]>[],
      onConflict?: OnConflict,
    ): Promise<void> => {
      const [first] = rows;
      if (first === undefined) return;
      const columns = Object.keys(first);
      const text = insertSql(table, columns, `(${columns.map(() => "?").join(", ")})`, onConflict);
      const values = rows.map((row) => columns.map((column) => (row as Record<string, SqlValue>)[column]!));
      await client.send({ op: "many", sql: text, rows: values });
    },
  };
}

async function openWriter(file: SqliteFile): Promise<Connection> {
  return connect(await openClient({ path: file.path, readOnly: false, lockTimeoutMs: lockTimeout(file) }));
}

/** Damage is a finding, not a failure: what SQLite throws while it checks is part of the answer. */
async function integrityOf(db: Kysely<Tables>, path: string): Promise<Problem[]> {
  const problem = (message: string): Problem => ({
    code: "store/damaged",
    file: path,
    message: `SQLite finds the file damaged: ${message}.`,
    remedy: "Keep this file, and go on from a backup or an export.",
  });
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check`.execute(db);
    return rows
      .map((row) => row.quick_check)
      .filter((text) => text !== "ok")
      .map(problem);
  } catch (error) {
    return [problem(error instanceof Error ? error.message : String(error))];
  }
}

/** The look from outside may have met a header that only the log completes. */
async function checkOurs(db: Kysely<Tables>, path: string): Promise<void> {
  const { rows } = await sql<{ application_id: number }>`pragma application_id`.execute(db);
  if (rows[0]?.application_id !== APPLICATION_ID) throw notAReview(path, ANOTHER_PROGRAM);
}

async function versionOf(db: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ user_version: number }>`pragma user_version`.execute(db);
  return rows[0]?.user_version ?? 0;
}

/** Brings the write-ahead log back into the file; does nothing while another process reads. */
async function checkpoint(writer: Kysely<Tables>): Promise<void> {
  await sql`pragma wal_checkpoint(truncate)`.execute(writer);
}

export function readOnlyError(location: string): EvidensError {
  return new EvidensError({
    code: "store/read-only",
    kind: "storage",
    message: `The review ${location} is open for reading only.`,
    remedy: "Open it with write access.",
  });
}

const lockTimeout = (file: SqliteFile): number => file.options.lockTimeoutMs ?? LOCK_TIMEOUT_MS;

const note = (options: OpenOptions, what: string): { program: string; since: string; what: string } => ({
  program: `Evidens ${options.programVersion}`,
  since: options.clock.now(),
  what,
});
