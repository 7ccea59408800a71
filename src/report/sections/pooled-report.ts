import type { ValueInForce, ValuesDoc } from "#extraction";
import type { Stamped, StudyDefined } from "#ledger";
import { heading, headingOf, paragraph, sentences, table } from "../blocks.ts";
import {
  type Context,
  cite,
  joinRuns,
  mark,
  markNotes,
  noticeAlerts,
  noticeRuns,
  studyRuns,
  twin,
} from "../context.ts";
import { type Block, type Cell, cell, type Run, type Runs, text } from "../document.ts";
import { outcomeRun, timepointRun } from "./analysis-words.ts";
import { statementRuns, statementsOf } from "./statements.ts";

/** Results as pooled reports print them, with their retraction wherever their numbers stand. */
export function pooledReports(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  const studies = snapshot.studies.filter((study) => study.pools.length > 0);
  const statements = statementsOf(ctx, ["pooled-result"]);
  if (studies.length === 0 && statements.length === 0) return [];
  const cited = statements.flatMap((statement) => statement.cites);
  const known = [...new Set([...studies.flatMap((study) => study.reports), ...cited])].filter((id) =>
    snapshot.reports.has(id),
  );
  return [
    heading(ctx, 3, "results-pooled", "pooled.title"),
    ...noticeAlerts(ctx, known),
    paragraph(ctx.say("pooled.intro")),
    ...(statements.length === 0 ? [] : [sentences(...statements.map((one) => statementRuns(ctx, one)))]),
    ...studies.flatMap((study) => studyValues(ctx, study)),
  ];
}

function studyValues(ctx: Context, study: Stamped<StudyDefined>): readonly Block[] {
  const docs = ctx.snapshot.values.filter((doc) => doc.studyId === study.studyId && doc.entries.length > 0);
  if (docs.length === 0) return [];
  const notices = noticeRuns(ctx, study.reports);
  const entries = docs.flatMap((doc) => inFormOrder(ctx, doc).map((entry) => ({ doc, entry })));
  const label = studyRuns(ctx, study.studyId);
  const columns = [
    { key: "values.what", width: 4, cell: ({ doc, entry }: Row) => fieldRuns(ctx, doc.formId, entry.field) },
    {
      key: "values.arm",
      width: 3,
      cell: ({ entry }: Row) => armRuns(ctx, study.studyId, entry.arm),
      empty: entries.every(({ entry }) => entry.arm === undefined),
    },
    {
      key: "values.outcome",
      width: 4,
      cell: ({ entry }: Row) => addressRuns(ctx, entry),
      empty: entries.every(({ entry }) => entry.outcome === undefined && entry.timepoint === undefined),
    },
    {
      key: "values.value",
      width: 3,
      cell: ({ doc, entry }: Row) => valueCell(ctx, doc.formId, study.studyId, entry),
    },
    {
      key: "values.place",
      width: 4,
      cell: ({ entry }: Row): Runs => [
        entry.place === undefined ? text("–") : twin(ctx, entry.place, entry.placeNb),
      ],
    },
    {
      key: "values.remark",
      width: 6,
      cell: ({ entry }: Row): Runs => (entry.note === undefined ? [] : [twin(ctx, entry.note, entry.noteNb)]),
      empty: entries.every(({ entry }) => entry.note === undefined),
    },
  ] as const;
  const kept = columns.filter((column) => !("empty" in column && column.empty));
  return [
    headingOf(4, `pooled-${anchorPart(study.studyId)}`, label),
    ...(study.note === undefined ? [] : [paragraph([ctx.local(study.note)])]),
    table(ctx, {
      id: `table-pooled-${anchorPart(study.studyId)}`,
      caption: ctx.say("pooled.caption", { study: label }),
      head: kept.map((column) => ctx.say(column.key)),
      widths: kept.map((column) => column.width),
      wide: kept.length > 5,
      rows: entries.map((row) => kept.map((column) => column.cell(row))),
      notes: [
        ...(study.reports.length === 0
          ? []
          : [[...ctx.say("pooled.from"), text(" "), cite(study.reports), text(".")]]),
        ...notices,
        ...markNotes(
          ctx,
          entries.map(({ entry }) => entry.confidence),
        ),
      ],
    }),
  ];
}

interface Row {
  readonly doc: ValuesDoc;
  readonly entry: ValueInForce;
}

/** Entries in the order of the form's fields. */
function inFormOrder(ctx: Context, doc: ValuesDoc): readonly ValueInForce[] {
  const fields = ctx.snapshot.protocol.protocol.forms.find((form) => form.id === doc.formId)?.fields ?? [];
  const place = new Map(fields.map((field, at) => [field.id, at]));
  const last = fields.length;
  return [...doc.entries].sort((a, b) => (place.get(a.field) ?? last) - (place.get(b.field) ?? last));
}

/** An id made safe for an anchor. */
export function anchorPart(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]+/g, "-");
}

export function fieldRuns(ctx: Context, formId: string, field: string): Runs {
  const form = ctx.snapshot.protocol.protocol.forms.find((one) => one.id === formId);
  const found = form?.fields.find((one) => one.id === field);
  return [found === undefined ? text(field) : ctx.local(found.label)];
}

export function armRuns(ctx: Context, studyId: string, arm: string | undefined): Runs {
  if (arm === undefined) return [text("–")];
  const found = ctx.snapshot.arms.find((one) => one.studyId === studyId)?.arms.find((one) => one.id === arm);
  return [text(found?.label ?? arm)];
}

export function addressRuns(ctx: Context, entry: ValueInForce): Runs {
  const parts: Run[][] = [];
  if (entry.outcome !== undefined) parts.push([outcomeRun(ctx, entry.outcome)]);
  if (entry.timepoint !== undefined) parts.push([timepointRun(ctx, entry.timepoint)]);
  return parts.length === 0 ? [text("–")] : joinRuns(parts, ", ");
}

/** A value verbatim, linked to the number index when it is a number, with its mark. */
export function valueCell(ctx: Context, formId: string, studyId: string, entry: ValueInForce): Cell {
  if (entry.value === null) return cell(ctx.say("values.notReported"));
  const anchor = ctx.index.anchorOf({ studyId, ...entry });
  if (anchor !== undefined) {
    return cell([
      {
        kind: "number",
        text: verbatim(ctx, entry.value),
        value: null,
        source: { from: "extracted", anchor },
      },
      ...mark(entry.confidence),
    ]);
  }
  const choice = ctx.snapshot.protocol.protocol.forms
    .find((form) => form.id === formId)
    ?.fields.find((field) => field.id === entry.field)
    ?.choices.find((one) => one.id === entry.value);
  if (choice !== undefined) return cell([ctx.local(choice.label), ...mark(entry.confidence)]);
  return cell([twin(ctx, entry.value, entry.valueNb), ...mark(entry.confidence)]);
}

/** A printed number with the decimal sign and minus of the language, digits untouched. */
export function verbatim(ctx: Context, value: string): string {
  if (!/^[-−]?\d+(?:\.\d+)?$/.test(value)) return value;
  const signed = value.replace(/^-/, "−");
  return ctx.language === "nb" ? signed.replace(".", ",") : signed;
}
