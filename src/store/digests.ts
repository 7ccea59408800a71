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
    return quickCanonical(value) ?? canonicalJson(value);
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

/**
 * Canonical JSON by the engine's own `JSON.stringify` over a copy with sorted keys: several times
 * faster than the portable one, and the same text. Null where the two could differ: keys that look
 * like whole numbers (an object lists them first), numbers that are not finite, lone surrogates.
 *
 * Checked: tests/store/canonical.prop.test.ts.
 */
export function quickCanonical(value: unknown): string | null {
  const copy = sortedCopy(value);
  if (copy === UNSURE || copy === undefined) return null;
  const text = JSON.stringify(copy);
  return /\\ud[89a-f]/.test(text) ? null : text;
}

const UNSURE: unique symbol = Symbol("unsure");

function sortedCopy(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : UNSURE;
  if (Array.isArray(value)) return copyItems(value);
  if (typeof value !== "object" || "toJSON" in value) return UNSURE;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    const itemCopy = sortedCopy(item);
    if (itemCopy === UNSURE || /^\d|^__proto__$/.test(key)) return UNSURE;
    copy[key] = itemCopy;
  }
  return copy;
}

function copyItems(items: readonly unknown[]): unknown {
  const copies = items.map(sortedCopy);
  return copies.includes(UNSURE) ? UNSURE : copies;
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
