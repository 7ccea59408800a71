import type { Context } from "hono";
import { HttpRefusal } from "../errors.ts";

export const MEGABYTE = 1_000_000;

/**
 * Reads a request body whole, and stops as soon as it exceeds the limit.
 *
 * @param limit bytes
 * @throws {HttpRefusal} 413 when the body is longer than the limit
 */
export async function readBytes(c: Context, limit: number): Promise<Uint8Array> {
  const announced = Number(c.req.header("content-length") ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const body = c.req.raw.body;
  if (body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The refusal of a body that is longer than it may be. */
export function tooLarge(limit: number): HttpRefusal {
  return new HttpRefusal(413, {
    code: "server/too-large",
    message: `The body is larger than ${limit / MEGABYTE} MB.`,
    remedy: "Send it in smaller parts.",
  });
}
