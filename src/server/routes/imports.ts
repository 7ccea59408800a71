import { Hono } from "hono";
import { z } from "zod";
import { importQuery, previewQuery } from "#contract";
import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import { safeFileName } from "../file-name.ts";
import type { Env } from "../options.ts";
import { MEGABYTE, readBytes } from "../read/bytes.ts";
import { checked } from "../read/checked.ts";
import { requireType } from "../read/json-body.ts";
import { readQuery } from "../read/request.ts";
import { withUpload } from "../read/upload.ts";

/** Largest export file taken through the browser, in bytes. */
const MAX_UPLOAD = 2_000 * MEGABYTE;
/** A preview takes the beginning of a file, but a spreadsheet whole. */
const MAX_PREVIEW = 200 * MEGABYTE;
const BINARY = "application/octet-stream";

export function importRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/imports", async (c) => c.json({ data: await workbench.imports() }))
    .get("/imports/progress", async (c) => c.json({ data: await workbench.importProgress() }))
    .post("/imports/preview", async (c) => {
      const { file, columns } = readQuery(c, previewQuery);
      requireType(c, BINARY);
      const bytes = await readBytes(c, MAX_PREVIEW);
      const answer = await workbench.previewFile({
        fileName: safeFileName(file, "import"),
        bytes,
        columns: readColumns(columns),
      });
      return c.json({ data: answer });
    })
    .post("/imports", async (c) => {
      const { source, file, columns } = readQuery(c, importQuery);
      requireType(c, BINARY);
      const answer = await withUpload(c, MAX_UPLOAD, (path) =>
        workbench.importFile({
          by: c.var.person,
          sourceId: source,
          fileName: safeFileName(file, "import"),
          path,
          columns: readColumns(columns),
        }),
      );
      if (!answer.already) prepareSearch(workbench);
      return c.json({ data: answer }, answer.already ? 200 : 201);
    });
}

/** In the background, so that the first search need not wait; where it fails, that search tells. */
export function prepareSearch(workbench: Pick<Workbench, "prepareSearch">): void {
  workbench.prepareSearch().catch(() => undefined);
}

/** What a person chose for the columns of a table; headings may be any text, also the names of a prototype. */
function readColumns(text: string | undefined): Readonly<Record<string, string>> | undefined {
  if (text === undefined || text === "") return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (cause) {
    throw new EvidensError({
      code: "server/bad-query",
      kind: "invalid",
      message: `The columns could not be read as JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: "Send one object from heading to field.",
      cause,
    });
  }
  const fields = z.record(z.string().max(10_000), z.string().max(100));
  const read = checked(fields, given, "server/bad-query");
  return Object.fromEntries(Object.entries(read).filter(([heading]) => heading !== "__proto__"));
}
