import { Hono } from "hono";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";

/** What was judged and stated about the studies: appraisals, mechanisms, themes, statements. */
export function evidenceRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/appraisals", async (c) => c.json({ data: await workbench.appraisals() }))
    .get("/mechanisms", async (c) => c.json({ data: await workbench.mechanisms() }))
    .get("/themes", async (c) => c.json({ data: await workbench.themes() }))
    .get("/statements", async (c) => c.json({ data: await workbench.statements() }));
}
