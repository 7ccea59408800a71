import { type Context, Hono } from "hono";
import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import { contentDisposition, safeFileName } from "../file-name.ts";
import type { Env } from "../options.ts";
import { readLanguage } from "../read/request.ts";
import { REPORT_POLICY } from "../security/headers.ts";

const DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

export function reportRoutes(workbench: Workbench, reportFolder: string | undefined): Hono<Env> {
  return new Hono<Env>()
    .get("/reports", async (c) => c.json({ data: await workbench.reports() }))
    .post("/reports/:language", async (c) => {
      const language = readLanguage(c);
      if (reportFolder === undefined) throw noFolder();
      await workbench.buildReports({
        by: c.var.person,
        languages: [language],
        formats: ["html", "docx"],
        folder: reportFolder,
      });
      return c.json({ data: await workbench.reports() }, 201);
    })
    .get("/reports/:language/html", (c) => sendReport(c, workbench, "html"))
    .get("/reports/:language/docx", (c) => sendReport(c, workbench, "docx"));
}

/** The report as a file: HTML in a sandbox to look at (`?download=1` to keep), DOCX always to keep. */
async function sendReport(c: Context<Env>, workbench: Workbench, format: "html" | "docx"): Promise<Response> {
  const language = readLanguage(c);
  const keep = format === "docx" || c.req.query("download") === "1";
  const bytes = await workbench.renderReport(language, format);
  const title = (await workbench.session(c.var.person)).review.title;
  const name = `${safeFileName(title, "report")} ${language}.${format}`;
  return c.body(bytes.slice().buffer, 200, {
    "Content-Type": format === "html" ? "text/html; charset=utf-8" : DOCX_TYPE,
    "Content-Disposition": contentDisposition(keep ? "attachment" : "inline", name),
    "Content-Security-Policy": REPORT_POLICY,
  });
}

function noFolder(): EvidensError {
  return new EvidensError({
    code: "server/no-report-folder",
    kind: "unsupported",
    message: "This server has no folder to write reports to.",
    remedy: "Download the report instead, or run `evidens report`.",
  });
}
