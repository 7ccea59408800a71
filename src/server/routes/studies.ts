import { Hono } from "hono";
import { armsRequest, availabilityRequest, studyRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId } from "../read/request.ts";

export function studyRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .post("/studies", async (c) => {
      const body = await readJson(c, studyRequest);
      return c.json({ data: await workbench.defineStudy({ ...body, by: c.var.person }) }, 201);
    })
    .post("/studies/:studyId/arms", async (c) => {
      const studyId = readId(c, "studyId");
      const body = await readJson(c, armsRequest);
      return c.json({ data: await workbench.defineArms({ ...body, by: c.var.person, studyId }) }, 201);
    })
    .post("/studies/:studyId/availability", async (c) => {
      const studyId = readId(c, "studyId");
      const body = await readJson(c, availabilityRequest);
      return c.json({ data: await workbench.judgeAvailability({ ...body, by: c.var.person, studyId }) }, 201);
    });
}
