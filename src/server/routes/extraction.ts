import { Hono } from "hono";
import { extractionRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId } from "../read/request.ts";

export function extractionRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/extraction", async (c) => c.json({ data: await workbench.extraction() }))
    .get("/extraction/:formId/:studyId", async (c) =>
      c.json({
        data: await workbench.studyForm(c.var.person, readId(c, "formId"), readId(c, "studyId")),
      }),
    )
    .post("/extraction/:formId/:studyId", async (c) => {
      const formId = readId(c, "formId");
      const studyId = readId(c, "studyId");
      const body = await readJson(c, extractionRequest);
      return c.json({ data: await workbench.extract({ ...body, by: c.var.person, formId, studyId }) }, 201);
    });
}
