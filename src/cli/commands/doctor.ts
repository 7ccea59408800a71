import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import type { Context } from "../context.ts";
import {
  cloudFolder,
  driverName,
  fileSystem,
  freeSpace,
  nodeVersion,
  writableFolder,
} from "../doctor/machine.ts";
import { type Finding, reviewHealth } from "../doctor/review-health.ts";
import { EXIT } from "../exit-codes.ts";
import { type Line, type Style, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";

const MARKS: Readonly<Record<Finding["state"], { readonly mark: string; readonly style: Style }>> = {
  ok: { mark: "✓", style: "green" },
  warning: { mark: "!", style: "yellow" },
  error: { mark: "✗", style: "red" },
};

export function doctorCommand(cli: Cli): Command {
  return cli
    .command(
      "doctor",
      "Check program, machine, folder and the review's file; exits 8 when something is broken",
      ["evidens doctor", "evidens doctor --review ptsd.evidens --json"],
    )
    .action(cli.run(doctor));
}

async function doctor(context: Context): Promise<number> {
  const { t, print, services } = context;
  const { folder, findings: health } = await withProgress(context, t("doctor.working"), () =>
    reviewHealth(context),
  );
  const findings: Finding[] = [
    { id: "program", state: "ok", text: t("doctor.program", { version: await services.programVersion() }) },
    nodeVersion(context),
    driverName(context),
    ...(await Promise.all([
      writableFolder(context, folder),
      fileSystem(context, folder),
      freeSpace(context, folder),
    ])),
    cloudFolder(context, folder),
    ...health,
  ];
  print.result({ findings }, () => findings.map(lineOf));
  return findings.some(({ state }) => state === "error") ? EXIT.storage : EXIT.ok;
}

function lineOf({ state, text }: Finding): Line {
  const { mark, style } = MARKS[state];
  return [styled(style, mark), " ", text];
}
