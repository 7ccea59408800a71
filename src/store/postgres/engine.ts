import { CompiledQuery, type DatabaseConnection, Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { EvidensError } from "#kernel";
import { type Engine, insertSql, type OnConflict, type Tx } from "../engine.ts";
import { type Migration, migrate, newestVersion } from "../migrations.ts";
import { readOnlyError } from "../sqlite/engine.ts";
import type { OpenOptions } from "../store.ts";
import type { TableName, Tables } from "../tables.ts";
import { guardedPool } from "./fault.ts";

const LOCK_TIMEOUT_MS = 10_000;
/** PostgreSQL takes at most 65,535 parameters in a statement. */
const PARAMETERS_AT_ONCE = 20_000;
/** Own schema, so that the tables stand apart from others in the same database. */
const SCHEMA = "evidens";

/**
 * Connects to a server and brings its tables up to date.
 *
 * @param url connection address, `postgres://user:password@host/database`
 * @throws {EvidensError} `store/unreachable`, `store/no-access`, `store/newer-server`
 */
export async function openPostgres(
  url: string,
  options: OpenOptions,
  migrations: readonly Migration[],
): Promise<Engine> {
  const location = withoutSecrets(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    application_name: `Evidens ${options.programVersion}`,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  // An idle connection that the server drops is replaced at the next use.
  pool.on("error", () => {});
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: guardedPool(pool, location), onCreateConnection: prepare }),
  });
  try {
    await makeTables(db, location, options, migrations);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return engine(pool, db, location, options);
}

function engine(pool: pg.Pool, db: Kysely<Tables>, location: string, options: OpenOptions): Engine {
  const readOnly = options.readOnly === true;
  const timeout = Math.max(1, Math.trunc(options.lockTimeoutMs ?? LOCK_TIMEOUT_MS));
  return {
    name: "postgres",
    location,
    readOnly,
    reader: db,
    blobFolder: null,
    privateFolder: null,
    write: async (_what, run) => {
      if (readOnly) throw readOnlyError(location);
      return await db.transaction().execute(async (trx) => {
        await sql`set local lock_timeout = ${sql.lit(timeout)}`.execute(trx);
        return await run(transaction(trx));
      });
    },
    // The server's keeper checks its files (amcheck, checksums); a client cannot.
    integrity: async () => [],
    copyTo: null,
    settle: async () => {
      for (const table of ["event", "record", "report", "document"]) {
        await sql`analyze ${sql.table(table)}`.execute(db);
      }
    },
    close: async () => await pool.end(),
  };
}

/** Tables by their bare names, and acknowledged means on disk whatever the server's default. */
async function prepare(connection: DatabaseConnection): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(`set search_path to ${SCHEMA}`));
  await connection.executeQuery(
    CompiledQuery.raw(
      "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
    ),
  );
}

function transaction(db: Kysely<Tables>): Tx {
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
      const atOnce = Math.max(1, Math.floor(PARAMETERS_AT_ONCE / columns.length));
      for (let start = 0; start < rows.length; start += atOnce) {
        const chunk = rows.slice(start, start + atOnce);
        const text = insertSql(table, columns, placeholders(chunk.length, columns.length), onConflict);
        const values = chunk.flatMap((row) =>
          columns.map((column) => (row as Record<string, unknown>)[column]),
        );
        await db.executeQuery(CompiledQuery.raw(text, values));
      }
    },
  };
}

function placeholders(rows: number, columns: number): string {
  const one = (row: number): string =>
    `(${Array.from({ length: columns }, (_, column) => `$${row * columns + column + 1}`).join(", ")})`;
  return Array.from({ length: rows }, (_, row) => one(row)).join(", ");
}

async function makeTables(
  db: Kysely<Tables>,
  location: string,
  options: OpenOptions,
  migrations: readonly Migration[],
): Promise<void> {
  const newest = newestVersion(migrations);
  const found = await layout(db);
  if (found.version === newest) return;
  if (found.version > newest) throw newerServer(location, found, options, newest);
  if (options.readOnly === true) throw readOnlyError(location);
  await db.transaction().execute(async (trx) => {
    // One process at a time makes tables; the number is this program's own.
    await sql`select pg_advisory_xact_lock(${sql.lit(0x45564453)})`.execute(trx);
    await sql`create schema if not exists ${sql.id(SCHEMA)}`.execute(trx);
    const { version } = await layout(trx);
    await migrate(trx, "postgres", version, migrations);
    const values = { layout: String(newest), program: options.programVersion };
    for (const [key, value] of Object.entries(values)) {
      await trx
        .insertInto("meta")
        .values({ review_id: "", key, value })
        .onConflict((oc) => oc.columns(["review_id", "key"]).doUpdateSet({ value }))
        .execute();
    }
  });
}

interface Layout {
  readonly version: number;
  readonly program: string;
}

async function layout(db: Kysely<Tables>): Promise<Layout> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass(${sql.lit(`${SCHEMA}.meta`)}) is not null as there
  `.execute(db);
  if (rows[0]?.there !== true) return { version: 0, program: "" };
  const meta = await db.selectFrom("meta").select(["key", "value"]).where("review_id", "=", "").execute();
  const metaValue = (key: string): string => meta.find((row) => row.key === key)?.value ?? "";
  return { version: Number(metaValue("layout")), program: metaValue("program") };
}

function newerServer(location: string, found: Layout, options: OpenOptions, newest: number): EvidensError {
  return new EvidensError({
    code: "store/newer-server",
    kind: "unsupported",
    message: `The tables at ${location} were made by Evidens ${found.program} (layout ${found.version}); this is ${options.programVersion} (layout ${newest}). Nothing was changed.`,
    remedy: `Update Evidens to ${found.program} or later.`,
  });
}

/** Counts and sizes (int8, numeric sums) are numbers here; none comes near 2^53. */
function typeParser(oid: number, format?: "text" | "binary"): unknown {
  if (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC) return Number;
  return pg.types.getTypeParser(oid, format as "text");
}

/** The address without user and password, also where it is not a URL in the strict sense. */
function withoutSecrets(url: string): string {
  return url.replace(/\/\/[^@/]*@/, "//").replace(/([?&])[^=&]*(?:user|pass|key|cert)[^=&]*=[^&]*/gi, "$1");
}
