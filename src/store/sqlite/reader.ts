import { Kysely } from "kysely";
import { EvidensError } from "#kernel";
import type { Tables } from "../tables.ts";
import { openClient, type SqlClient } from "./client.ts";
import { sqliteDialect } from "./dialect.ts";
import { immutableName, inspectFile } from "./file.ts";

/** A connection that only reads; it sees committed state and is never blocked by a write. */
export async function openReader(path: string, lockTimeoutMs: number): Promise<Connection> {
  return connect(await readerClient(path, lockTimeoutMs));
}

/** A client and the query builder over it. */
export interface Connection {
  readonly client: SqlClient;
  readonly db: Kysely<Tables>;
}

export function connect(client: SqlClient): Connection {
  return { client, db: new Kysely<Tables>({ dialect: sqliteDialect(client) }) };
}

async function readerClient(path: string, lockTimeoutMs: number): Promise<SqlClient> {
  const options = { path, readOnly: true, lockTimeoutMs };
  try {
    return await openClient(options);
  } catch (error) {
    // A folder that cannot be written has no place for the sidecar files of the log; without a log none are needed.
    const blocked =
      error instanceof EvidensError &&
      (error.code === "store/cannot-open" || error.code === "store/read-only");
    if (!blocked || inspectFile(path).hasLog) throw error;
    return await openClient({ ...options, path: immutableName(path) });
  }
}

/** Which program last wrote the layout of a file, read without leaving a trace beside it. */
export async function versionInFile(path: string): Promise<string | null> {
  const name = inspectFile(path).hasLog ? path : immutableName(path);
  const client = await openClient({ path: name, readOnly: true, lockTimeoutMs: 1_000 });
  try {
    const { rows } = await client.send({
      op: "all",
      sql: "select value from meta where key = 'program'",
      params: [],
    });
    const value = rows[0]?.value;
    return typeof value === "string" ? value : null;
  } finally {
    await client.close();
  }
}
