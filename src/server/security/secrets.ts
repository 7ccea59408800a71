import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** What a browser holds after it showed the token once. Neither value can be computed from the other. */
export interface Secrets {
  /** Value of the HttpOnly cookie that opens the API. */
  readonly cookie: string;
  /** Value of the header that every write carries; the page's script can read it. */
  readonly header: string;
}

/** Derives both secrets from the token of this start. */
export function deriveSecrets(token: string): Secrets {
  const derive = (use: string): string => createHmac("sha256", token).update(use).digest("base64url");
  return { cookie: derive("evidens session cookie"), header: derive("evidens write header") };
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameSecret(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
