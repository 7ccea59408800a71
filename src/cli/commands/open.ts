import { join } from "node:path";
import type { Command } from "commander";
import { EvidensError } from "#kernel";
import { type Cli, wholeNumber } from "../cli.ts";
import type { Context } from "../context.ts";
import { findReview } from "../review/find-review.ts";
import { openAccessOf, openAccessOption } from "../review/open-access.ts";
import { serveUntilStopped } from "../serving/serve-until-stopped.ts";
import { reportFolderOf } from "./report.ts";

/** Taken when it is free, so that the address stays the same from day to day. */
const USUAL_PORT = 4321;

interface OpenOptions {
  readonly port?: number;
  readonly browser: boolean;
  readonly openAccess?: string;
}

export function openCommand(cli: Cli): Command {
  return cli
    .command("open", "Open the review in the browser, on this machine only", [
      "evidens open",
      "evidens open --port 8080 --no-browser",
    ])
    .option(
      "--port <n>",
      `port to listen on (default: ${USUAL_PORT}, or any free one)`,
      wholeNumber(0, 65_535),
    )
    .option("--no-browser", "print the address only")
    .addOption(openAccessOption())
    .action(cli.run(openReview));
}

async function openReview(context: Context, options: OpenOptions): Promise<void> {
  const { services, io } = context;
  const webRoot = join(await services.packageRoot(), "dist", "web");
  const workbench = await services.openReview(findReview(context), {
    learn: true,
    ...openAccessOf(options),
  });
  const start = (port: number) =>
    services.startServer({
      workbench,
      port,
      host: "127.0.0.1",
      person: context.options.as,
      webRoot,
      reportFolder: reportFolderOf(context),
      onError: (error) => io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
    });
  try {
    const server = await (options.port === undefined
      ? start(USUAL_PORT).catch(orAnyPort(start))
      : start(options.port));
    await serveUntilStopped(context, server, { browser: options.browser, showToken: true });
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

function orAnyPort<T>(start: (port: number) => Promise<T>): (error: unknown) => Promise<T> {
  return (error) => {
    if (error instanceof EvidensError && error.code === "server/port-taken") return start(0);
    throw error;
  };
}
