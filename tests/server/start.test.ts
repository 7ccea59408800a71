import { statSync } from "node:fs";
import { request } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type RunningServer, startServer } from "#server";
import { type FakeMethods, fakeWorkbench } from "../support/fake-workbench.ts";
import { makeWebRoot } from "./client.ts";

let running: RunningServer | undefined;
afterEach(() => running?.close());

async function start(methods: FakeMethods = {}, more: object = {}): Promise<RunningServer> {
  running = await startServer({
    workbench: fakeWorkbench(methods),
    webRoot: makeWebRoot(),
    port: 0,
    ...more,
  });
  return running;
}

/** A request with a Host header of our choice, which `fetch` does not allow. */
function get(
  port: number,
  path: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, headers, method }, (answer) => {
      let body = "";
      answer.on("data", (chunk) => {
        body += String(chunk);
      });
      answer.on("end", () => {
        resolve({ status: answer.statusCode ?? 0, body });
        sent.destroy();
      });
    });
    sent.on("error", reject);
    // A body that was announced is never sent: the answer must come without it.
    if (method === "GET") sent.end();
    else sent.flushHeaders();
  });
}

async function open(server: RunningServer): Promise<string> {
  const answer = await fetch(server.url, { redirect: "manual" });
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

describe("startServer", () => {
  it("listens on this machine only and opens with its own token", async () => {
    const server = await start();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    const answer = await fetch(`${server.address}api/session`, { headers: { cookie: await open(server) } });
    expect(await answer.json()).toMatchObject({ data: { person: { id: "kari" } } });
  });
  it("takes a new token at each start", async () => {
    const first = await start();
    const cookie = await open(first);
    await first.close();
    const second = await start({}, { port: first.port });
    const answer = await fetch(`${second.address}api/session`, { headers: { cookie } });
    expect(answer.status).toBe(401);
  });
  it("answers to its own names and to no other", async () => {
    const { port } = await start();
    expect((await get(port, "/", { host: `localhost:${port}` })).status).toBe(401);
    expect((await get(port, "/", { host: `evil.test:${port}` })).status).toBe(403);
    expect((await get(port, "/", { host: "127.0.0.1" })).status).toBe(403);
  });
  it("takes an upload over the wire, byte for byte", async () => {
    let size = 0;
    const server = await start({
      importFile: async (input: { path: string }) => {
        size = statSync(input.path).size;
        return { import: {}, already: false };
      },
    });
    const cookie = await open(server);
    const page = await (await fetch(server.address, { headers: { cookie } })).text();
    const token = /evidens-token" content="([^"]+)"/.exec(page)![1]!;
    const answer = await fetch(`${server.address}api/imports?source=s&file=big.ris`, {
      method: "POST",
      body: new Uint8Array(5_000_000),
      headers: { cookie, "x-evidens-token": token, "content-type": "application/octet-stream" },
    });
    expect(answer.status).toBe(201);
    expect(size).toBe(5_000_000);
  });
  it("refuses an upload over the limit from its announcement, before it is sent", async () => {
    const server = await start({ importFile: async () => ({ import: {}, already: false }) });
    const cookie = await open(server);
    const page = await (await fetch(server.address, { headers: { cookie } })).text();
    const token = /evidens-token" content="([^"]+)"/.exec(page)![1]!;
    const { status, body } = await get(
      server.port,
      "/api/imports?source=s&file=f.ris",
      {
        host: `127.0.0.1:${server.port}`,
        cookie,
        "x-evidens-token": token,
        "content-type": "application/octet-stream",
        "content-length": "2000000001",
      },
      "POST",
    );
    expect(status).toBe(413);
    expect(body).toContain("server/too-large");
  });
  it("lets a running request end before it closes the review", async () => {
    const order: string[] = [];
    let begun: () => void = () => undefined;
    const started = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const server = await start({
      imports: async () => {
        begun();
        await new Promise((resolve) => setTimeout(resolve, 200));
        order.push("answered");
        return { imports: [] };
      },
      close: async () => {
        order.push("closed");
      },
    });
    const cookie = await open(server);
    const answer = fetch(`${server.address}api/imports`, { headers: { cookie } });
    await started;
    await Promise.all([server.close(), server.close()]);
    expect((await answer).status).toBe(200);
    expect(order).toEqual(["answered", "closed"]);
    await expect(fetch(server.address)).rejects.toThrow();
  });
  it("names a port that is taken", async () => {
    const { port } = await start();
    await expect(
      startServer({ workbench: fakeWorkbench(), webRoot: "/nowhere", port }),
    ).rejects.toMatchObject({ code: "server/port-taken", kind: "conflict" });
  });
});
