import type { Context, MiddlewareHandler } from "hono";
import { HttpRefusal } from "../errors.ts";

/** Host and port that the request names. */
export function hostOf(c: Context): string {
  return (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
}

/**
 * Refuses requests that a foreign page or a rebound name sends, before any handler sees them:
 * Host must be ours, Origin (when sent) too, and a browser that says "cross-site" is believed.
 */
export function guardOrigin(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  return async (c, next) => {
    const host = hostOf(c);
    if (!allowed.has(host))
      throw refusal(
        "server/foreign-host",
        `This server does not answer to the name ${JSON.stringify(host)}.`,
      );
    const origin = c.req.header("origin");
    if (origin !== undefined && !allowed.has(hostOfOrigin(origin))) {
      throw refusal("server/foreign-origin", `Requests from ${JSON.stringify(origin)} are refused.`);
    }
    const site = c.req.header("sec-fetch-site");
    if (c.req.path.startsWith("/api/") && (site === "cross-site" || site === "same-site")) {
      throw refusal("server/foreign-origin", "Requests from other sites are refused.");
    }
    await next();
  };
}

/** Host of an Origin header; empty, which is never allowed, for `null` and anything unreadable. */
function hostOfOrigin(origin: string): string {
  const match = /^https?:\/\/([^/\s]+)$/i.exec(origin);
  return match?.[1]?.toLowerCase() ?? "";
}

function refusal(code: string, message: string): HttpRefusal {
  return new HttpRefusal(403, {
    code,
    message,
    remedy: "Open Evidens at the address that its terminal shows.",
  });
}
