import { Hono } from "hono";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readId } from "../read/request.ts";

export function analysisRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/analyses", async (c) => c.json({ data: await workbench.analyses() }))
    .get("/analyses/:id", async (c) => c.json({ data: await workbench.analysis(readId(c, "id")) }));
}
