import { describe, expect, it } from "vitest";
import { openClient } from "./client.ts";

describe("the web app's files", () => {
  it("are the page with its write token, for every path of the app", async () => {
    const client = await openClient();
    for (const path of ["/", "/records", "/screen/full-text", "/analyses/a%20b"]) {
      const answer = await client.send(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-type")).toContain("text/html");
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(await answer.text()).toMatch(/<meta name="evidens-token" content="[\w-]{40,}">.*APP/);
    }
  });
  it("never show the page without its token", async () => {
    const client = await openClient();
    const answer = await client.send("/index.html");
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
  });
  it("are cached for good when their name holds a hash", async () => {
    const client = await openClient();
    const asset = await client.send("/assets/index-B3xk9_Qa.js");
    expect(asset.headers.get("content-type")).toContain("text/javascript");
    expect(asset.headers.get("cache-control")).toContain("immutable");
    const icon = await client.send("/icon.svg");
    expect(icon.headers.get("content-type")).toContain("image/svg+xml");
    expect(icon.headers.get("cache-control")).toBe("no-cache");
  });
  it("are not the page when a file is missing", async () => {
    const client = await openClient();
    expect((await client.send("/assets/gone-12345678.js")).status).toBe(404);
  });
  it.each([
    "/../outside-evidens-web.txt",
    "/%2e%2e/outside-evidens-web.txt",
    "/..%2foutside-evidens-web.txt",
    "/assets/..%2f..%2foutside-evidens-web.txt",
    "/..%5coutside-evidens-web.txt",
    "/%252e%252e%252foutside-evidens-web.txt",
    "//etc/passwd.txt",
    "/assets/%00.js",
  ])("do not lead outside the folder: %s", async (path) => {
    const client = await openClient();
    const answer = await client.send(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain("outside");
  });
  it("say so when the app was not built", async () => {
    const client = await openClient({}, { webRoot: "/nowhere/at/all" });
    const answer = await client.send("/");
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain("npm run build");
  });
});
