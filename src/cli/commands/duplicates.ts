import { type Command, Option } from "commander";
import type { DuplicatePair, DuplicatesResponse, JudgeRequest } from "#contract";
import type { Cli } from "../cli.ts";
import { type Context, personOf } from "../context.ts";
import { UsageError } from "../exit-codes.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";

const RELATIONS = [
  "preprint",
  "registration",
  "erratum",
  "conference-abstract",
  "version",
  "comment",
  "other",
] as const satisfies readonly JudgeRequest["relation"][];
const VERDICTS = ["same", "different", "linked"] as const satisfies readonly JudgeRequest["verdict"][];
const SHOWN = 50;

interface DuplicatesOptions {
  readonly judge?: readonly string[];
  readonly relation?: JudgeRequest["relation"];
  readonly note?: string;
  readonly limit: string;
  readonly after: string;
}

export function duplicatesCommand(cli: Cli): Command {
  return cli
    .command("duplicates", "List pairs of records that wait for a person, or judge one", [
      "evidens duplicates",
      "evidens duplicates --judge 0a1b2c3d4e-12 5f6a7b8c9d-3 same",
      "evidens duplicates --judge 0a1b2c3d4e-12 5f6a7b8c9d-3 linked --relation preprint",
    ])
    .option("--judge <a b verdict...>", "judge two records: same, different or linked")
    .addOption(
      new Option("--relation <relation>", "how linked records are related, the first to the second").choices(
        RELATIONS,
      ),
    )
    .option("--note <text>", "a note to keep with the judgement")
    .option("--limit <n>", "how many pairs to list", "10")
    .option("--after <n>", "how many pairs to skip", "0")
    .action(cli.run(duplicates));
}

async function duplicates(context: Context, options: DuplicatesOptions): Promise<void> {
  if (options.judge !== undefined) return await judge(context, options, options.judge);
  const limit = wholeNumber(context, "--limit", options.limit, 1, SHOWN);
  const after = wholeNumber(context, "--after", options.after, 0, Number.MAX_SAFE_INTEGER);
  const answer = await withReviewToRead(context, (workbench) =>
    workbench.duplicates({ state: "ask", after, limit }),
  );
  context.print.result(answer, () => linesOf(context, answer, after));
}

function wholeNumber(context: Context, name: string, given: string, from: number, to: number): number {
  const number = Number(given);
  if (/^\d+$/.test(given) && number >= from && number <= to) return number;
  const { t } = context;
  throw new UsageError(t("duplicates.number", { name, given }), t("duplicates.number.remedy", { from, to }));
}

async function judge(context: Context, options: DuplicatesOptions, given: readonly string[]): Promise<void> {
  const { t, print } = context;
  const [a, b, word] = given;
  const verdict = VERDICTS.find((one) => one === word);
  if (a === undefined || b === undefined || verdict === undefined || given.length !== 3)
    throw new UsageError(t("duplicates.judge", { given: given.join(" ") }), t("duplicates.judge.remedy"));
  const answer = await withReview(context, async (workbench) =>
    workbench.judge({
      by: await personOf(context, workbench),
      a,
      b,
      verdict,
      relation: options.relation,
      note: options.note,
    }),
  );
  print.result(answer, () => [
    t("duplicates.judged", { a, b, verdict: t(`verdict.${verdict}`) }),
    t("duplicates.left", { ask: answer.ask }),
  ]);
}

function linesOf(context: Context, { pairs, total, run }: DuplicatesResponse, after: number): Line[] {
  const { t } = context;
  return [
    ...(run === null ? [t("duplicates.noRun")] : run.stale ? [t("duplicates.stale")] : []),
    ...pairs.flatMap((pair) => pairLines(context, pair)),
    pairs.length === 0
      ? t("duplicates.none", { total })
      : t("duplicates.shown", { from: after + 1, to: after + pairs.length, total }),
  ];
}

function pairLines(context: Context, { a, b, score, evidence }: DuplicatePair): Line[] {
  const reasons = evidence
    .filter(({ agreement, reason }) => agreement !== "missing" && reason !== "")
    .map(({ reason, points }) =>
      points === 0 ? reason : `${reason} ${points > 0 ? "+" : "−"}${Math.abs(points).toFixed(1)}`,
    );
  return [
    [styled("bold", context.t("duplicates.score", { score: score.toFixed(1) }))],
    ...[a, b].map((record): Line => {
      const names = record.authors.map(({ family }) => family);
      const who = names.length > 3 ? `${names.slice(0, 3).join(", ")} …` : names.join(", ");
      const where = [record.journal, record.year, record.volume, record.pages].filter(
        (one) => one !== null && one !== "",
      );
      return `  ${record.id} (${record.sourceId})  ${record.title || "–"}. ${who || "–"}. ${where.join(", ")}`;
    }),
    [styled("dim", `  ${reasons.join(", ")}`)],
  ];
}
