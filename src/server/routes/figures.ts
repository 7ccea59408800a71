import { Hono } from "hono";
import { type FigurePdfResponse, figurePdfRequest } from "#contract";
import type { Workbench } from "#workbench";
import type { Env } from "../options.ts";
import { MEGABYTE } from "../read/bytes.ts";
import { readJson } from "../read/json-body.ts";

/** The plot of all subsets of many studies is the largest figure. */
const LARGEST = 16 * MEGABYTE;

/** A browser draws figures itself; of a PDF it can write none with text. */
export function figureRoutes(workbench: Workbench): Hono<Env> {
  return new Hono<Env>().post("/figures/pdf", async (c) => {
    const { pages } = await readJson(c, figurePdfRequest, LARGEST);
    const { bytes, problems } = await workbench.figurePdf(pages);
    const pdf = Buffer.from(bytes).toString("base64");
    return c.json({ data: { pdf, problems } satisfies FigurePdfResponse });
  });
}
