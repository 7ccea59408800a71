import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "#server";
import { type FakeMethods, type FakeWorkbench, fakeWorkbench } from "../support/fake-workbench.ts";

export const HOST = "127.0.0.1:4000";
export const TOKEN = "a-token-of-this-test-0123456789";

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A built web app in miniature. */
export function makeWebRoot(): string {
  const folder = mkdtempSync(join(tmpdir(), "evidens-web-"));
  folders.push(folder);
  const root = join(folder, "web");
  mkdirSync(join(root, "assets"), { recursive: true });
  writeFileSync(
    join(root, "index.html"),
    '<!doctype html><html><head><meta name="evidens-token" content=""></head><body>APP</body></html>',
  );
  writeFileSync(join(root, "assets", "index-B3xk9_Qa.js"), "export {};");
  writeFileSync(join(root, "icon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>");
  writeFileSync(join(root, "..", "outside-evidens-web.txt"), "outside");
  return root;
}

export interface Client {
  readonly workbench: FakeWorkbench;
  readonly errors: unknown[];
  /** A request as the app's own page sends it; `headers` set to null are left out. */
  send(path: string, init?: SendOptions): Promise<Response>;
  json(path: string, body: unknown, init?: SendOptions): Promise<Response>;
  /** Without any header but Host. */
  raw(path: string, init?: RequestInit): Promise<Response>;
}

interface SendOptions {
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  readonly headers?: Readonly<Record<string, string | null>>;
}

export interface ClientOptions {
  readonly webRoot?: string;
  readonly reportFolder?: string;
  readonly person?: string;
}

/** Opens the app the way a browser does: token, cookie, page, write token. */
export async function openClient(methods: FakeMethods = {}, options: ClientOptions = {}): Promise<Client> {
  const workbench = fakeWorkbench(methods);
  const errors: unknown[] = [];
  const app = createApp({
    workbench,
    token: TOKEN,
    webRoot: options.webRoot ?? makeWebRoot(),
    allowedHosts: [HOST],
    reportFolder: options.reportFolder,
    person: options.person,
    onError: (error) => errors.push(error),
  });
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> =>
    app.request(`http://${HOST}${path}`, { ...init, headers: { host: HOST, ...init.headers } });
  const jar = new Map<string, string>();
  const keep = (answer: Response): Response => {
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0]!.split("=");
      jar.set(name!, value!);
    }
    return answer;
  };
  keep(await raw(`/?token=${TOKEN}`));
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const page = await (await raw("/", { headers: { cookie: cookie() } })).text();
  const header = /<meta name="evidens-token" content="([^"]*)">/.exec(page)?.[1] ?? "";
  const send = async (path: string, init: SendOptions = {}): Promise<Response> => {
    const headers = new Headers({ cookie: cookie(), "x-evidens-token": header, origin: `http://${HOST}` });
    headers.set("host", HOST);
    for (const [name, value] of Object.entries(init.headers ?? {})) {
      if (value === null) headers.delete(name);
      else headers.set(name, value);
    }
    const request: RequestInit & { duplex?: "half" } = { method: init.method ?? "GET", headers };
    if (init.body !== undefined) request.body = init.body;
    if (init.body instanceof ReadableStream) request.duplex = "half";
    return keep(await app.request(`http://${HOST}${path}`, request));
  };
  return {
    workbench,
    errors,
    raw,
    send,
    json: (path, body, init = {}) =>
      send(path, {
        method: "POST",
        ...init,
        body: typeof body === "string" ? body : JSON.stringify(body),
        headers: { "content-type": "application/json", ...init.headers },
      }),
  };
}

/** Status and error code of an answer. */
export async function errorOf(answer: Response): Promise<{ status: number; code: string; body: string }> {
  const body = await answer.text();
  const parsed = JSON.parse(body) as { error?: { code?: string } };
  return { status: answer.status, code: parsed.error?.code ?? "", body };
}
