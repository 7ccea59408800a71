import { afterEach, describe, expect, it } from "vitest";
import { createApp } from "#server";
import { fakeWorkbench } from "../support/fake-workbench.ts";
import { errorOf, HOST, openClient, TOKEN } from "./client.ts";

const VOTE = { stage: "title-abstract", report: "r1", decision: "include" };
const vote = async (): Promise<object> => ({ eventId: "e1" });
const prototypeKeys = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeKeys);
});

describe("a foreign page", () => {
  it.each([
    ["another host name (DNS rebinding)", { host: "evil.test" }, 403, "server/foreign-host"],
    ["our address on another port", { host: "127.0.0.1:4001" }, 403, "server/foreign-host"],
    ["a name that only begins like ours", { host: "127.0.0.1:4000.evil.test" }, 403, "server/foreign-host"],
    ["a foreign origin", { origin: "https://evil.test" }, 403, "server/foreign-origin"],
    ["the origin null", { origin: "null" }, 403, "server/foreign-origin"],
    ["an origin with our name inside", { origin: `http://${HOST}@evil.test` }, 403, "server/foreign-origin"],
    ["another port as origin", { origin: "http://127.0.0.1:4001" }, 403, "server/foreign-origin"],
    ["a browser that says cross-site", { "sec-fetch-site": "cross-site" }, 403, "server/foreign-origin"],
    ["no write token", { "x-evidens-token": null }, 403, "server/no-token"],
    ["the start token as write token", { "x-evidens-token": TOKEN }, 403, "server/no-token"],
    ["no cookie", { cookie: null }, 401, "server/no-session"],
    ["a wrong cookie", { cookie: "evidens-session-4000=x" }, 401, "server/no-session"],
    ["the start token as cookie", { cookie: `evidens-session-4000=${TOKEN}` }, 401, "server/no-session"],
    ["JSON as text/plain", { "content-type": "text/plain" }, 415, "server/content-type"],
    ["JSON as a form", { "content-type": "application/x-www-form-urlencoded" }, 415, "server/content-type"],
  ] as const)("cannot write with %s", async (_, headers, status, code) => {
    const client = await openClient({ vote });
    expect(await errorOf(await client.json("/api/votes", VOTE, { headers }))).toMatchObject({ status, code });
    expect(client.workbench.calls).toEqual(
      [...client.workbench.calls].filter((call) => call.method !== "vote"),
    );
  });

  it("reaches no handler at all with a wrong host, not even the page", async () => {
    const client = await openClient();
    const before = client.workbench.calls.length;
    for (const path of ["/", `/?token=${TOKEN}`, "/api/session", "/icon.svg"]) {
      const answer = await client.raw(path, { headers: { host: "evil.test" } });
      expect(answer.status).toBe(403);
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
    expect(client.workbench.calls.length).toBe(before);
  });

  it("gets no CORS permission", async () => {
    const client = await openClient();
    const preflight = await client.raw("/api/votes", {
      method: "OPTIONS",
      headers: { origin: "https://evil.test", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(403);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("cannot read without the cookie", async () => {
    const client = await openClient();
    expect(await errorOf(await client.raw("/api/session"))).toMatchObject({
      status: 401,
      code: "server/no-session",
    });
  });
});

describe("opening the app", () => {
  it("swaps the token for an HttpOnly, SameSite=Strict cookie and takes it out of the address", async () => {
    const client = await openClient();
    const answer = await client.raw(`/?token=${TOKEN}`);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^evidens-session-4000=/);
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    expect(cookie).not.toContain(TOKEN);
  });
  it("stays locked for a wrong token, and gives the page no write token without the cookie", async () => {
    const client = await openClient();
    for (const path of ["/?token=wrong", "/", "/records"]) {
      const answer = await client.raw(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(await answer.text()).not.toContain("evidens-token");
    }
  });
  it("refuses to start with a token that could be guessed", () => {
    const start = () =>
      createApp({ workbench: fakeWorkbench(), token: "short", webRoot: "/nowhere", allowedHosts: [HOST] });
    expect(start).toThrow(/5 characters/);
  });
  it("sends its policy with every answer", async () => {
    const client = await openClient();
    for (const answer of [
      await client.send("/"),
      await client.send("/api/session"),
      await client.send("/icon.svg"),
      await client.raw("/"),
    ]) {
      const policy = answer.headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toContain("script-src");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
      expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    }
  });
});

describe("a hostile body", () => {
  const deep = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  it.each([
    ["__proto__", '{"__proto__":{"polluted":1},"stage":"title-abstract","report":"r","decision":"include"}'],
    ["constructor", '{"constructor":{"prototype":{"polluted":1}}}'],
    ["400,000 levels", deep(400_000)],
    ["33 levels", deep(33)],
    ["half a JSON", '{"stage":'],
    ["no JSON", ""],
    ["a lone surrogate", '{"stage":"title-abstract","report":"\\ud800","decision":"include"}'],
    ["a NUL", '{"stage":"title-abstract","report":"a\\u0000b","decision":"include"}'],
  ])("with %s is refused and writes nothing", async (_, body) => {
    const client = await openClient({ vote });
    expect(await errorOf(await client.json("/api/votes", body))).toMatchObject({
      status: 400,
      code: "server/bad-json",
    });
    expect(client.workbench.calls.some((call) => call.method === "vote")).toBe(false);
  });
  it.each([
    ["an unknown key", { ...VOTE, at: "2001-01-01" }],
    ["a number that is no number", '{"stage":"title-abstract","report":1e999,"decision":"include"}'],
    ["a list", [VOTE]],
    ["null", null],
  ])("with %s is refused by the schema", async (_, body) => {
    const client = await openClient({ vote });
    const { status, code } = await errorOf(await client.json("/api/votes", body));
    expect([status, code]).toEqual([400, "server/bad-body"]);
  });
  it("in another encoding is refused", async () => {
    const client = await openClient({ vote });
    const answer = await client.send("/api/votes", {
      method: "POST",
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
      headers: { "content-type": "application/json" },
    });
    expect((await errorOf(answer)).code).toBe("server/bad-json");
  });
  it("of more than 1 MB is refused, announced or not", async () => {
    const client = await openClient({ vote });
    const big = JSON.stringify({ ...VOTE, note: "x".repeat(1_000_000) });
    expect((await errorOf(await client.json("/api/votes", big))).status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const answer = await client.send("/api/votes", {
      method: "POST",
      body: endless,
      headers: { "content-type": "application/json" },
    });
    expect((await errorOf(answer)).code).toBe("server/too-large");
    expect(sent).toBeLessThan(20);
  });
  it("in a query is held to the schema as well", async () => {
    const client = await openClient({ records: async () => ({}) });
    expect((await client.send("/api/records?__proto__=1")).status).toBe(400);
    expect((await client.send("/api/records?after=1e999")).status).toBe(400);
  });
  it("with SQL and search operators arrives as the text it is", async () => {
    const client = await openClient({ records: async () => ({ rows: [] }) });
    const text = `'; drop table events; -- NEAR("a*" %_`;
    expect((await client.send(`/api/records?text=${encodeURIComponent(text)}`)).status).toBe(200);
    expect(client.workbench.calls.at(-1)?.args).toEqual([{ after: 0, limit: 100, text }]);
  });
  it("with markup in it comes back as JSON that no browser runs", async () => {
    const title = "<img src=x onerror=alert(1)><script>alert(2)</script> P<0.001";
    const client = await openClient({ records: async () => ({ rows: [{ title }] }) });
    const answer = await client.send("/api/records");
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(await answer.json()).toEqual({ data: { rows: [{ title }] } });
  });
});
