import { Hono } from "hono";
import { commentRequest, highlightsRequest, labelRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId } from "../read/request.ts";

/** What is said of a report, and the words a person has marked while reading. */
export function discussionRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/records/:reportId/discussion", async (c) =>
      c.json({ data: await workbench.discussion(c.var.person, readId(c, "reportId")) }),
    )
    .post("/records/:reportId/comments", async (c) => {
      const reportId = readId(c, "reportId");
      const said = await readJson(c, commentRequest);
      return c.json({ data: await workbench.comment({ ...said, reportId, by: c.var.person }) }, 201);
    })
    .post("/records/:reportId/labels", async (c) => {
      const reportId = readId(c, "reportId");
      const label = await readJson(c, labelRequest);
      return c.json({ data: await workbench.label({ ...label, reportId, by: c.var.person }) }, 201);
    })
    .get("/highlights", async (c) => c.json({ data: await workbench.highlights(c.var.person) }))
    .post("/highlights", async (c) => {
      const words = await readJson(c, highlightsRequest);
      return c.json({ data: await workbench.setHighlights({ ...words, by: c.var.person }) }, 201);
    });
}
