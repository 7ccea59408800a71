import { Hono } from "hono";
import { recordsQuery } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readId, readQuery } from "../read/request.ts";

export function recordRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/records", async (c) => c.json({ data: await workbench.records(readQuery(c, recordsQuery)) }))
    .get("/records/:reportId", async (c) =>
      c.json({ data: await workbench.report(c.var.person, readId(c, "reportId")) }),
    );
}
