import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { EvidensError } from "#kernel";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { cookieName } from "./session.ts";

/** Ids of the people whom the protocol in force names; none before there is a protocol. */
export async function peopleIds(workbench: Workbench): Promise<ReadonlySet<string>> {
  try {
    const { protocol } = await workbench.protocol();
    return new Set(protocol.people.map((person) => person.id));
  } catch (error) {
    if (error instanceof EvidensError && error.kind === "missing") return new Set();
    throw error;
  }
}

/** Settles who acts: the person chosen in this browser while the protocol names them, else the default. */
export function actingPerson(workbench: Workbench, fallback: string | undefined): MiddlewareHandler<Env> {
  return async (c, next) => {
    const chosen = chosenPerson(c);
    const known = chosen !== undefined && (await peopleIds(workbench)).has(chosen);
    c.set("person", known ? chosen : (fallback ?? (await workbench.defaultPerson())));
    await next();
  };
}

function chosenPerson(c: Context): string | undefined {
  return getCookie(c, cookieName(c, "person"));
}
