import { resolve } from "node:path";
import { EvidensError, type Language } from "#kernel";
import type { OpenReviewOptions, Workbench } from "#workbench";
import type { Io } from "./io.ts";
import { findReview } from "./review/find-review.ts";
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

/**
 * Opens the review, does the work and closes it again, whatever happens.
 *
 * @throws {EvidensError} when there is no review, or more than one to choose from
 */
export async function withReview<T>(
  context: Context,
  work: (workbench: Workbench) => Promise<T>,
  options: OpenReviewOptions = {},
): Promise<T> {
  const workbench = await context.services.openReview(findReview(context), options);
  try {
    for (const problem of workbench.openingProblems) context.print.remark(`${context.t("opening.problem")}: ${problem.message}`);
    return await work(workbench);
  } finally {
    await workbench.close();
  }
}

/** Like `withReview`, for commands that only look: works beside a program that writes. */
export function withReviewToRead<T>(context: Context, work: (workbench: Workbench) => Promise<T>): Promise<T> {
  return withReview(context, work, { readOnly: true });
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
