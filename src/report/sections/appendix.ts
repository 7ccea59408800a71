import type { ValueInForce } from "#extraction";
import { heading, headingOf, paragraph, table } from "../blocks.ts";
import { type Context, joinRuns, mark, markNotes, quoted, twin } from "../context.ts";
import { type Block, cell, type Runs, text } from "../document.ts";
import { sourceLabel } from "../flow/computed-flow.ts";
import { addressRuns, armRuns, fieldRuns, verbatim } from "./pooled-report.ts";

export function appendix(ctx: Context): readonly Block[] {
  return [
    { kind: "page-break" },
    heading(ctx, 2, "appendix", "appendix.title"),
    ...strategies(ctx),
    ...counts(ctx),
    ...numbers(ctx),
  ];
}

function strategies(ctx: Context): readonly Block[] {
  const searched = ctx.snapshot.protocol.protocol.sources.filter((source) => source.kind !== "background");
  if (searched.length === 0) return [];
  return [
    heading(ctx, 3, "search-strategies", "strategies.title"),
    ...searched.flatMap((source, at): readonly Block[] => [
      headingOf(4, `strategy-${at + 1}`, [text(sourceLabel(source, ctx.language))]),
      source.query === null
        ? paragraph(ctx.say("strategies.noQuery"))
        : paragraph([{ kind: "code", text: source.query }], "code"),
      ...(source.limits === null
        ? []
        : [
            paragraph(
              [...ctx.say("strategies.limits"), text(" "), twin(ctx, source.limits, source.limitsNb)],
              "small",
            ),
          ]),
    ]),
  ];
}

/** Every extracted number with the way back to its source. */
function numbers(ctx: Context): readonly Block[] {
  const { rows } = ctx.index;
  if (rows.length === 0) return [];
  return [
    heading(ctx, 3, "number-index", "numbers.title"),
    paragraph(ctx.say("numbers.intro")),
    table(ctx, {
      id: "table-numbers",
      caption: ctx.say("numbers.caption"),
      head: [
        ctx.say("numbers.number"),
        ctx.say("forest.study"),
        ctx.say("values.what"),
        ctx.say("values.value"),
        ctx.say("values.place"),
        ctx.say("numbers.extractor"),
        ctx.say("numbers.event"),
      ],
      align: ["start", "start", "start", "end", "start", "start", "start"],
      widths: [1, 3, 6, 2, 4, 2, 5],
      wide: true,
      folded: true,
      rows: rows.map(({ anchor, order, studyId, formId, entry }) => [
        cell([text(String(order))], { id: anchor }),
        [text(ctx.study(studyId)?.label ?? studyId)],
        joinRuns(
          [
            fieldRuns(ctx, formId, entry.field),
            ...(entry.arm === undefined ? [] : [armRuns(ctx, studyId, entry.arm)]),
            ...(entry.outcome === undefined && entry.timepoint === undefined
              ? []
              : [addressRuns(ctx, entry)]),
          ],
          "; ",
        ),
        [text(verbatim(ctx, entry.value ?? "–")), ...mark(entry.confidence)],
        placeRuns(ctx, entry),
        [text(ctx.person(entry.by))],
        [{ kind: "code", text: entry.eventId }],
      ]),
      notes: markNotes(
        ctx,
        rows.map((row) => row.entry.confidence),
      ),
    }),
  ];
}

function placeRuns(ctx: Context, { place, placeNb, quote }: ValueInForce): Runs {
  const where = place === undefined ? ctx.say("values.notReported") : [twin(ctx, place, placeNb)];
  // Quotes stay in the language they were printed in.
  return quote === undefined ? where : [...where, text(": "), quoted(ctx, quote)];
}

/** Counts of the flow that an outside source reports. */
function counts(ctx: Context): readonly Block[] {
  const { reportedCounts } = ctx.snapshot;
  if (reportedCounts.length === 0) return [];
  return [
    heading(ctx, 3, "reported-counts", "counts.title"),
    table(ctx, {
      id: "table-counts",
      caption: ctx.say("counts.caption"),
      head: [
        ctx.say("counts.what"),
        ctx.say("values.value"),
        ctx.say("inconsistencies.source"),
        ctx.say("numbers.extractor"),
        ctx.say("numbers.event"),
      ],
      align: ["start", "end", "start", "start", "start"],
      widths: [5, 2, 3, 2, 4],
      wide: true,
      rows: reportedCounts.map((one) => [
        one.label === undefined ? [{ kind: "code", text: one.box }] : [ctx.local(one.label)],
        [text(one.value === null ? ctx.words["flow.notReported"] : String(one.value))],
        [twin(ctx, one.source, one.sourceNb)],
        [text(ctx.person(one.by))],
        [{ kind: "code", text: one.eventId }],
      ]),
    }),
  ];
}
