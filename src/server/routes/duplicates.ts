import { Hono } from "hono";
import { bulkJudgeRequest, duplicatesQuery, judgeRequest, mergedQuery, separateRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId, readQuery } from "../read/request.ts";
import { prepareSearch } from "./imports.ts";

export function duplicateRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/duplicates", async (c) =>
      c.json({ data: await workbench.duplicates(readQuery(c, duplicatesQuery)) }),
    )
    .get("/duplicates/merged", async (c) =>
      c.json({ data: await workbench.merged(readQuery(c, mergedQuery)) }),
    )
    .post("/dedupe", async (c) => {
      const answer = await workbench.dedupe({ by: c.var.person });
      prepareSearch(workbench);
      return c.json({ data: answer }, 201);
    })
    .post("/duplicates", async (c) => {
      const word = await readJson(c, judgeRequest);
      return c.json({ data: await workbench.judge({ ...word, by: c.var.person }) }, 201);
    })
    .post("/duplicates/bulk", async (c) => {
      const word = await readJson(c, bulkJudgeRequest);
      return c.json({ data: await workbench.judgeGroup({ ...word, by: c.var.person }) }, 201);
    })
    .post("/records/:recordId/separate", async (c) => {
      const recordId = readId(c, "recordId");
      await readJson(c, separateRequest);
      return c.json({ data: await workbench.separate({ recordId, by: c.var.person }) }, 201);
    });
}
