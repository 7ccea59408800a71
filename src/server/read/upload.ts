import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Context } from "hono";
import { tooLarge } from "./bytes.ts";

/**
 * Writes the body of a request to a file of its own, does something with it and removes it, whatever
 * happens. Memory: a piece of it.
 *
 * @param limit bytes
 * @throws {HttpRefusal} 413 when the body is longer than the limit
 * Checked: tests/server/routes.test.ts, start.test.ts
 */
export async function withUpload<T>(
  c: Context,
  limit: number,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const announced = Number(c.req.header("content-length") ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const folder = await mkdtemp(join(tmpdir(), "evidens-upload-"));
  try {
    const path = join(folder, "body");
    const { body } = c.req.raw;
    const source = body === null ? Readable.from([]) : Readable.fromWeb(body as never);
    // Only this user may read it: exports of licensed databases are nobody else's business.
    await pipeline(source, upTo(limit), createWriteStream(path, { mode: 0o600 }));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function upTo(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      if (size > limit) done(tooLarge(limit));
      else done(null, chunk);
    },
  });
}
