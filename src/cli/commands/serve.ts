import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { type Cli, wholeNumber } from "../cli.ts";
import { type Context, cliError, pathOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { findReview } from "../review/find-review.ts";
import { openAccessOf, openAccessOption } from "../review/open-access.ts";
import { serveUntilStopped } from "../serving/serve-until-stopped.ts";
import { styled } from "../terminal/paint.ts";
import { reportFolderOf } from "./report.ts";

const TOKEN_LENGTH = 32;
const LOOPBACK: ReadonlySet<string> = new Set(["127.0.0.1", "::1", "localhost"]);

interface ServeOptions {
  readonly database?: string;
  readonly host: string;
  readonly port: number;
  readonly tokenFile?: string;
  readonly allowHost?: readonly string[];
  readonly openAccess?: string;
}

export function serveCommand(cli: Cli): Command {
  return cli
    .command("serve", "Serve one review to a team, from its file or a PostgreSQL database", [
      "evidens serve --database postgres://evidens@db/reviews#REVIEW-ID",
      "evidens serve --host 0.0.0.0 --token-file /run/secrets/evidens --allow-host review.example.org",
    ])
    .option(
      "--database <url>",
      "postgres:// address with the review's id behind # (default: EVIDENS_DATABASE, else --review)",
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on", wholeNumber(0, 65_535), 4321)
    .option(
      "--token-file <file>",
      `file with a secret of at least ${TOKEN_LENGTH} characters; required beyond this machine`,
    )
    .option("--allow-host <names...>", "further names, with port unless 80 or 443, that browsers may use")
    .addOption(openAccessOption())
    .action(cli.run(serve));
}

async function serve(context: Context, options: ServeOptions): Promise<void> {
  const { services, print, io, t } = context;
  const local = LOOPBACK.has(options.host);
  if (!local && options.tokenFile === undefined) {
    throw new UsageError(t("serve.needsToken", { host: options.host }), t("serve.needsToken.remedy"));
  }
  const token = options.tokenFile === undefined ? undefined : await readToken(context, options.tokenFile);
  const database = options.database ?? io.env.EVIDENS_DATABASE;
  const workbench = await services.openReview(database ?? findReview(context), {
    learn: true,
    ...openAccessOf(options),
  });
  try {
    const server = await services.startServer({
      workbench,
      token,
      host: options.host,
      port: options.port,
      allowedHosts: options.allowHost,
      person: context.options.as,
      webRoot: join(await services.packageRoot(), "dist", "web"),
      reportFolder: database === undefined ? reportFolderOf(context) : join(io.cwd, "reports"),
      onError: (error) => io.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`),
    });
    for (const key of ["serve.noAccounts", "serve.noTls"] as const) print.remark(styled("yellow", t(key)));
    await serveUntilStopped(context, server, { browser: false, showToken: token === undefined });
  } catch (error) {
    await workbench.close();
    throw error;
  }
}

/**
 * The secret in a file, which only its owner should be able to read.
 *
 * @throws {EvidensError} `missing`, or `invalid` when it is too short
 */
async function readToken(context: Context, file: string): Promise<string> {
  const { t, print } = context;
  const path = pathOf(context, file);
  const token = await readFile(path, "utf8").catch(() => {
    throw cliError("missing", "no-file", t("file.missing", { path: file }), t("file.missing.remedy"));
  });
  const secret = token.trim();
  if (secret.length < TOKEN_LENGTH || /\s/.test(secret)) {
    throw cliError(
      "invalid",
      "short-token",
      t("serve.shortToken", { file, n: TOKEN_LENGTH }),
      t("serve.shortToken.remedy"),
    );
  }
  const { mode } = await stat(path);
  if (process.platform !== "win32" && (mode & 0o077) !== 0)
    print.remark(styled("yellow", t("serve.openToken", { file })));
  return secret;
}
