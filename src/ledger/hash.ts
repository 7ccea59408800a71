import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { EvidensError } from "#kernel";

/** Keys that objects list first and by number, whatever the order they were set in. */
const INTEGER_KEY = /^(?:0|[1-9]\d*)$/;
/** Half a surrogate pair, as JSON.stringify writes it: an odd number of backslashes before `ud8` to `udf`. */
const HALF_PAIR = /(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/;

/**
 * Canonical JSON (RFC 8785): one text for one value, whatever the order of its keys. `undefined`
 * fields are left out, as JSON does.
 *
 * Ours because the library that does it checks every character in JavaScript, which was two fifths of
 * an import's time; it is the oracle of the test. The engine's own JSON.stringify writes numbers and
 * strings as the RFC asks, so only the keys need sorting.
 *
 * @throws {EvidensError} `ledger/no-json` for NaN, infinities and lone surrogates, which have no canonical form
 * Checked: tests/ledger/hash.prop.test.ts. Cost linear but for sorting keys.
 */
export function canonicalJson(value: unknown): string {
  const found = { integerKeys: false };
  const ordered = inKeyOrder(value, found);
  const text = found.integerKeys ? written(value) : (JSON.stringify(ordered) ?? "null");
  if (text.includes("\\ud") && HALF_PAIR.test(text)) throw noJson("a text with half a surrogate pair");
  return text;
}

interface Found {
  /** Somewhere an object has a key that is a number. */
  integerKeys: boolean;
}

/** The value with all keys in order; parts that are in order already are not copied. */
function inKeyOrder(value: unknown, found: Found): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "undefined":
      return value;
    case "number":
      if (!Number.isFinite(value)) throw noJson(String(value));
      return value;
    case "object":
      if (value === null) return null;
      return Array.isArray(value) ? listInOrder(value, found) : fieldsInOrder(value as Fields, found);
    default:
      throw noJson(typeof value);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function listInOrder(list: readonly unknown[], found: Found): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = inKeyOrder(list[i], found);
    if (item === list[i]) continue;
    copy ??= [...list];
    copy[i] = item;
  }
  return copy ?? list;
}

function fieldsInOrder(fields: Fields, found: Found): Fields {
  const keys = Object.keys(fields);
  let sorted = true;
  for (let i = 0; i < keys.length; i++) {
    if (INTEGER_KEY.test(keys[i]!)) found.integerKeys = true;
    if (i > 0 && keys[i]! < keys[i - 1]!) sorted = false;
  }
  if (!sorted) keys.sort();
  const copy: Record<string, unknown> = {};
  let changed = !sorted;
  for (const key of keys) {
    const field = inKeyOrder(fields[key], found);
    changed ||= field !== fields[key];
    // Set as a field of its own, where plain assignment would set the prototype.
    if (key === "__proto__") Object.defineProperty(copy, key, { value: field, enumerable: true });
    else copy[key] = field;
  }
  return changed ? copy : fields;
}

/** The slow way, for objects whose number keys JSON.stringify would put first. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = value as Fields;
  const parts = Object.keys(fields)
    .sort()
    .filter((key) => fields[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${written(fields[key])}`);
  return `{${parts.join(",")}}`;
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
