import { Hono } from "hono";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { languageQuery, readQuery } from "../read/request.ts";

export function overviewRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>().get("/overview", async (c) => {
    const { language } = readQuery(c, languageQuery);
    return c.json({ data: await workbench.overview(c.var.person, language) });
  });
}
