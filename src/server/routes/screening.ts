import { Hono } from "hono";
import { adjudicationRequest, nextQuery, voteRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readQuery, readStage } from "../read/request.ts";

export function screeningRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/screening/:stage/next", async (c) =>
      c.json({ data: await workbench.next(c.var.person, readStage(c), readQuery(c, nextQuery)) }),
    )
    .get("/screening/:stage/conflicts", async (c) =>
      c.json({ data: await workbench.conflicts(c.var.person, readStage(c)) }),
    )
    .post("/votes", async (c) => {
      const vote = await readJson(c, voteRequest);
      return c.json({ data: await workbench.vote({ ...vote, by: c.var.person }) }, 201);
    })
    .post("/adjudications", async (c) => {
      const settled = await readJson(c, adjudicationRequest);
      return c.json({ data: await workbench.adjudicate({ ...settled, by: c.var.person }) }, 201);
    });
}
