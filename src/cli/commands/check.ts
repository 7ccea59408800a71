import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { formatProblem } from "#kernel";
import type { CheckResult, Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exit-codes.ts";
import { findReview, isServerAddress } from "../review/find-review.ts";
import { readText } from "../review/read-input.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { type Line, type Style, styled } from "../terminal/paint.ts";
import { withProgress } from "../terminal/progress.ts";

type Found = CheckResult["problems"][number];

const SEVERITIES: readonly { readonly severity: Found["severity"]; readonly style: Style }[] = [
  { severity: "error", style: "red" },
  { severity: "warning", style: "yellow" },
  { severity: "note", style: "dim" },
];

export function checkCommand(cli: Cli): Command {
  return cli
    .command("check", "Check protocol, flow arithmetic, retractions and stale numbers; exits 3 on errors", [
      "evidens check",
      "evidens check --json | jq '.problems[] | select(.severity == \"error\")'",
    ])
    .action(cli.run(check));
}

async function check(context: Context): Promise<number> {
  const result = await withReviewToRead(context, (workbench) =>
    withProgress(context, context.t("check.working"), async () => {
      const { problems, ok } = await workbench.check(context.language);
      return { ok, problems: [...problems, ...(await protocolDrift(context, workbench))] };
    }),
  );
  context.print.result(result, () => linesOf(context, result));
  return result.ok ? EXIT.ok : EXIT.invalid;
}

/** The file beside the review may have been edited and not put into force. */
async function protocolDrift(context: Context, workbench: Workbench): Promise<Found[]> {
  const review = findReview(context);
  const file = join(dirname(review), "protocol.yaml");
  if (isServerAddress(review) || !existsSync(file)) return [];
  const { text, number } = await workbench.protocol();
  if ((await readText(context, file)) === text) return [];
  const { t } = context;
  return [
    {
      code: "cli/protocol-differs",
      severity: "warning",
      file,
      message: t("check.drift", { n: number }),
      remedy: t("check.drift.remedy"),
    },
  ];
}

function linesOf(context: Context, { problems, ok }: CheckResult): Line[] {
  const { t } = context;
  const lines = SEVERITIES.flatMap(({ severity, style }): Line[] => {
    const found = problems.filter((problem) => problem.severity === severity);
    if (found.length === 0) return [];
    return [
      styled(style, `${t(`check.${severity}`)} (${found.length})`),
      ...found.map((problem): Line => `  ${formatProblem(problem)}`),
    ];
  });
  return [...lines, ok ? styled("green", t("check.ok")) : styled("red", t("check.bad"))];
}
