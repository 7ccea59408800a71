import { Hono } from "hono";
import { type AnalysisResponse, analysisMaterialQuery, noFields } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId, readQuery } from "../read/request.ts";

export function analysisRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/analyses", async (c) => c.json({ data: await workbench.analyses() }))
    .get("/analyses/:id", async (c) => c.json({ data: await workbench.analysis(readId(c, "id")) }))
    .get("/analyses/:id/material", async (c) =>
      c.json({
        data: await workbench.analysisMaterial(readId(c, "id"), readQuery(c, analysisMaterialQuery)),
      }),
    )
    .get("/analyses/:id/network", async (c) =>
      c.json({
        data: await workbench.analysisNetwork(readId(c, "id"), readQuery(c, analysisMaterialQuery)),
      }),
    )
    .post("/analyses/:id/run", async (c) => {
      await readJson(c, noFields);
      const [outcome] = await workbench.runAnalyses({ by: c.var.person, analysisId: readId(c, "id") });
      return c.json({ data: { set: outcome!.set, outcome: outcome! } satisfies AnalysisResponse }, 201);
    });
}
