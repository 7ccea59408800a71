import { CommanderError } from "commander";
import { EvidensError, formatProblem } from "#kernel";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { type Line, painted, styled } from "./terminal/paint.ts";
import { colours } from "./terminal/printer.ts";
import { safeJson } from "./terminal/safe-text.ts";
import type { Translate } from "./text/index.ts";

const SHOWN_PROBLEMS = 50;

/**
 * Says on stderr what went wrong and what to do, as text or as JSON.
 *
 * @returns the exit code
 */
export function reportFailure(error: unknown, io: Io, t: Translate, json: boolean): number {
  if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
  const failure = failureOf(error, t);
  if (json) io.stderr.write(`${safeJson({ error: failure })}\n`);
  else for (const line of linesOf(failure, t)) io.stderr.write(`${painted(line, colours(io, io.stderr))}\n`);
  if (failure.kind === "unexpected" && io.env.EVIDENS_DEBUG) io.stderr.write(`${(error as Error).stack}\n`);
  return failure.exitCode;
}

interface Failure {
  readonly code: string;
  readonly kind: string;
  readonly message: string;
  readonly remedy: string;
  readonly problems: EvidensError["problems"];
  readonly exitCode: number;
}

function failureOf(error: unknown, t: Translate): Failure {
  if (error instanceof EvidensError) {
    const { code, kind, message, remedy, problems } = error;
    const exitCode = exitCodeOf(error);
    return { code, kind: exitCode === EXIT.usage ? "usage" : kind, message, remedy, problems, exitCode };
  }
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, "");
    return {
      code: error.code,
      kind: "usage",
      message,
      remedy: t("error.usage.remedy"),
      problems: [],
      exitCode: EXIT.usage,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "cli/unexpected",
    kind: "unexpected",
    message: t("error.unexpected", { message }),
    remedy: t("error.unexpected.remedy"),
    problems: [],
    exitCode: EXIT.unexpected,
  };
}

function linesOf(failure: Failure, t: Translate): Line[] {
  const { problems } = failure;
  const more = problems.length - SHOWN_PROBLEMS;
  return [
    [styled("red", `${t("error.title")}:`), " ", failure.message],
    ...problems.slice(0, SHOWN_PROBLEMS).map((problem): Line => `  ${formatProblem(problem)}`),
    ...(more > 0 ? [`  ${t("error.more", { n: more })}`] : []),
    [styled("bold", `${t("error.remedy")}:`), " ", failure.remedy],
  ];
}
