import { resolve } from "node:path";
import { EvidensError, type Language } from "#kernel";
import type { Workbench } from "#workbench";
import type { Io } from "./io.ts";
import type { Services } from "./services.ts";
import { type Printer, printer } from "./terminal/printer.ts";
import { languageOf, type Translate, translator } from "./text/index.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly review?: string;
  readonly as?: string;
  readonly json?: boolean;
  readonly language?: Language;
  readonly quiet?: boolean;
}

/** What a command works with. */
export interface Context {
  readonly io: Io;
  readonly services: Services;
  readonly print: Printer;
  readonly t: Translate;
  readonly language: Language;
  readonly options: GlobalOptions;
}

export function contextOf(io: Io, services: Services, options: GlobalOptions): Context {
  const language = languageOf(options.language, io.env);
  return {
    io,
    services,
    print: printer(io, { json: options.json === true, quiet: options.quiet === true }),
    t: translator(language),
    language,
    options,
  };
}

/** A path as given on the command line, from the folder the person stands in. */
export function pathOf(context: Context, path: string): string {
  return resolve(context.io.cwd, path);
}

/** Who acts: `--as`, else the review's default. */
export async function personOf(context: Context, workbench: Workbench): Promise<string> {
  return context.options.as ?? (await workbench.defaultPerson());
}

/** An error of the command line itself, with its words from the catalogue. */
export function cliError(
  kind: EvidensError["kind"],
  code: string,
  message: string,
  remedy: string,
  problems: EvidensError["problems"] = [],
): EvidensError {
  return new EvidensError({ code: `cli/${code}`, kind, message, remedy, problems });
}
