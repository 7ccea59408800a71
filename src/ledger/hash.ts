import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { EvidensError } from "#kernel";

/**
 * Canonical JSON (RFC 8785): one text for one value, whatever the order of its keys. `undefined`
 * fields are left out, as JSON does.
 *
 * Ours because the library that does it checks every character in JavaScript, which was two fifths of
 * an import's time; it is the oracle of the test.
 *
 * @throws {EvidensError} `ledger/no-json` for NaN, infinities and lone surrogates, which have no canonical form
 * Checked: tests/ledger/hash.prop.test.ts.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || value === undefined || typeof value === "boolean")
    return JSON.stringify(value ?? null);
  if (typeof value === "string") {
    if (!value.isWellFormed()) throw noJson("a text with half a surrogate pair");
    return JSON.stringify(value);
  }
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw noJson(String(value));
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw noJson(typeof value);
  const fields = value as Readonly<Record<string, unknown>>;
  let text = "";
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field !== undefined) text += `${text === "" ? "" : ","}${canonicalJson(key)}:${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

function noJson(what: string): EvidensError {
  return new EvidensError({
    code: "ledger/no-json",
    kind: "invalid",
    message: `A value cannot be kept: ${what}.`,
    remedy: "Correct the value; texts must be whole Unicode and numbers finite.",
  });
}

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data));
}
