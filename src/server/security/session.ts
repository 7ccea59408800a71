import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { HttpRefusal } from "../errors.ts";
import { hostOf } from "./guard.ts";
import { type Secrets, sameSecret } from "./secrets.ts";

const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Cookies of a host hold for all its ports, so the port is part of the name: two reviews open at once
 * do not log each other out.
 */
export function cookieName(c: Context, use: "session" | "person"): string {
  const port = /:(\d+)$/.exec(hostOf(c))?.[1];
  return port === undefined ? `evidens-${use}` : `evidens-${use}-${port}`;
}

/** Sets a cookie that scripts and other sites cannot reach. */
export function setSafeCookie(c: Context, use: "session" | "person", value: string): void {
  setCookie(c, cookieName(c, use), value, { httpOnly: true, sameSite: "Strict", path: "/" });
}

/** True when the request carries the cookie of this start. */
export function hasSession(c: Context, secrets: Secrets): boolean {
  const cookie = getCookie(c, cookieName(c, "session"));
  return cookie !== undefined && sameSecret(cookie, secrets.cookie);
}

/** Lets only browsers through that opened the app with the token; writes also need the header. */
export function requireSession(secrets: Secrets): MiddlewareHandler {
  return async (c, next) => {
    if (!hasSession(c, secrets)) {
      throw new HttpRefusal(401, {
        code: "server/no-session",
        message: "This browser has not opened the review, or Evidens was started again since.",
        remedy: "Open the full address that the terminal shows, with its token.",
      });
    }
    if (!READS.has(c.req.method) && !sameSecret(c.req.header("x-evidens-token") ?? "", secrets.header)) {
      throw new HttpRefusal(403, {
        code: "server/no-token",
        message: "The request to change something carries no valid X-Evidens-Token header.",
        remedy: "Load the page again.",
      });
    }
    await next();
  };
}
