import type { Io, Output } from "../io.ts";
import { type Line, painted } from "./paint.ts";
import { safeJson } from "./safe-text.ts";

export interface PrinterOptions {
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Where a command's words go: results to stdout, remarks and progress to stderr. */
export interface Printer {
  /** The command's result: one JSON document, or lines to read. */
  result(data: unknown, lines: () => readonly Line[]): void;
  /** Something worth saying that is no result; silent with `--quiet` and `--json`. */
  remark(line: Line): void;
  /** True where a person at a terminal should see progress. */
  readonly showsProgress: boolean;
}

/** @returns a printer that colours for terminals only, and never with NO_COLOR. */
export function printer(io: Io, options: PrinterOptions): Printer {
  const write = (output: Output, line: Line): void => {
    output.write(`${painted(line, colours(io, output))}\n`);
  };
  return {
    result(data, lines) {
      if (options.json) io.stdout.write(`${safeJson(data)}\n`);
      else for (const line of lines()) write(io.stdout, line);
    },
    remark(line) {
      if (!options.json && !options.quiet) write(io.stderr, line);
    },
    showsProgress: io.stderr.isTTY === true && io.env.TERM !== "dumb" && !options.json && !options.quiet,
  };
}

/** Source: no-color.org. */
export function colours(io: Io, output: Output): boolean {
  return output.isTTY === true && !io.env.NO_COLOR && io.env.TERM !== "dumb";
}
