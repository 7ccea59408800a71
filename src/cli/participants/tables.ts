import type { Command } from "commander";
import type { BaselineResponse, ChecksResponse, OutcomesResponse, ParticipantFlowResponse } from "#contract";
import { formatPAlone } from "#kernel";
import type { Cli } from "../cli.ts";
import type { Context } from "../context.ts";
import { withReviewToRead } from "../review/with-review.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { table } from "../terminal/table.ts";
import { linesOf } from "./lines-of.ts";

type Section = BaselineResponse["sections"][number];
type Row = Section["rows"][number];

const simulatedLines = ({ t }: Context, simulated: boolean): Line[] =>
  simulated ? [styled("yellow", t("participants.simulated")), ""] : [];

/** `check`: the checks of PRISMA-IPD. */
export function checkCommand(cli: Cli): Command {
  return cli
    .command("check <id>", "Check ranges, dates, duplicates, balance, missing cells and randomisation", [
      "evidens participants check trial",
      "evidens participants check trial --json",
    ])
    .action(
      cli.run(async (context, _options: object, id: string) => {
        const answer = await withReviewToRead(context, (workbench) => workbench.participantChecks(id));
        context.print.result(answer, () => checkLines(context, answer));
      }),
    );
}

function checkLines(context: Context, { report, problems }: ChecksResponse): Line[] {
  const { t } = context;
  const made = report.checks.map(
    ({ check, made: done, findings, lacks }): Line =>
      done
        ? `  ${check}: ${findings}`
        : [
            "  ",
            `${check}: ${t("participants.notMade")}`,
            lacks.length === 0 ? "" : ` (${lacks.join(", ")})`,
          ],
  );
  const found = report.findings.map(
    ({ code, severity, variables, trial, lines, values }): Line => [
      styled(severity === "error" ? "red" : "yellow", `  ${severity}`),
      ` ${code}: `,
      [
        variables.join(", "),
        trial ?? "",
        Object.entries(values)
          .map(([name, value]) => `${name} ${value}`)
          .join(", "),
        lines.length === 0 ? "" : t("participants.lines", { lines: linesOf(context, lines) }),
      ]
        .filter((part) => part !== "")
        .join("; "),
    ],
  );
  return [
    ...simulatedLines(context, report.simulated),
    styled("bold", t("participants.checks")),
    ...made,
    "",
    styled("bold", t("participants.found")),
    ...found,
    ...(problems.length === 0 ? [] : [t("participants.problems", { n: problems.length })]),
    ...problemLines(context, problems, problems.length),
  ];
}

/** `baseline`: who was in which arm. */
export function baselineCommand(cli: Cli): Command {
  return cli
    .command("baseline <id>", "Baseline table by arm with tests, d and standardised differences", [
      "evidens participants baseline trial",
      "evidens participants baseline pooled --per-trial --json",
    ])
    .option("--per-trial", "a table per trial beside the one of all")
    .action(
      cli.run(async (context, options: { readonly perTrial?: boolean }, id: string) => {
        const plan = { perTrial: options.perTrial ?? false };
        const answer = await withReviewToRead(context, (workbench) =>
          workbench.participantBaseline(id, plan),
        );
        context.print.result(answer, () => [
          ...simulatedLines(context, answer.simulated),
          ...answer.sections.flatMap((section) => sectionLines(context, section)),
          ...(answer.leftOut.participants === 0
            ? []
            : [
                context.t("participants.leftOut", {
                  n: answer.leftOut.participants,
                  lines: linesOf(context, answer.leftOut.lines),
                }),
              ]),
        ]);
      }),
    );
}

function sectionLines(context: Context, { trial, arms, rows }: Section): Line[] {
  const { t, language } = context;
  const columns = [
    { head: t("participants.variable"), max: 40 },
    ...arms.map(({ arm, participants }) => ({ head: `${arm} (n ${participants})`, right: true })),
    { head: t("participants.smd"), right: true },
    { head: "p", right: true },
  ];
  const cells = rows.flatMap((row) =>
    rowCells(context, row).map((line, i) => [
      ...line,
      i === 0 ? decimal(row.standardisedDifference, 2, language) : "",
      i === 0 ? pOf(context, row) : "",
    ]),
  );
  const title = trial === null ? t("participants.allTrials") : t("participants.trial", { trial });
  return [styled("bold", title), ...table(columns, cells), ""];
}

function pOf({ language }: Context, { tests }: Row): string {
  const test = tests.find(({ p }) => p !== null);
  return test === undefined ? "–" : `${formatPAlone(test.p, language)} (${test.test})`;
}

/** Mean (SD) of a number; a line per level of a category. */
function rowCells({ t, language }: Context, { label, unit, byArm }: Row): string[][] {
  const head = unit === null ? label : `${label} (${unit})`;
  const missing = (n: number): string => (n === 0 ? "" : `, ${t("participants.missing", { n })}`);
  const first = byArm[0];
  if (first === undefined || !("counts" in first))
    return [
      [
        head,
        ...byArm.map((arm) =>
          "counts" in arm
            ? ""
            : `${decimal(arm.mean, 1, language)} (${decimal(arm.sd, 1, language)})${missing(arm.missing)}`,
        ),
      ],
    ];
  return [
    [head, ...byArm.map(() => "")],
    ...first.counts.map(({ level }, i) => [
      `  ${level}`,
      ...byArm.map((arm) => {
        if (!("counts" in arm)) return "";
        const { count, percent } = arm.counts[i]!;
        return `${count} (${decimal(percent, 0, language)} %)`;
      }),
    ]),
  ];
}

/** `flow`: CONSORT by trial. */
export function flowCommand(cli: Cli): Command {
  return cli
    .command("flow <id>", "Participants randomised, seen, withdrawn and analysed, by trial and arm", [
      "evidens participants flow trial --outcome caps",
    ])
    .option("--outcome <variable>", "the outcome that counts as analysed")
    .action(
      cli.run(async (context, options: { readonly outcome?: string }, id: string) => {
        const answer = await withReviewToRead(context, (workbench) =>
          workbench.participantFlow(id, options.outcome),
        );
        context.print.result(answer, () => flowLines(context, answer));
      }),
    );
}

function flowLines(context: Context, { simulated, trials, visits }: ParticipantFlowResponse): Line[] {
  const { t } = context;
  const columns = [
    { head: t("participants.arm") },
    { head: t("participants.randomised"), right: true },
    ...visits.map((visit) => ({ head: visit, right: true })),
    { head: t("participants.withdrawn"), right: true },
    { head: t("participants.analysed"), right: true },
  ];
  return [
    ...simulatedLines(context, simulated),
    ...trials.flatMap(({ trial, arms }): Line[] => [
      styled("bold", trial === null ? t("participants.allTrials") : t("participants.trial", { trial })),
      ...table(
        columns,
        arms.map((arm) => [
          arm.arm,
          String(arm.randomised),
          ...visits.map((visit) => String(arm.visits.find((one) => one.visit === visit)?.withOutcome ?? 0)),
          String(arm.withdrawn),
          String(arm.analysed),
        ]),
      ),
      "",
    ]),
  ];
}

interface OutcomesOptions {
  readonly outcome: string;
  readonly instrument?: string;
  readonly baselineVisit?: string;
}

/** `outcomes`: change, response, remission and dropout counted. */
export function outcomesCommand(cli: Cli): Command {
  return cli
    .command("outcomes <id>", "Derive change, response, remission and the like, each with its rule", [
      "evidens participants outcomes trial --outcome caps --instrument caps-iv",
    ])
    .requiredOption("--outcome <variable>", "the score at each visit")
    .option("--instrument <id>", "whose thresholds are used, such as caps-iv")
    .option("--baseline-visit <visit>", "default: the first visit")
    .action(
      cli.run(async (context, options: OutcomesOptions, id: string) => {
        const answer = await withReviewToRead(context, (workbench) =>
          workbench.participantOutcomes(id, {
            outcome: options.outcome,
            instrument: options.instrument,
            baselineVisit: options.baselineVisit,
          }),
        );
        context.print.result(answer, () => outcomeLines(context, answer));
      }),
    );
}

function outcomeLines({ t }: Context, { rules, counts }: OutcomesResponse): Line[] {
  const columns = [
    { head: t("participants.outcome") },
    { head: t("participants.arm") },
    { head: t("participants.visit") },
    { head: t("participants.count"), right: true },
  ];
  return [
    styled("bold", t("participants.rules")),
    ...rules.map(
      ({ variable, formula, source }): Line => [
        `  ${variable}: ${formula}`,
        source === null ? "" : styled("dim", ` (${source.reference})`),
      ],
    ),
    "",
    ...table(
      columns,
      counts
        .filter(({ trial }) => trial === null)
        .map(({ kind, arm, visit, yes, known }) => [kind, arm, visit, `${yes} / ${known}`]),
    ),
  ];
}
