import { createHash, randomBytes } from "node:crypto";
import { EvidensError, type Rng } from "#kernel";
import { canonicalJson } from "#ledger";

/** SHA-256 in lower-case hex by OpenSSL; the same output as the ledger's portable one, faster. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Canonical JSON, with the program's error for text that no encoding can carry. */
export function canonical(value: unknown, what: string): string {
  try {
    return canonicalJson(value);
  } catch (cause) {
    throw new EvidensError({
      code: "store/bad-text",
      kind: "invalid",
      message: `${what} holds a value that cannot be stored: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: "Remove broken characters and numbers that are not finite.",
      cause,
    });
  }
}

/** Random numbers of the operating system; ids must differ between machines, never repeat. */
export const systemRng: Rng = { next: () => randomBytes(4).readUInt32BE() / 2 ** 32 };

const KEY_LIMIT = 600;

/** Short enough, and without NUL and lone surrogates, which no database text can hold. */
function fitsKey(key: string): boolean {
  return key.length <= KEY_LIMIT && !key.includes("\0") && !/\p{Surrogate}/u.test(key);
}

/**
 * Checks a text that becomes part of a key: PostgreSQL limits an index entry to 2,704 bytes and text
 * to characters other than NUL; both engines keep the same rule.
 *
 * @throws {EvidensError} `store/bad-key`
 */
export function checkKey(key: string, what: string): string {
  if (fitsKey(key)) return key;
  throw new EvidensError({
    code: "store/bad-key",
    kind: "invalid",
    message: `The ${what} "${key.slice(0, 60)}…" cannot be a key: it must be at most ${KEY_LIMIT} characters of valid text.`,
    remedy: "Use a shorter id without control characters.",
  });
}

/** The form under which an outside identifier is looked up; one too long for a key stands for itself by its hash. */
export function lookupKey(key: string): string {
  return fitsKey(key) ? key : `sha256:${sha256(key)}`;
}
