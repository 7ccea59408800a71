import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { SqlClient } from "./client.ts";
import type { SqlValue } from "./session.ts";

/** Kysely over one connection of ours; a transaction has the connection to itself. */
export function sqliteDialect(client: SqlClient): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ClientDriver(client),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

class ClientDriver implements Driver {
  readonly #client: SqlClient;
  readonly #connection: DatabaseConnection;
  #turn: Promise<void> = Promise.resolve();
  #release: () => void = () => {};

  constructor(client: SqlClient) {
    this.#client = client;
    this.#connection = new ClientConnection(client);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#turn;
    let release = (): void => {};
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    this.#release = release;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#release();
  }

  /** Plain `begin` would take the write lock only at the first write and then fail at once when another process has it. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("commit"));
  }

  async rollbackTransaction(): Promise<void> {
    await this.#client.send({ op: "rollback" });
  }

  /** Kysely destroys only a driver it has used; whoever opened the client closes it. */
  async destroy(): Promise<void> {}
}

class ClientConnection implements DatabaseConnection {
  readonly #client: SqlClient;

  constructor(client: SqlClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const reply = await this.#client.send({ op: "all", sql, params: parameters as readonly SqlValue[] });
    return { rows: reply.rows as R[], numAffectedRows: BigInt(reply.changes) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for it; the store pages by key instead.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("Rows are read in pages, not streamed.");
  }
}
