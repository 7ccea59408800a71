import { sqliteModule } from "../../src/store/sqlite/session.ts";

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
  // The same library as the store's: two in one process do not see each other's locks.
  const { DatabaseSync } = sqliteModule();
  return new DatabaseSync(path, { readOnly: false, open: true }) as unknown as RawDatabase;
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
