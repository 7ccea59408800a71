import { Hono } from "hono";
import { amendRequest, recordsQuery } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId, readQuery } from "../read/request.ts";

export function recordRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/records", async (c) => c.json({ data: await workbench.records(readQuery(c, recordsQuery)) }))
    .get("/records/:reportId", async (c) =>
      c.json({ data: await workbench.report(c.var.person, readId(c, "reportId")) }),
    )
    .post("/records/:recordId/amend", async (c) => {
      const recordId = readId(c, "recordId");
      const changes = await readJson(c, amendRequest);
      return c.json({ data: await workbench.amend({ ...changes, recordId, by: c.var.person }) }, 201);
    });
}
