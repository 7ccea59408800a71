import { localText } from "#kernel";
import {
  type MissingReason,
  missingReasonLabels,
  type ResultCell,
  type RobMeMatrix,
  resultJudgement,
  resultStatusLabels,
  resultStatusMeanings,
  robMeMatrix,
} from "#synthesis";
import { heading, list, paragraph, table } from "../blocks.ts";
import { type Context, count, dateText, joinRuns, quoted, studyRuns, twin } from "../context.ts";
import { type Block, type Runs, text } from "../document.ts";
import type { ResultAvailability, ResultKnown } from "../snapshot.ts";
import { outcomeRun, timepointRun } from "./analysis-words.ts";

/** From this many outcomes on the matrix needs a landscape page. */
const WIDE = 4;

/** Which results are known, partly known and missing, and who says so on what. */
export function missingEvidence(ctx: Context): readonly Block[] {
  const found = (ctx.snapshot.availability ?? []).filter(({ results }) => results.length > 0);
  if (found.length === 0) return [];
  return [
    heading(ctx, 3, "results-reporting-biases", "missing.title"),
    paragraph(ctx.say("missing.intro")),
    ...found.flatMap((group, at) => oneMatrix(ctx, group, `table-missing-${at + 1}`)),
  ];
}

function oneMatrix(ctx: Context, group: ResultAvailability, id: string): readonly Block[] {
  const { results, outcomes, timepoint } = group;
  const matrix = matrixOf(group);
  const cells = matrix.cells.flat();
  const statuses = [...new Set(cells.map(({ status }) => status))];
  const mayBias = cells.filter((one) => one.mayBias).length;
  const label = new Map(results.map((one) => [one.studyId, one.label]));
  const judged = results.filter(({ judged: one, extracted }) => one !== null && extracted !== "known");
  return [
    table(ctx, {
      id,
      caption: ctx.say("missing.caption", { timepoint: timepointRun(ctx, timepoint) }),
      head: [ctx.say("forest.study"), ...outcomes.map((outcome): Runs => [outcomeRun(ctx, outcome)])],
      widths: [3, ...outcomes.map(() => 3)],
      wide: outcomes.length >= WIDE,
      rows: matrix.cells.map((row, at) => {
        const { id: studyId } = matrix.studies[at]!;
        return [studyRuns(ctx, studyId, label.get(studyId)), ...row.map((one) => cellRuns(ctx, one))];
      }),
      notes: [
        joinRuns(
          statuses.map(
            (status): Runs => [
              ctx.local(resultStatusLabels[status]),
              text(": "),
              ctx.local(resultStatusMeanings[status]),
            ],
          ),
          " ",
        ),
        ctx.say("missing.totals", {
          n: count(mayBias, "missing evidence"),
          of: count(cells.length, "missing evidence"),
        }),
      ],
    }),
    ...(judged.length === 0
      ? []
      : [paragraph(ctx.say("missing.judged")), list(judged.map((one) => judgedRuns(ctx, one)))]),
  ];
}

function matrixOf({ results, outcomes }: ResultAvailability): RobMeMatrix {
  const studies = [...new Set(results.map(({ studyId }) => studyId))];
  return robMeMatrix(
    studies.map((id) => ({ id })),
    outcomes,
    results.flatMap(
      ({ extracted, ...one }) => resultJudgement({ ...one, extracted: extracted === "known" }) ?? [],
    ),
  );
}

function cellRuns(ctx: Context, { status, reason }: ResultCell): Runs {
  return [
    ctx.local(resultStatusLabels[status]),
    ...(reason === null ? [] : [text(". "), ctx.local(missingReasonLabels[reason]), text(".")]),
  ];
}

/** One judgement with its reason, what it rests on, who made it and when. */
function judgedRuns(ctx: Context, { studyId, label, outcome, judged }: ResultKnown): Runs {
  const { status, reason, note, noteNb, quote, place, placeNb, by, at } = judged!;
  const why =
    reason === undefined
      ? ""
      : ` (${lower(localText(missingReasonLabels[reason as MissingReason], ctx.language))})`;
  return [
    ...studyRuns(ctx, studyId, label),
    text(", "),
    outcomeRun(ctx, outcome),
    text(`: ${lower(localText(resultStatusLabels[status], ctx.language))}${why}. `),
    ...(note === undefined ? [] : [twin(ctx, note, noteNb), text(" ")]),
    ...(quote === undefined ? [] : [quoted(ctx, quote), text(" ")]),
    ...(place === undefined ? [] : [text("("), twin(ctx, place, placeNb), text("). ")]),
    text(`${ctx.person(by)}, ${dateText(ctx, at)}.`),
  ];
}

function lower(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
