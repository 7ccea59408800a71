import { Hono } from "hono";
import { adjudicationRequest, agreementQuery, nextQuery, voteRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId, readQuery, readStage } from "../read/request.ts";
import { discussionRoutes } from "./discussion.ts";
import { screeningSetupRoutes } from "./screening-setup.ts";

export function screeningRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .route("/", readingRoutes(workbench))
    .route("/", screeningSetupRoutes(workbench))
    .route("/", discussionRoutes(workbench));
}

function readingRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/screening/:stage/next", async (c) =>
      c.json({ data: await workbench.next(c.var.person, readStage(c), readQuery(c, nextQuery)) }),
    )
    .get("/screening/:stage/conflicts", async (c) =>
      c.json({ data: await workbench.conflicts(c.var.person, readStage(c)) }),
    )
    .get("/screening/:stage/progress", async (c) =>
      c.json({ data: await workbench.progress(c.var.person, readStage(c)) }),
    )
    .get("/screening/:stage/explain/:report", async (c) =>
      c.json({ data: await workbench.explain(c.var.person, readStage(c), readId(c, "report")) }),
    )
    .get("/screening/:stage/agreement", async (c) =>
      c.json({
        data: await workbench.agreement(c.var.person, readStage(c), readQuery(c, agreementQuery)),
      }),
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
