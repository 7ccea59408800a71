import { type ErrorKind, EvidensError } from "#kernel";

type ExitName = ErrorKind | "ok" | "unexpected" | "usage";

/** What the program's exit code means; also shown in its help. */
export const EXIT: Readonly<Record<ExitName, number>> = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  invalid: 3,
  missing: 4,
  conflict: 5,
  unsupported: 6,
  numerical: 7,
  storage: 8,
};

const MEANING: Readonly<Record<ExitName, string>> = {
  ok: "done",
  unexpected: "something went wrong in the program",
  usage: "the command line was not understood",
  invalid: "input is not as it should be (also: `check` found errors)",
  missing: "a file, record or id does not exist",
  conflict: "somebody else got there first, or it is locked",
  unsupported: "this program or this setting cannot do that",
  numerical: "a computation has no answer",
  storage: "disk or database refused",
};

/** The command line was understood by the parser and makes no sense to the command. */
export class UsageError extends EvidensError {
  constructor(message: string, remedy: string) {
    super({ code: "cli/usage", kind: "invalid", message, remedy });
    this.name = "UsageError";
  }
}

/** The exit code of an error: the one place where a kind becomes a number. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  return error instanceof EvidensError ? EXIT[error.kind] : EXIT.unexpected;
}

/** The table for `evidens --help`. */
export function exitCodeHelp(): string {
  const lines = (Object.keys(EXIT) as ExitName[]).map((name) => `  ${EXIT[name]}  ${MEANING[name]}`);
  return `Exit codes:\n${lines.join("\n")}`;
}
