import type { MiddlewareHandler } from "hono";

const APP_POLICY = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** For a built report shown inside the app: no script, no request, no form; its own styles and pictures only. */
export const REPORT_POLICY: string = [
  "sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

/** For a file that came from outside: nothing of it runs, whatever a browser takes it for. */
export const DOCUMENT_POLICY: string = ["sandbox", "default-src 'none'", "frame-ancestors 'none'"].join("; ");

/** Headers of every answer. A route that needs another content policy sets it itself. */
export function securityHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", APP_POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    if (c.req.path.startsWith("/api/") || !headers.has("Cache-Control")) {
      headers.set("Cache-Control", "no-store");
    }
  };
}
