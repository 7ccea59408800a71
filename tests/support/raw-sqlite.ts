import { createRequire } from "node:module";

interface RawDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    all(...values: unknown[]): Record<string, unknown>[];
    run(...values: unknown[]): unknown;
  };
  close(): void;
}

/** Opens a file with SQLite itself, past the store: to damage it, to lock it, to look inside. */
export function rawSqlite(path: string): RawDatabase {
  const { DatabaseSync } = createRequire(import.meta.url)("@photostructure/sqlite") as {
    DatabaseSync: new (path: string) => RawDatabase;
  };
  return new DatabaseSync(path);
}

/** Does something to a file with SQLite itself and leaves it whole, without a log beside it. */
export function withRaw<T>(path: string, run: (database: RawDatabase) => T): T {
  const database = rawSqlite(path);
  try {
    return run(database);
  } finally {
    database.exec("pragma wal_checkpoint(truncate)");
    database.close();
  }
}
