import type { Context } from "hono";
import type { z } from "zod";
import { EvidensError } from "#kernel";
import { HttpRefusal } from "../errors.ts";
import { MEGABYTE, readBytes } from "./bytes.ts";
import { checked } from "./checked.ts";

const MAX_DEPTH = 32;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads a JSON body and checks it with a schema of the contract.
 *
 * @param limit bytes
 * @throws {HttpRefusal} 415 another content type, 413 more than the limit
 * @throws {EvidensError} `invalid`, with every field that is wrong
 * Checked: tests/server/attacks.test.ts, routes.test.ts
 */
export async function readJson<T>(c: Context, schema: z.ZodType<T>, limit: number = MEGABYTE): Promise<T> {
  requireType(c, "application/json");
  const text = decode(await readBytes(c, limit));
  const depth = depthOf(text);
  if (depth > MAX_DEPTH) throw badJson(`It is nested ${depth} levels deep; ${MAX_DEPTH} are allowed.`);
  return checked(schema, parse(text), "server/bad-body");
}

/** Refuses a body that another site could send without asking the browser first. */
export function requireType(c: Context, wanted: string): void {
  const given = (c.req.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (given === wanted) return;
  throw new HttpRefusal(415, {
    code: "server/content-type",
    message: `The content type is ${JSON.stringify(given ?? "")}, not ${wanted}.`,
    remedy: `Send the body as ${wanted}.`,
  });
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw badJson("It is not UTF-8.", cause);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text, safeEntry) as unknown;
  } catch (cause) {
    if (cause instanceof EvidensError) throw cause;
    throw badJson(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Refuses keys that could reach a prototype, and text that a database or a font cannot hold. */
function safeEntry(key: string, value: unknown): unknown {
  if (FORBIDDEN_KEYS.has(key)) throw badJson(`The key ${JSON.stringify(key)} is not allowed.`);
  if (typeof value === "string" && (value.includes("\u0000") || /\p{Surrogate}/u.test(value))) {
    throw badJson(`The text of ${JSON.stringify(key)} holds a NUL character or half a character.`);
  }
  return value;
}

/** Deepest nesting of arrays and objects; one pass over the text, no recursion. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}

function badJson(why: string, cause?: unknown): EvidensError {
  return new EvidensError({
    code: "server/bad-json",
    kind: "invalid",
    message: `The body could not be read as JSON. ${why}`,
    remedy: "Send one JSON object in UTF-8.",
    cause,
  });
}
