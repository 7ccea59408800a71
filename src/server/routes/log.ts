import { Hono } from "hono";
import { logQuery, undoRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readQuery } from "../read/request.ts";

export function logRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/log", async (c) => c.json({ data: await workbench.log(c.var.person, readQuery(c, logQuery)) }))
    .post("/undo", async (c) => {
      const what = await readJson(c, undoRequest);
      return c.json({ data: await workbench.undo({ ...what, by: c.var.person }) }, 201);
    });
}
