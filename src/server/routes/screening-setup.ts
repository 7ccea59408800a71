import { Hono } from "hono";
import { allocationRequest, auditRequest, orderRequest, sampleRequest, stopRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { readId, readStage } from "../read/request.ts";

/** Order, allocation, samples and end of a stage. */
export function screeningSetupRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/screening/:stage/setup", async (c) =>
      c.json({ data: await workbench.setup(c.var.person, readStage(c)) }),
    )
    .get("/screening/:stage/samples/:sample", async (c) =>
      c.json({ data: await workbench.sample(c.var.person, readStage(c), readId(c, "sample")) }),
    )
    .post("/screening/:stage/order", async (c) => {
      const stage = readStage(c);
      const order = await readJson(c, orderRequest);
      return c.json({ data: await workbench.setOrder({ ...order, stage, by: c.var.person }) }, 201);
    })
    .post("/screening/:stage/allocation", async (c) => {
      const stage = readStage(c);
      const shares = await readJson(c, allocationRequest);
      return c.json({ data: await workbench.allocate({ ...shares, stage, by: c.var.person }) }, 201);
    })
    .post("/screening/:stage/samples", async (c) => {
      const stage = readStage(c);
      const sample = await readJson(c, sampleRequest);
      return c.json({ data: await workbench.drawSample({ ...sample, stage, by: c.var.person }) }, 201);
    })
    .post("/screening/:stage/audits", async (c) => {
      const stage = readStage(c);
      const answer = await readJson(c, auditRequest);
      return c.json({ data: await workbench.audit({ ...answer, stage, by: c.var.person }) }, 201);
    })
    .post("/screening/:stage/stop", async (c) => {
      const stage = readStage(c);
      const stop = await readJson(c, stopRequest);
      return c.json({ data: await workbench.stop({ ...stop, stage, by: c.var.person }) }, 201);
    });
}
