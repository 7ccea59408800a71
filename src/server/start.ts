import { randomBytes } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { EvidensError } from "#kernel";
import { createApp } from "./app.ts";
import type { AppOptions } from "./options.ts";

export interface StartOptions extends Omit<AppOptions, "token" | "allowedHosts"> {
  /** Default: 256 random bits. */
  readonly token?: string | undefined;
  /** 0 takes any free port. */
  readonly port: number;
  /** Address to listen on; default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Further `host:port` or `host` names that browsers may use, such as that of a proxy. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** How long running requests may take to end when closing, in milliseconds; default 10,000. */
  readonly closeTimeoutMs?: number | undefined;
}

export interface RunningServer {
  /** Address that opens the app, with its token. */
  readonly url: string;
  /** The same address without the token. */
  readonly address: string;
  readonly port: number;
  /** Takes no new requests, lets running ones end, closes the review. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Serves one open review until closed; the server owns the workbench from then on.
 *
 * @throws {EvidensError} `conflict` when the port is taken, `invalid` when the address is not usable
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const token = options.token ?? randomBytes(32).toString("base64url");
  const host = options.host ?? "127.0.0.1";
  // The port is part of the names that requests may use, and is known only once we listen.
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const server = createAdaptorServer({ fetch: (request) => fetch(request), hostname: "localhost" }) as Server;
  const port = await listen(server, options.port, host);
  const app = createApp({
    ...options,
    token,
    allowedHosts: [...ownNames(host, port), ...(options.allowedHosts ?? [])],
  });
  fetch = (request) => app.fetch(request);
  const address = `http://${authority(host === "0.0.0.0" || host === "::" ? "localhost" : host, port)}/`;
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await endRequests(server, options.closeTimeoutMs ?? 10_000);
    await options.workbench.close();
  };
  return {
    url: `${address}?token=${encodeURIComponent(token)}`,
    address,
    port,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

/** Names a browser on this machine, or one that was given the host, may use. */
function ownNames(host: string, port: number): string[] {
  return [...new Set(["127.0.0.1", "localhost", "::1", host])].map((name) => authority(name, port));
}

function authority(host: string, port: number): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === 80 ? name : `${name}:${port}`;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, port, host)));
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function listenError(error: NodeJS.ErrnoException, port: number, host: string): EvidensError {
  const taken = error.code === "EADDRINUSE";
  return new EvidensError({
    code: taken ? "server/port-taken" : "server/cannot-listen",
    kind: taken ? "conflict" : "invalid",
    message: taken
      ? `Port ${port} on ${host} is in use by another program.`
      : `Cannot listen on ${host}, port ${port}: ${error.message}.`,
    remedy: taken
      ? "Choose another with --port, or --port 0 for any free one."
      : "Choose another --host or --port.",
    cause: error,
  });
}

async function endRequests(server: Server, timeoutMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection whose request just ended stays open for the next one; there is no next one.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
  await ended;
  clearInterval(sweep);
  clearTimeout(timer);
}
