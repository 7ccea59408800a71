import { Command, InvalidArgumentError, Option } from "commander";
import { type Context, contextOf, type GlobalOptions } from "./context.ts";
import type { Io } from "./io.ts";
import type { Services } from "./services.ts";

/** Builds commands that share the global options, the examples in their help, and one way to run. */
export interface Cli {
  /** A subcommand with its one-line description and at least one example. */
  command(nameAndArguments: string, description: string, examples: readonly [string, ...string[]]): Command;
  /** Wraps a command's work as commander's action; a number it returns becomes the exit code. */
  run<Options, Arguments extends readonly unknown[]>(
    work: (context: Context, options: Options, ...args: Arguments) => Promise<unknown>,
  ): (...given: unknown[]) => Promise<void>;
}

/** @param onExitCode told the exit code of a command that ended well but has something to say */
export function cliOf(io: Io, services: Services, onExitCode: (code: number) => void): Cli {
  return {
    command(nameAndArguments, description, examples) {
      const [name = "", ...args] = nameAndArguments.split(" ");
      const command = withGlobals(new Command(name).description(description));
      for (const argument of args) command.argument(argument);
      const lines = examples.map((example) => `  $ ${example}`).join("\n");
      return command.addHelpText("after", `\nExamples:\n${lines}`);
    },
    run(work) {
      // Commander hands over the arguments in the order of their declaration, then options and command.
      const call = work as (context: Context, ...given: unknown[]) => Promise<unknown>;
      return async (...given) => {
        const command = given.at(-1) as Command;
        const options = command.optsWithGlobals<GlobalOptions>();
        const code = await call(contextOf(io, services, options), options, ...given.slice(0, -2));
        if (typeof code === "number") onExitCode(code);
      };
    },
  };
}

/** The options that may stand before or after the name of a command. */
export function withGlobals(command: Command): Command {
  return command
    .option("--review <path>", "the review (default: the only .evidens file of the current folder)")
    .option("--as <person>", "id of the person who acts (default: the protocol's lead)")
    .option("--json", "one JSON document on stdout; errors as JSON on stderr")
    .addOption(new Option("--language <language>", "language of messages and reports").choices(["en", "nb"]))
    .option("--quiet", "results and errors only");
}

/** Parser of a whole number in a range, for commander. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
    }
    return value;
  };
}

/** Parser of a comma-separated list of words out of a set, for commander. */
export function listOf<const T extends string>(allowed: readonly T[]): (text: string) => readonly T[] {
  return (text) => {
    const words = [...new Set(text.split(",").map((word) => word.trim()))];
    const strange = words.filter((word) => !(allowed as readonly string[]).includes(word));
    if (strange.length > 0) throw new InvalidArgumentError(`It must be a list of ${allowed.join(", ")}.`);
    return words as readonly string[] as readonly T[];
  };
}
