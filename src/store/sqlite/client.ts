import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { faultOf, type SqlFault, sqliteError } from "./fault.ts";
import { type SessionOptions, SqliteSession, type SqlReply, type SqlRequest } from "./session.ts";

/** A connection as the rest of the store sees it: asynchronous, its errors are the program's. */
export interface SqlClient {
  send(request: SqlRequest): Promise<SqlReply>;
  close(): Promise<void>;
}

/**
 * Opens a connection in a worker thread of its own, so that a long write never blocks the server.
 * Run from its TypeScript source (tests), where Node 20 cannot start a worker, it runs in place;
 * both answer through the same interface.
 */
export async function openClient(options: SessionOptions): Promise<SqlClient> {
  return import.meta.url.endsWith(".ts") ? clientInPlace(options) : await clientInWorker(options);
}

function clientInPlace(options: SessionOptions): SqlClient {
  const attempt = <T>(run: () => T): T => {
    try {
      return run();
    } catch (error) {
      throw sqliteError(faultOf(error), options.path);
    }
  };
  const session = attempt(() => new SqliteSession(options));
  return {
    send: async (request) => attempt(() => session.handle(request)),
    close: async () => {
      attempt(() => session.handle({ op: "close" }));
      closed.add(session);
      await freeStatements();
    },
  };
}

const closed = new Set<SqliteSession>();
let collecting: Promise<void> | undefined;

/**
 * The package frees prepared statements, and with them the closed connection and its locks, only when
 * they are collected. In a worker the end of the thread does it; here the collector is asked to, once
 * for all connections closed together.
 */
async function freeStatements(): Promise<void> {
  collecting ??= (async () => {
    const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await nextTurn();
    collecting = undefined;
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    for (let round = 0; round < 10 && closed.size > 0; round++) {
      collect();
      // Finalizers run in turns of their own.
      await nextTurn();
      await nextTurn();
      for (const session of closed) if (!session.holdsStatements()) closed.delete(session);
    }
    closed.clear();
  })();
  await collecting;
}

type Answer = { readonly reply: SqlReply } | { readonly fault: SqlFault };
type Waiting = { readonly resolve: (reply: SqlReply) => void; readonly reject: (error: Error) => void };

async function clientInWorker(options: SessionOptions): Promise<SqlClient> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: options });
  const waiting: Waiting[] = [];
  let dead: Error | undefined;
  const expect = (): Promise<SqlReply> =>
    new Promise((resolve, reject) => {
      if (dead !== undefined) return reject(dead);
      // An idle connection must not keep a finished program alive.
      if (waiting.length === 0) worker.ref();
      waiting.push({ resolve, reject });
    });
  worker.on("message", (answer: Answer) => {
    const next = waiting.shift();
    if (waiting.length === 0) worker.unref();
    if (next === undefined) return;
    if ("reply" in answer) next.resolve(answer.reply);
    else next.reject(sqliteError(answer.fault, options.path));
  });
  const end = (message: string): void => {
    dead ??= sqliteError({ message }, options.path);
    for (const { reject } of waiting.splice(0)) reject(dead);
  };
  worker.on("error", (error) => end(`the thread of the connection failed: ${String(error)}`));
  const ended = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      end("the connection is closed");
      resolve();
    });
  });
  const send = (request: SqlRequest): Promise<SqlReply> => {
    const reply = expect();
    if (dead === undefined) worker.postMessage(request);
    return reply;
  };
  await expect();
  const close = async (): Promise<void> => {
    if (dead !== undefined) return;
    await send({ op: "close" });
    worker.ref();
    await ended;
  };
  return { send, close };
}
