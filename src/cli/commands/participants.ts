import { basename } from "node:path";
import type { Command } from "commander";
import type { DataSetResponse, ParticipantsResponse } from "#contract";
import type { Cli } from "../cli.ts";
import { type Context, cliError, personOf } from "../context.ts";
import { modelCommand } from "../participants/model.ts";
import { poolCommand } from "../participants/pool.ts";
import { baselineCommand, checkCommand, flowCommand, outcomesCommand } from "../participants/tables.ts";
import { readInput, readText } from "../review/read-input.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { table } from "../terminal/table.ts";

const SUBCOMMANDS = [
  importCommand,
  dictionaryCommand,
  describeCommand,
  joinCommand,
  instrumentCommand,
  checkCommand,
  baselineCommand,
  flowCommand,
  outcomesCommand,
  modelCommand,
  poolCommand,
  forgetCommand,
] as const;

export function participantsCommand(cli: Cli): Command {
  const command = cli
    .command(
      "participants",
      "Individual participant data: import, check, tabulate and model them; they stay on this machine",
      [
        "evidens participants",
        "evidens participants import trial.csv --dictionary trial.yaml",
        "evidens participants check trial",
        "evidens participants baseline trial",
        "evidens participants model primary.yaml --record",
      ],
    )
    .enablePositionalOptions()
    .action(cli.run(list));
  for (const sub of SUBCOMMANDS) command.addCommand(sub(cli));
  return command;
}

async function list(context: Context): Promise<void> {
  const answer = await withReviewToRead(context, (workbench) => workbench.participants());
  context.print.result(answer, () => listLines(context, answer));
}

function listLines({ t }: Context, { dataSets, models }: ParticipantsResponse): Line[] {
  if (dataSets.length === 0) return [t("participants.none")];
  const columns = [
    { head: t("participants.id") },
    { head: t("participants.rows"), right: true },
    { head: t("participants.variables"), right: true },
    { head: t("participants.here") },
    { head: t("participants.file"), max: 60 },
  ];
  return [
    ...table(
      columns,
      dataSets.map(({ id, rows, variables, here, fileName, simulated }) => [
        id,
        rows === null ? "–" : String(rows),
        String(variables.length),
        t(here ? "participants.yes" : "participants.no"),
        `${fileName ?? t("participants.joined")}${simulated ? ` (${t("participants.simulatedShort")})` : ""}`,
      ]),
    ),
    ...(models.length === 0 ? [] : ["", styled("bold", t("participants.models"))]),
    ...models.map(
      ({ specification, stale }): Line => [
        `  ${specification.id}: ${specification.formula} (${specification.dataSet})`,
        stale ? styled("yellow", ` ${t("participants.stale")}`) : "",
      ],
    ),
  ];
}

function importCommand(cli: Cli): Command {
  return cli
    .command("import <file>", "Keep a CSV or XLSX file of participants apart from the review", [
      "evidens participants import trial.csv --dictionary trial.yaml",
      "evidens participants import trial.xlsx --name 'Trial A'",
    ])
    .option("--dictionary <file>", "its data dictionary in YAML (default: one is proposed from the file)")
    .option("--name <name>", "name of the data set where a dictionary is proposed")
    .action(cli.run(importFile));
}

async function importFile(
  context: Context,
  options: { readonly dictionary?: string; readonly name?: string },
  file: string,
): Promise<void> {
  const bytes = await readInput(context, file);
  const dictionary =
    options.dictionary === undefined ? undefined : await readText(context, options.dictionary);
  const answer = await withReview(context, async (workbench) =>
    workbench.keepParticipants({
      by: await personOf(context, workbench),
      fileName: basename(file),
      bytes,
      name: options.name,
      dictionary,
      dictionaryFile: options.dictionary,
    }),
  );
  const { t } = context;
  const { id, rows, fileName } = answer.dataSet;
  context.print.result(answer, () => [
    t("participants.kept", { rows: rows ?? 0, file: fileName ?? "", id }),
    t("participants.private"),
    ...(answer.doubts.length > 0 || dictionary === undefined ? [t("participants.proposed", { id })] : []),
    ...unreadLines(context, answer),
  ]);
}

/** What could not be read of a data set. */
function unreadLines(context: Context, { problems, dataSet }: DataSetResponse): Line[] {
  const { t } = context;
  return [
    ...(dataSet.simulated ? [styled("yellow", t("participants.simulated"))] : []),
    ...(problems.length === 0 ? [] : [t("participants.problems", { n: problems.length })]),
    ...problemLines(context, problems, problems.length),
  ];
}

function dictionaryCommand(cli: Cli): Command {
  return cli
    .command("dictionary <id>", "Print the data dictionary of a file, to edit and give back", [
      "evidens participants dictionary trial > trial.yaml",
    ])
    .action(
      cli.run(async (context, _options: object, id: string) => {
        const answer = await withReviewToRead(context, (workbench) => workbench.participantData(id));
        const { t } = context;
        if (answer.dictionary === null)
          throw cliError(
            "invalid",
            "no-dictionary",
            t("participants.noDictionary", { id }),
            t("participants.noDictionary.remedy"),
          );
        context.print.result(answer, () => answer.dictionary!.trimEnd().split("\n"));
      }),
    );
}

function describeCommand(cli: Cli): Command {
  return cli
    .command("describe <id> <dictionary>", "Give a file another data dictionary (YAML)", [
      "evidens participants describe trial trial.yaml",
    ])
    .action(
      cli.run(async (context, _options: object, id: string, file: string) => {
        const dictionary = await readText(context, file);
        const answer = await withReview(context, async (workbench) =>
          workbench.describeParticipants({
            by: await personOf(context, workbench),
            dataSetId: id,
            dictionary,
            file,
          }),
        );
        context.print.result(answer, () => [
          context.t("participants.described", { id }),
          ...unreadLines(context, answer),
        ]);
      }),
    );
}

function joinCommand(cli: Cli): Command {
  return cli
    .command("join <mapping>", "Join trials by a mapping to common variables (YAML)", [
      "evidens participants join pooled.yaml",
    ])
    .action(
      cli.run(async (context, _options: object, file: string) => {
        const mapping = await readText(context, file);
        const answer = await withReview(context, async (workbench) =>
          workbench.joinParticipants({ by: await personOf(context, workbench), mapping, file }),
        );
        const { id, rows } = answer.dataSet;
        context.print.result(answer, () => [
          context.t("participants.joinedDone", { id, rows: rows ?? "–" }),
          ...unreadLines(context, answer),
        ]);
      }),
    );
}

function instrumentCommand(cli: Cli): Command {
  return cli
    .command(
      "instrument <file>",
      "Add an outcome instrument (YAML: items, ranges, scales, thresholds, sources)",
      ["evidens participants instrument own-scale.yaml"],
    )
    .action(
      cli.run(async (context, _options: object, file: string) => {
        const text = await readText(context, file);
        const answer = await withReview(context, async (workbench) =>
          workbench.defineInstrument({ by: await personOf(context, workbench), text, file }),
        );
        context.print.result(answer, () => [
          context.t("participants.instrument", { id: answer.instrument.id }),
        ]);
      }),
    );
}

function forgetCommand(cli: Cli): Command {
  return cli
    .command("forget <id>", "Delete a file of participants from this machine; computed numbers stay", [
      "evidens participants forget trial",
    ])
    .action(
      cli.run(async (context, _options: object, id: string) => {
        const answer = await withReview(context, async (workbench) =>
          workbench.forgetParticipants({ by: await personOf(context, workbench), dataSetId: id }),
        );
        context.print.result(answer, () => [context.t("participants.forgotten", { id })]);
      }),
    );
}
