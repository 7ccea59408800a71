import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { AppOptions, Env } from "./options.ts";
import { type Secrets, sameSecret } from "./security/secrets.ts";
import { hasSession, setSafeCookie } from "./security/session.ts";

const IMMUTABLE = "public, max-age=31536000, immutable";
/** A content hash as the web build puts it into names, such as `index-B3xk9_Qa.js`. */
const HASHED = /-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/;

/** The web app's files: the page with its token, hashed assets, and the page again for its own paths. */
export function pageRoutes(options: AppOptions, secrets: Secrets): Hono<Env> {
  const { webRoot } = options;
  const page = (c: Context): Promise<Response> => sendPage(c, webRoot, secrets);
  const routes = new Hono<Env>();
  routes.get("/", (c) => {
    const token = c.req.query("token");
    if (token === undefined) return page(c);
    if (!sameSecret(token, options.token)) return lockedPage(c);
    setSafeCookie(c, "session", secrets.cookie);
    return c.redirect("/", 303);
  });
  routes.get("/index.html", (c) => c.redirect("/", 303));
  if (existsSync(webRoot)) routes.use("*", assets(webRoot));
  routes.get("*", async (c) => (isPagePath(c.req.path) ? page(c) : c.text("Not found.", 404)));
  return routes;
}

/** Files of the build, with how long a browser may keep them. */
function assets(root: string): MiddlewareHandler {
  const files = serveStatic({ root, index: "no-page-for-folders" });
  return async (c, next) => {
    const answer = await files(c, next);
    if (!(answer instanceof Response)) return;
    answer.headers.set("Cache-Control", HASHED.test(c.req.path) ? IMMUTABLE : "no-cache");
    return answer;
  };
}

/** A path of the app itself: no file name with an extension in it. */
function isPagePath(path: string): boolean {
  return !/\.[^/]*$/.test(path);
}

async function sendPage(c: Context, webRoot: string, secrets: Secrets): Promise<Response> {
  if (!hasSession(c, secrets)) return lockedPage(c);
  const file = join(webRoot, "index.html");
  if (!existsSync(file)) {
    return c.html(
      plainPage("The web app has not been built", "Run <code>npm run build</code> and start again."),
      503,
    );
  }
  const html = await readFile(file, "utf8");
  return c.html(withToken(html, secrets.header));
}

/** Puts the token into the page's `<meta name="evidens-token">`, adding it where the page has none. */
function withToken(html: string, token: string): string {
  const meta = `<meta name="evidens-token" content="${token}">`;
  const present = /<meta\s+name="evidens-token"[^>]*>/;
  return present.test(html)
    ? html.replace(present, meta)
    : html.replace(/<head[^>]*>/, (head) => `${head}${meta}`);
}

/**
 * Shown without the cookie. A link from another site arrives without it once, because the cookie is
 * strict; the page then asks again from here.
 */
function lockedPage(c: Context): Response | Promise<Response> {
  const fromAfar = c.req.header("sec-fetch-site") === "cross-site" && c.req.query("token") === undefined;
  const again = fromAfar ? '<meta http-equiv="refresh" content="0;url=/">' : "";
  const text = "Open the full address that the terminal shows; it holds the key to this review.";
  return c.html(plainPage("This review is locked", text, again), 401);
}

function plainPage(title: string, text: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">${head}<title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}
