import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import type pg from "pg";
import { EvidensError } from "#kernel";

/**
 * The program's error for a fault of the server.
 * Source: PostgreSQL manual, appendix A (error codes).
 */
function postgresError(cause: unknown, location: string): EvidensError {
  if (cause instanceof EvidensError) return cause;
  const { code = "", message = String(cause) } = cause as { code?: string; message?: string };
  const known = FAULTS.find((fault) => fault.codes.test(code)) ?? OTHER;
  return new EvidensError({
    code: known.code,
    kind: known.kind ?? "storage",
    message: `${known.what} (${location}: ${message}${code === "" ? "" : `, ${code}`}).`,
    remedy: known.remedy,
    cause,
  });
}

interface KnownFault {
  readonly codes: RegExp;
  readonly code: string;
  readonly kind?: "conflict" | "missing";
  readonly what: string;
  readonly remedy: string;
}

const FAULTS: readonly KnownFault[] = [
  {
    codes: /^(53100|53200)$/,
    code: "store/disk-full",
    what: "The server has no space left; the last change was not saved, all earlier ones are",
    remedy: "Free some space on the server and do the last step again.",
  },
  {
    codes: /^(25006|42501)$/,
    code: "store/read-only",
    what: "The server does not let you write; nothing was changed",
    remedy: "Ask the server's keeper for write access.",
  },
  {
    codes: /^(55P03|57014)$/,
    code: "store/locked",
    kind: "conflict",
    what: "The review is being written by another program; nothing was changed",
    remedy: "Wait until it has finished and do the step again.",
  },
  {
    codes: /^(40001|40P01)$/,
    code: "store/clash",
    kind: "conflict",
    what: "Two changes met at once; this one was not saved",
    remedy: "Do the last step again.",
  },
  {
    codes: /^23/,
    code: "store/clash",
    kind: "conflict",
    what: "Something with the same identity is already there",
    remedy: "Open the review again and repeat the step.",
  },
  {
    codes: /^(58030|XX00[12])$/,
    code: "store/io",
    what: "The server failed to read or write its disk; the last change was not saved",
    remedy: "Ask the server's keeper to check the disk.",
  },
  {
    codes: /^(3D000|28.*)$/,
    code: "store/no-access",
    kind: "missing",
    what: "The server does not know this database or user",
    remedy: "Check name, user and password in the address.",
  },
  {
    codes: /^(08.*|57P.*|ECONN.*|ENOTFOUND|ENOENT|ETIMEDOUT|EAI_AGAIN)$/,
    code: "store/unreachable",
    what: "The server cannot be reached; what was not confirmed was not saved",
    remedy: "Check the address and that the server runs, then do the last step again.",
  },
];

const OTHER: KnownFault = {
  codes: /^/,
  code: "store/engine",
  what: "The server reports a fault; the last change was not saved",
  remedy: "Do the step again, and report the message if it comes back.",
};

/** A pool whose errors are the program's. Kysely remembers clients, so each keeps its one wrapping. */
export function guardedPool(pool: pg.Pool, location: string): PostgresPool {
  const guarded = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        throw postgresError(error, location);
      });
      const known = guarded.get(client);
      if (known !== undefined) return known;
      const fresh = guardClient(client, location);
      guarded.set(client, fresh);
      return fresh;
    },
    end: async () => {},
  };
}

function guardClient(client: pg.PoolClient, location: string): PostgresPoolClient {
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: a client answers in order and wants to be asked so.
  const query = <R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> => {
    const result = last.then(() => client.query(text, [...values]));
    last = result.catch(() => {});
    return result.catch((error: unknown) => {
      throw postgresError(error, location);
    }) as unknown as Promise<PostgresQueryResult<R>>;
  };
  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy) => client.release(destroy === true),
  };
}
