import { Command } from "commander";
import { cliOf, withGlobals } from "./cli.ts";
import { amendCommand } from "./commands/amend.ts";
import { analyseCommand } from "./commands/analyse.ts";
import { checkCommand } from "./commands/check.ts";
import { convertCommand } from "./commands/convert.ts";
import { dedupeCommand } from "./commands/dedupe.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { duplicatesCommand } from "./commands/duplicates.ts";
import { exportCommand } from "./commands/export.ts";
import { extractCommand } from "./commands/extract.ts";
import { figureCommand } from "./commands/figure.ts";
import { fulltextCommand } from "./commands/fulltext.ts";
import { importCommand } from "./commands/import.ts";
import { initCommand } from "./commands/init.ts";
import { logCommand } from "./commands/log.ts";
import { mergeCommand } from "./commands/merge.ts";
import { openCommand } from "./commands/open.ts";
import { participantsCommand } from "./commands/participants.ts";
import { rankCommand } from "./commands/rank.ts";
import { rebuildCommand } from "./commands/rebuild.ts";
import { reportCommand } from "./commands/report.ts";
import { screenCommand } from "./commands/screen.ts";
import { serveCommand } from "./commands/serve.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { undoCommand } from "./commands/undo.ts";
import { EXIT, exitCodeHelp } from "./exit-codes.ts";
import { reportFailure } from "./failure.ts";
import type { Io } from "./io.ts";
import type { Services } from "./services.ts";
import { languageOf, translator } from "./text/index.ts";

/** All commands, in the order of the work. */
const COMMANDS = [
  initCommand,
  checkCommand,
  amendCommand,
  importCommand,
  dedupeCommand,
  duplicatesCommand,
  rankCommand,
  screenCommand,
  fulltextCommand,
  extractCommand,
  analyseCommand,
  participantsCommand,
  reportCommand,
  figureCommand,
  exportCommand,
  mergeCommand,
  logCommand,
  undoCommand,
  rebuildCommand,
  openCommand,
  serveCommand,
  doctorCommand,
  convertCommand,
  simulateCommand,
] as const;

/**
 * Runs one command line.
 *
 * @param args what stands after the name of the program
 * @returns the exit code
 */
export async function runCli(args: readonly string[], io: Io, services: Services): Promise<number> {
  let exitCode: number = EXIT.ok;
  // Asking the version loads half the program, so it is asked only when wanted.
  const version = args.includes("--version") ? await services.programVersion() : "";
  const program = buildProgram(io, services, version, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    return reportFailure(error, io, translator(languageIn(args, io)), args.includes("--json"));
  }
}

function buildProgram(
  io: Io,
  services: Services,
  version: string,
  onExitCode: (code: number) => void,
): Command {
  const cli = cliOf(io, services, onExitCode);
  const program = withGlobals(new Command("evidens"))
    .description("Carries a systematic review from question to report.")
    .version(version, "--version")
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText(
      "after",
      `\n${exitCodeHelp()}\n\nExample:\n  $ evidens init my-review && cd my-review && evidens open`,
    );
  for (const command of COMMANDS) program.addCommand(command(cli));
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // Errors are said by reportFailure, in the language and form asked for.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 100),
    });
  }
  return program;
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** The language asked for, known before the command line is understood. */
function languageIn(args: readonly string[], io: Io): "en" | "nb" {
  const at = args.findIndex((arg) => arg === "--language" || arg.startsWith("--language="));
  const given = args[at]?.split("=")[1] ?? args[at + 1];
  return languageOf(at >= 0 && (given === "en" || given === "nb") ? given : undefined, io.env);
}
