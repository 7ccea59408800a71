import type { Context } from "hono";
import { z } from "zod";
import { languageParam } from "#contract";
import type { Language } from "#kernel";
import type { Workbench } from "#workbench";
import { checked } from "./checked.ts";

type Stage = Parameters<Workbench["next"]>[1];
const stage: z.ZodType<Stage> = z.enum(["title-abstract", "full-text"]);
const id: z.ZodType<string> = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Control}+$/u, "must hold no control characters");

/** Query of the request, checked; unknown names are refused. */
export function readQuery<T>(c: Context, schema: z.ZodType<T>): T {
  return checked(schema, Object.fromEntries(new URL(c.req.url).searchParams), "server/bad-query");
}

/** An id in the path. */
export function readId(c: Context, name: string): string {
  return checked(z.strictObject({ [name]: id }), { [name]: c.req.param(name) }, "server/bad-path")[
    name
  ] as string;
}

export function readStage(c: Context): Stage {
  return checked(z.strictObject({ stage }), { stage: c.req.param("stage") }, "server/bad-path").stage;
}

/** Language in the path. */
export function readLanguage(c: Context): Language {
  const shape = z.strictObject({ language: languageParam });
  return checked(shape, { language: c.req.param("language") }, "server/bad-path").language;
}

export interface LanguageQuery {
  readonly language: Language;
}
export const languageQuery: z.ZodType<LanguageQuery> = z.strictObject({
  language: languageParam.default("en"),
});
