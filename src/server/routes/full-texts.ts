import { Hono } from "hono";
import { attachQuery, fullTextsQuery, noFields, retrievalRequest } from "#contract";
import type { Workbench } from "#workbench";
import { contentDisposition, safeFileName } from "../file-name.ts";
import type { Env } from "../options.ts";
import { MEGABYTE } from "../read/bytes.ts";
import { readJson, requireType } from "../read/json-body.ts";
import { readId, readQuery } from "../read/request.ts";
import { withUpload } from "../read/upload.ts";
import { DOCUMENT_POLICY } from "../security/headers.ts";

/** Largest full text taken, in bytes. */
const MAX_PDF = 100 * MEGABYTE;
const BINARY = "application/octet-stream";

export function fullTextRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/full-texts", async (c) =>
      c.json({ data: await workbench.fullTexts(readQuery(c, fullTextsQuery)) }),
    )
    .post("/full-texts", async (c) => {
      const { file, origin } = readQuery(c, attachQuery);
      requireType(c, BINARY);
      const answer = await withUpload(c, MAX_PDF, (path) =>
        workbench.attachFullText({
          by: c.var.person,
          fileName: safeFileName(file, "full text.pdf"),
          path,
          origin,
        }),
      );
      return c.json({ data: answer }, answer.attached === null || answer.already ? 200 : 201);
    })
    .get("/full-texts/:reportId", async (c) =>
      c.json({ data: await workbench.fullText(readId(c, "reportId")) }),
    )
    .post("/full-texts/:reportId", async (c) => {
      const { file, origin } = readQuery(c, attachQuery);
      requireType(c, BINARY);
      const reportId = readId(c, "reportId");
      const answer = await withUpload(c, MAX_PDF, (path) =>
        workbench.attachFullText({
          by: c.var.person,
          reportId,
          fileName: safeFileName(file, "full text.pdf"),
          path,
          origin,
        }),
      );
      return c.json({ data: answer }, answer.already ? 200 : 201);
    })
    .get("/full-texts/:reportId/file", async (c) => {
      const { bytes, fileName } = await workbench.fullTextFile(readId(c, "reportId"));
      // A stranger's file: never opened as a page of this origin.
      return c.body(bytes.slice().buffer, 200, {
        "Content-Type": "application/pdf",
        "Content-Disposition": contentDisposition("attachment", safeFileName(fileName, "full text.pdf")),
        "Content-Security-Policy": DOCUMENT_POLICY,
      });
    })
    .post("/full-texts/:reportId/retrieval", async (c) => {
      const reportId = readId(c, "reportId");
      const request = await readJson(c, retrievalRequest);
      return c.json({ data: await workbench.setRetrieval({ ...request, by: c.var.person, reportId }) }, 201);
    })
    .post("/full-texts/:reportId/open-access", async (c) => {
      const reportId = readId(c, "reportId");
      await readJson(c, noFields);
      const answer = await workbench.findOpenAccess({ by: c.var.person, reportId });
      return c.json({ data: answer }, answer.attached === null || answer.already ? 200 : 201);
    });
}
