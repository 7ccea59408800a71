import { Hono } from "hono";
import { personRequest } from "#contract";
import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { readJson } from "../read/json-body.ts";
import { peopleIds } from "../security/person.ts";
import { setSafeCookie } from "../security/session.ts";

/** Who acts in this browser. */
export function sessionRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>()
    .get("/session", async (c) => c.json({ data: await workbench.session(c.var.person) }))
    .post("/session", async (c) => {
      const { person } = await readJson(c, personRequest);
      if (!(await peopleIds(workbench)).has(person)) {
        throw new EvidensError({
          code: "server/unknown-person",
          kind: "invalid",
          message: `The protocol names no person with the id ${JSON.stringify(person)}.`,
          remedy: "Choose one of the protocol's people.",
          problems: [{ code: "server/unknown-person", field: "person", message: "not in the protocol" }],
        });
      }
      setSafeCookie(c, "person", person);
      return c.json({ data: await workbench.session(person) });
    });
}
