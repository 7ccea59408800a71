import { mkdir, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { type Context, cliError, pathOf } from "../context.ts";
import { readText } from "../review/read-input.ts";

interface InitOptions {
  readonly title?: string;
  readonly protocol?: string;
  readonly here?: boolean;
}

export function initCommand(cli: Cli): Command {
  return cli
    .command("init <name>", "Begin a review: a folder with protocol.yaml and NAME.evidens", [
      'evidens init ptsd --title "MDMA-assisted therapy for PTSD"',
      "evidens init ptsd --protocol my-protocol.yaml --as kari",
    ])
    .option("--title <title>", "title of the review (default: its name)")
    .option("--protocol <file>", "begin with this protocol instead of the commented starter")
    .option("--here", "write into the current folder instead of a new one")
    .action(cli.run(init));
}

async function init(context: Context, options: InitOptions, name: string): Promise<void> {
  const { t, services, print } = context;
  const short = basename(name);
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(short)) {
    throw cliError("invalid", "bad-name", t("init.badName", { name: short }), t("init.badName.remedy"));
  }
  const title = options.title ?? short;
  const text =
    options.protocol === undefined
      ? await services.starterProtocol(title)
      : await readText(context, options.protocol);
  const folder = options.here === true ? context.io.cwd : pathOf(context, name);
  const created = options.here === true ? undefined : await mkdir(folder, { recursive: true });
  const protocol = join(folder, "protocol.yaml");
  const review = join(folder, `${short}.evidens`);
  try {
    await writeNew(context, protocol, text);
    try {
      const by = context.options.as ?? firstPerson(text) ?? "reviewer1";
      const workbench = await services.createReview({
        path: review,
        title,
        by,
        protocolText: text,
        protocolFile: options.protocol ?? protocol,
      });
      await workbench.close();
    } catch (error) {
      await rm(protocol);
      throw error;
    }
  } catch (error) {
    // Only what this command made, and only while it is empty.
    if (created !== undefined) await rmdir(folder).catch(() => undefined);
    throw error;
  }
  print.result({ review, protocol }, () => [t("init.done", { review }), t("init.next", { protocol })]);
}

async function writeNew(context: Context, path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const { t } = context;
    throw cliError("conflict", "file-exists", t("file.exists", { path }), t("file.exists.remedy"));
  }
}

/** The id of the first person a protocol lists; the protocol itself is checked when the review is made. */
function firstPerson(text: string): string | undefined {
  const people = /^people:[^\n]*\n([\s\S]*)/m.exec(text)?.[1] ?? "";
  return /^\s*-\s*\{?\s*id:\s*["']?([\w.@-]+)/m.exec(people)?.[1];
}
