import { createRequire } from "node:module";

/** What a SQLite value can be on its way in or out. */
export type SqlValue = string | number | bigint | null | Uint8Array;

export interface SqlReply {
  readonly rows: Record<string, unknown>[];
  readonly changes: number;
}

export interface SessionOptions {
  readonly path: string;
  readonly readOnly: boolean;
  /** How long to wait for another process's lock, milliseconds. */
  readonly lockTimeoutMs: number;
}

/** What is asked of a session; posted to the worker, or handled in place. */
export type SqlRequest =
  | { readonly op: "all"; readonly sql: string; readonly params: readonly SqlValue[] }
  | { readonly op: "many"; readonly sql: string; readonly rows: readonly (readonly SqlValue[])[] }
  | { readonly op: "rollback" }
  | { readonly op: "close" };

interface Statement {
  all(...params: SqlValue[]): Record<string, unknown>[];
  run(...params: SqlValue[]): { changes: number | bigint };
}

interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
  enableDefensive?(active: boolean): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readOnly: boolean; open: boolean }) => Database;
}

const STATEMENTS_KEPT = 200;

/** One open connection with its prepared statements. Synchronous: it lives in a worker thread. */
export class SqliteSession {
  readonly #database: Database;
  readonly #readOnly: boolean;
  readonly #statements = new Map<string, Statement>();
  #made: WeakRef<Statement>[] = [];

  constructor(options: SessionOptions) {
    const { DatabaseSync } = sqliteModule();
    this.#readOnly = options.readOnly;
    this.#database = new DatabaseSync(options.path, { readOnly: options.readOnly, open: true });
    try {
      this.#configure(options);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  handle(request: SqlRequest): SqlReply {
    if (request.op === "all") return this.#all(request.sql, request.params);
    if (request.op === "many") return this.#many(request.sql, request.rows);
    if (request.op === "rollback") return this.#rollback();
    this.#emptyLog();
    this.#statements.clear();
    this.#database.close();
    return { rows: [], changes: 0 };
  }

  /** Whether a statement has not been collected yet; until then the package keeps the closed file in use. */
  holdsStatements(): boolean {
    return this.#made.some((statement) => statement.deref() !== undefined);
  }

  /** The order matters: the time-out first, since turning WAL on may meet another process. */
  #configure({ readOnly, lockTimeoutMs }: SessionOptions): void {
    const database = this.#database;
    database.exec(`pragma busy_timeout=${Math.max(0, Math.trunc(lockTimeoutMs))}`);
    database.enableDefensive?.(true);
    if (readOnly) {
      database.exec("pragma trusted_schema=off; pragma cache_size=-32768");
      this.#statement("select count(*) from sqlite_schema").all();
      return;
    }
    turnWalOn(database);
    // The default of WAL builds is NORMAL, which loses commits when the power fails.
    database.exec("pragma synchronous=full; pragma fullfsync=on; pragma checkpoint_fullfsync=on");
    database.exec("pragma foreign_keys=on; pragma trusted_schema=off; pragma cache_size=-65536");
  }

  #all(sql: string, params: readonly SqlValue[]): SqlReply {
    const returnsRows = /^\s*(select|with|pragma|explain)\b|\breturning\b/i.test(sql);
    const statement = this.#statement(sql);
    if (returnsRows) return { rows: statement.all(...params), changes: 0 };
    return { rows: [], changes: Number(statement.run(...params).changes) };
  }

  #many(sql: string, rows: readonly (readonly SqlValue[])[]): SqlReply {
    const statement = this.#statement(sql);
    let changes = 0;
    for (const row of rows) changes += Number(statement.run(...row).changes);
    return { rows: [], changes };
  }

  /** After a full disk SQLite has rolled back by itself; asking again is then no error. */
  #rollback(): SqlReply {
    try {
      this.#database.exec("rollback");
    } catch (error) {
      if (!String(error).includes("no transaction is active")) throw error;
    }
    return { rows: [], changes: 0 };
  }

  /**
   * SQLite does this when the last connection closes, but the package frees its statements, and with
   * them the connection, only at garbage collection or when the thread ends.
   */
  #emptyLog(): void {
    if (this.#readOnly) return;
    try {
      this.#database.exec("pragma wal_checkpoint(truncate)");
    } catch {
      // Someone else reads or writes, or the disk is full: the log stays, nothing is lost.
    }
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const [oldest] = this.#statements.keys();
    if (this.#statements.size >= STATEMENTS_KEPT && oldest !== undefined) {
      this.#statements.delete(oldest);
      this.#made = this.#made.filter((made) => made.deref() !== undefined);
    }
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    this.#made.push(new WeakRef(statement));
    return statement;
  }
}

/** Turning WAL on returns BUSY at once, whatever the time-out, when another process does the same. */
function turnWalOn(database: Database): void {
  for (let attempt = 0; ; attempt++) {
    try {
      database.exec("pragma journal_mode=wal");
      return;
    } catch (error) {
      if (attempt >= 50 || !/locked|busy/i.test(String(error))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** What marks a file, read by SQLite from its first page. @throws the driver's error */
export function headerOf(name: string): { applicationId: number; userVersion: number } {
  const { DatabaseSync } = sqliteModule();
  const database = new DatabaseSync(name, { readOnly: true, open: true });
  try {
    // Makes SQLite look at the file at all; the two pragmas answer 0 for one that is no database.
    database.prepare("select count(*) from sqlite_schema").all();
    const value = (pragma: string): number => Number(database.prepare(`pragma ${pragma}`).all()[0]?.[pragma]);
    return { applicationId: value("application_id"), userVersion: value("user_version") };
  } finally {
    database.close();
  }
}

let loaded: SqliteModule | undefined;

/** The SQLite built into Node where it is new enough and has full-text search, else the package. */
export function sqliteModule(): SqliteModule {
  loaded ??= builtIn() ?? (createRequire(import.meta.url)("@photostructure/sqlite") as SqliteModule);
  return loaded;
}

function builtIn(): SqliteModule | undefined {
  // Node 22 warns that the module is experimental; people at a terminal can do nothing about it.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const module = process.getBuiltinModule?.("node:sqlite") as SqliteModule | undefined;
    if (module === undefined) return undefined;
    const probe = new module.DatabaseSync(":memory:", { readOnly: false, open: true });
    const version = String(probe.prepare("select sqlite_version() as v").all()[0]?.v);
    const fts5 = probe.prepare("select sqlite_compileoption_used('ENABLE_FTS5') as f").all()[0]?.f;
    probe.close();
    return fts5 === 1 && isSafeVersion(version) ? module : undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** SQLite 3.7.0 to 3.51.2 may corrupt a file when two connections checkpoint at once ("WAL reset"). */
export function isSafeVersion(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return major > 3 || (major === 3 && (minor > 51 || (minor === 51 && patch >= 3)));
}
