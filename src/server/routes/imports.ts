import { Hono } from "hono";
import { importQuery } from "#contract";
import type { Workbench } from "#workbench";
import { safeFileName } from "../file-name.ts";
import type { Env } from "../options.ts";
import { MEGABYTE, readBytes } from "../read/bytes.ts";
import { requireType } from "../read/json-body.ts";
import { readQuery } from "../read/request.ts";

/** Largest export file taken through the browser, in bytes. */
const MAX_UPLOAD = 1_000 * MEGABYTE;

export function importRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/imports", async (c) => c.json({ data: await workbench.imports() }))
    .post("/imports", async (c) => {
      const { source, file } = readQuery(c, importQuery);
      requireType(c, "application/octet-stream");
      const answer = await workbench.importFile({
        by: c.var.person,
        sourceId: source,
        fileName: safeFileName(file, "import"),
        bytes: await readBytes(c, MAX_UPLOAD),
      });
      return c.json({ data: answer }, answer.already ? 200 : 201);
    })
    .post("/dedupe", async (c) => c.json({ data: await workbench.dedupe({ by: c.var.person }) }, 201));
}
