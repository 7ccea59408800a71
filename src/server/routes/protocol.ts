import { Hono } from "hono";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";

export function protocolRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>().get("/protocol", async (c) => c.json({ data: await workbench.protocol() }));
}
