import type { ValuesDoc } from "#extraction";
import type { Form } from "#review";
import { heading, headingOf, paragraph, table } from "../blocks.ts";
import { type Context, cite, joinRuns, mark, markNotes, noticeRuns, studyRuns } from "../context.ts";
import { type Block, type Cell, cell, plainText, type Runs, strong, text } from "../document.ts";
import { anchorPart, valueCell } from "./pooled-report.ts";

/** Tables of study forms (such as Table 1 of a review of mechanisms), then the hypotheses. */
export function mechanisms(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  const forms = snapshot.protocol.protocol.forms.filter(
    (form) => form.kind === "study" && docsOf(ctx, form.id).length > 0,
  );
  if (forms.length === 0 && snapshot.hypotheses.length === 0) return [];
  return [
    heading(ctx, 3, "results-mechanisms", "mechanisms.title"),
    ...forms.map((form) => formTable(ctx, form)),
    ...hypotheses(ctx),
  ];
}

function formTable(ctx: Context, form: Form): Block {
  const docs = docsOf(ctx, form.id);
  const checks = ctx.snapshot.sourceChecks.filter((check) => check.formId === form.id);
  const confidences = [
    ...docs.flatMap((doc) => doc.entries.map((entry) => entry.confidence)),
    ...checks.map((check) => check.confidence),
  ];
  // A field that nobody filled in for any study would be a column of dashes.
  const fields = form.fields.filter((field) =>
    docs.some((doc) => doc.entries.some((entry) => entry.field === field.id && entry.value !== null)),
  );
  const checked = checks.length > 0;
  const head = [ctx.say("forest.study"), ...fields.map((field): Runs => [ctx.local(field.label)])];
  const rows = docs.map((doc): readonly Cell[] => [
    cell(studyCell(ctx, doc.studyId)),
    ...fields.map((field) => fieldCell(ctx, form.id, doc, field.id)),
  ]);
  return table(ctx, {
    id: `table-form-${anchorPart(form.id)}`,
    caption: [ctx.local(form.label)],
    head,
    wide: true,
    widths: head.map((runs, at) =>
      columnShare(
        plainText(runs),
        rows.map((row) => plainText(row[at]?.runs ?? [])),
      ),
    ),
    rows: docs.flatMap(({ studyId }, at) => [
      rows[at] ?? [],
      ...checkRow(ctx, form.id, studyId, head.length),
    ]),
    notes: [
      ...(checked ? [ctx.say("check.note")] : []),
      ...noticeRuns(
        ctx,
        docs.flatMap((doc) => ctx.study(doc.studyId)?.reports ?? []),
      ),
      ...markNotes(ctx, confidences),
    ],
  });
}

/** Share of the width a column gets: enough for its longest word, and more for longer texts. */
function columnShare(head: string, cells: readonly string[]): number {
  const longestWord = Math.max(
    ...[head, ...cells].flatMap((content) => content.split(/[\s/-]+/)).map((word) => word.length),
  );
  // The root mean square lets the few long cells that make rows tall count for more than many short ones.
  const squares = cells.reduce((all, content) => all + content.length ** 2, 0);
  const typical = Math.sqrt(squares / Math.max(1, cells.length));
  return Math.round(10 * Math.max(Math.min(longestWord, 14) + 2, 3 + typical ** 0.72)) / 10;
}

/** Values of single studies; pooled reports have a place of their own. */
function docsOf(ctx: Context, formId: string): readonly ValuesDoc[] {
  return ctx.snapshot.values.filter(
    (doc) => doc.formId === formId && (ctx.study(doc.studyId)?.pools.length ?? 0) === 0,
  );
}

function studyCell(ctx: Context, studyId: string): Runs {
  const reports = (ctx.study(studyId)?.reports ?? []).filter((id) => ctx.snapshot.reports.has(id));
  const name = studyRuns(ctx, studyId);
  return reports.length === 0 ? name : [...name, text(" "), cite(reports)];
}

/** All extractors' values; two that agree are shown once. */
function fieldCell(ctx: Context, formId: string, doc: ValuesDoc, field: string): Cell {
  const entries = doc.entries.filter((entry) => entry.field === field);
  const distinct = entries.filter(
    (entry, at) => entries.findIndex((other) => other.value === entry.value) === at,
  );
  if (distinct.length === 0) return cell([text("–")]);
  return cell(
    joinRuns(
      distinct.map((entry) => valueCell(ctx, formId, doc.studyId, entry).runs),
      " / ",
    ),
  );
}

/** What the check against the source found, as a line under the study. */
function checkRow(ctx: Context, formId: string, studyId: string, span: number): readonly (readonly Cell[])[] {
  const check = ctx.snapshot.sourceChecks.find((one) => one.formId === formId && one.studyId === studyId);
  if (check === undefined) return [];
  const runs: Runs = [
    text(`${ctx.words["check.title"]}: `),
    strong(ctx.words[`check.${check.agreement}`]),
    text(". "),
    ctx.local(check.text),
    ...mark(check.confidence),
  ];
  return [[cell(runs, { span })]];
}

function hypotheses(ctx: Context): readonly Block[] {
  const { hypotheses: all, mechanismLinks } = ctx.snapshot;
  if (all.length === 0) return [];
  const dash: Runs = [text("–")];
  return [
    headingOf(4, "hypotheses", ctx.say("hypotheses.title")),
    paragraph(ctx.say("hypotheses.intro")),
    table(ctx, {
      id: "table-hypotheses",
      caption: ctx.say("hypotheses.caption"),
      head: [
        ctx.say("hypotheses.hypothesis"),
        ctx.say("forest.study"),
        ctx.say("hypotheses.relation"),
        ctx.say("hypotheses.basis"),
      ],
      widths: [4, 3, 2, 5],
      rows: all.flatMap((hypothesis) => {
        const name: Runs = [strong(hypothesis.hypothesisId), text(" "), ctx.local(hypothesis.label)];
        const links = mechanismLinks.filter((link) => link.hypothesisId === hypothesis.hypothesisId);
        if (links.length === 0) return [[name, ctx.say("hypotheses.noStudy"), dash, dash]];
        return links.map((link, at) => [
          at === 0 ? name : [strong(hypothesis.hypothesisId)],
          studyCell(ctx, link.studyId),
          [text(ctx.words[`relation.${link.relation}`])],
          [ctx.local(link.basis)],
        ]);
      }),
      notes: noticeRuns(
        ctx,
        mechanismLinks.flatMap((link) => ctx.study(link.studyId)?.reports ?? []),
      ),
    }),
  ];
}
