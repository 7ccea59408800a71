import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import {
  baselineRequest,
  dictionaryRequest,
  flowQuery,
  instrumentRequest,
  keepQuery,
  mappingRequest,
  modelRequest,
  noFields,
  outcomesRequest,
  trajectoriesRequest,
} from "#contract";
import type { Workbench } from "#workbench";
import { safeFileName } from "../file-name.ts";
import type { Env } from "../options.ts";
import { MEGABYTE } from "../read/bytes.ts";
import { readJson, requireType } from "../read/json-body.ts";
import { readId, readQuery } from "../read/request.ts";
import { withUpload } from "../read/upload.ts";

/** Largest file of participants taken, in bytes: a million rows of some 200 characters. */
const MAX_DATA = 200 * MEGABYTE;
const BINARY = "application/octet-stream";

/** Individual participant data: files come in, only numbers of groups and trajectories to look at go out. */
export function participantRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/participants", async (c) => c.json({ data: await workbench.participants() }))
    .post("/participants", async (c) => {
      const { file, name } = readQuery(c, keepQuery);
      requireType(c, BINARY);
      const answer = await withUpload(c, MAX_DATA, async (path) => {
        const bytes = new Uint8Array(await readFile(path));
        const fileName = safeFileName(file, "participants.csv");
        return await workbench.keepParticipants({ by: c.var.person, fileName, bytes, name });
      });
      return c.json({ data: answer }, 201);
    })
    .post("/participants/joined", async (c) => {
      const { mapping } = await readJson(c, mappingRequest);
      return c.json({ data: await workbench.joinParticipants({ by: c.var.person, mapping }) }, 201);
    })
    .post("/participants/instruments", async (c) => {
      const { text } = await readJson(c, instrumentRequest);
      return c.json({ data: await workbench.defineInstrument({ by: c.var.person, text }) }, 201);
    })
    .post("/participants/models", async (c) => {
      const { specification } = await readJson(c, modelRequest);
      return c.json({ data: await workbench.fitParticipantModel(specification) });
    })
    .post("/participants/models/pool", async (c) => {
      const { specification } = await readJson(c, modelRequest);
      return c.json({ data: await workbench.poolParticipantTrials(specification) });
    })
    .post("/participants/models/record", async (c) => {
      const { specification } = await readJson(c, modelRequest);
      return c.json(
        { data: await workbench.recordParticipantModel({ by: c.var.person, specification }) },
        201,
      );
    })
    .get("/participants/:id", async (c) => c.json({ data: await workbench.participantData(readId(c, "id")) }))
    .post("/participants/:id/dictionary", async (c) => {
      const dataSetId = readId(c, "id");
      const { dictionary } = await readJson(c, dictionaryRequest);
      return c.json(
        { data: await workbench.describeParticipants({ by: c.var.person, dataSetId, dictionary }) },
        201,
      );
    })
    .post("/participants/:id/forget", async (c) => {
      const dataSetId = readId(c, "id");
      await readJson(c, noFields);
      return c.json({ data: await workbench.forgetParticipants({ by: c.var.person, dataSetId }) });
    })
    .get("/participants/:id/checks", async (c) =>
      c.json({ data: await workbench.participantChecks(readId(c, "id")) }),
    )
    .post("/participants/:id/baseline", async (c) => {
      const plan = await readJson(c, baselineRequest);
      return c.json({ data: await workbench.participantBaseline(readId(c, "id"), plan) });
    })
    .get("/participants/:id/flow", async (c) => {
      const { outcome } = readQuery(c, flowQuery);
      return c.json({ data: await workbench.participantFlow(readId(c, "id"), outcome) });
    })
    .post("/participants/:id/trajectories", async (c) => {
      const plan = await readJson(c, trajectoriesRequest);
      return c.json({ data: await workbench.participantTrajectories(readId(c, "id"), plan) });
    })
    .post("/participants/:id/outcomes", async (c) => {
      const plan = await readJson(c, outcomesRequest);
      return c.json({ data: await workbench.participantOutcomes(readId(c, "id"), plan) });
    });
}
