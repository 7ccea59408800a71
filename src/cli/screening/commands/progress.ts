import type { Command } from "commander";
import type { ProgressResponse, RuleVerdict } from "#contract";
import { formatPAlone } from "#kernel";
import type { Cli } from "../../cli.ts";
import type { Context } from "../../context.ts";
import { decimal } from "../../terminal/numbers.ts";
import { type Line, styled } from "../../terminal/paint.ts";
import { table, wrapped } from "../../terminal/table.ts";
import type { TextKey } from "../../text/index.ts";
import { type StageOptions, stageOf, withStage } from "../stage.ts";
import { withRanking } from "../with-ranking.ts";

type Progress = NonNullable<ProgressResponse["progress"]>;

export function progressCommand(cli: Cli): Command {
  return withStage(
    cli.command("progress", "Show the recall curve, what the stopping rules say, and what may be claimed", [
      "evidens screen progress",
      "evidens screen progress --stage full-text --json",
    ]),
  ).action(cli.run(progress));
}

async function progress(context: Context, options: StageOptions): Promise<void> {
  const stage = stageOf(options);
  const answer = await withRanking(context, stage, (workbench, person) => workbench.progress(person, stage));
  context.print.result(answer, () => progressLines(context, answer));
}

/** How far screening has come and whether it may end, in words. */
function progressLines(context: Context, { progress: now, rule, stopped }: ProgressResponse): Line[] {
  const { t } = context;
  const ended =
    stopped === null
      ? []
      : [
          t("progress.stopped", {
            date: stopped.at.slice(0, 10),
            by: stopped.by,
            read: stopped.screened,
            total: stopped.total,
            supported: t(stopped.supported ? "yes" : "no"),
          }),
          t("progress.resume", { event: stopped.eventId }),
        ];
  if (now === null) return [...ended, t("progress.none")];
  const chosen = now.verdicts.find((verdict) => verdict.rule === rule.rule);
  return [
    ...ended,
    styled("bold", t("progress.read", { read: now.screened, total: now.total, relevant: now.relevant })),
    ...curveLines(context, now),
    "",
    t("progress.rule", {
      rule: rule.rule,
      target: percent(context, rule.target),
      confidence: percent(context, rule.confidence),
    }),
    ...(chosen === undefined ? [] : verdictLines(context, chosen, now, stopped !== null)),
    ...table(
      [
        { head: t("progress.target"), right: true },
        { head: t("progress.p"), right: true },
      ],
      now.frontier.map(({ target, p }) => [
        percent(context, target),
        formatPAlone(p, context.language, "apa-up"),
      ]),
    ),
    ...otherLines(context, now, rule.rule),
    ...claimLines(context, now),
  ];
}

/** So many points of the curve tell its shape. */
const POINTS = 10;

function curveLines({ t }: Context, { curve }: Progress): Line[] {
  if (curve.length < 2) return [];
  const step = Math.max(1, Math.ceil((curve.length - 1) / POINTS));
  const points = curve.filter((_, at) => at > 0 && (at % step === 0 || at === curve.length - 1));
  return table(
    [
      { head: t("progress.point"), right: true },
      { head: t("progress.found"), right: true },
    ],
    points.map(([read, found]) => [String(read), String(found)]),
  );
}

function verdictLines(
  context: Context,
  verdict: RuleVerdict,
  { earliestStop }: Progress,
  ended: boolean,
): Line[] {
  const { t } = context;
  if (verdict.stop) return [styled("green", t("progress.stop"))];
  const soonest =
    verdict.rule !== "recall-test"
      ? []
      : [earliestStop === null ? t("progress.never") : t("progress.earliest", { n: earliestStop })];
  const said =
    verdict.unsupported === null
      ? styled("yellow", t("progress.go"))
      : styled("yellow", t("progress.unsupported", { why: whyOf(context, verdict.unsupported) }));
  return [said, ...soonest, ...(ended ? [] : [styled("dim", t("progress.anyway"))])];
}

/** The words for a code; the code itself where a newer version of the program wrote it. */
function whyOf({ t }: Context, code: string): string {
  const key = `unsupported.${code.replace(/^screening\/stopping-/, "")}`;
  const words = t(key as TextKey);
  return words === key ? code : words;
}

function otherLines(context: Context, { verdicts }: Progress, chosen: string): Line[] {
  const { t } = context;
  const others = verdicts.filter(({ rule }) => rule !== chosen);
  if (others.length === 0) return [];
  return [
    "",
    styled("bold", t("progress.others")),
    ...others.map(({ rule, stop, unsupported }): Line => {
      if (unsupported !== null)
        return `  ${rule}: ${t("progress.verdict.unsupported")} (${whyOf(context, unsupported)})`;
      return `  ${rule}: ${t(stop ? "progress.verdict.stop" : "progress.verdict.go")}`;
    }),
  ];
}

function claimLines({ language, io }: Context, { claim }: Progress): Line[] {
  if (claim === null) return [];
  return ["", ...wrapped(claim[language] ?? claim.en, Math.min(io.stdout.columns ?? 100, 100))];
}

function percent({ language }: Context, share: number): string {
  const digits = Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1;
  return `${decimal(share * 100, digits, language)} %`;
}
