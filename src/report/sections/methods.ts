import { type PlannedAnalysis, poolingOf } from "#review";
import { heading, list, paragraph, sentences, table } from "../blocks.ts";
import { type Context, count, countInWords, dateText, joinRuns, twin } from "../context.ts";
import { type Block, cell, type Runs, text } from "../document.ts";
import { sourceLabel } from "../flow/computed-flow.ts";
import { inputRuns, measureRun, modelRuns, outcomeRun, roleRun, timepointRun } from "./analysis-words.ts";
import { schemeName, toolName } from "./appraisals.ts";
import { screeningMethods } from "./screening-methods.ts";
import { statementRuns, statementsOf } from "./statements.ts";

export function questions(ctx: Context): readonly Block[] {
  const { protocol } = ctx.snapshot.protocol;
  if (protocol.questions.length === 0) return [];
  return [
    heading(ctx, 2, "questions", "questions.title"),
    table(ctx, {
      id: "table-questions",
      caption: ctx.say("questions.caption"),
      head: [
        "questions.question",
        "questions.population",
        "questions.intervention",
        "questions.comparator",
        "questions.outcomes",
      ].map((key) => ctx.say(key as "questions.question")),
      widths: [3, 2, 2, 2, 2],
      rows: protocol.questions.map((question) => [
        [text(`${question.id}. `), ctx.local(question.text)],
        question.population === null ? [text("–")] : [ctx.local(question.population)],
        question.intervention === null ? [text("–")] : [ctx.local(question.intervention)],
        question.comparator === null ? [text("–")] : [ctx.local(question.comparator)],
        question.outcomes.length === 0
          ? [text("–")]
          : joinRuns(
              question.outcomes.map((id) => [outcomeRun(ctx, id)]),
              "; ",
            ),
      ]),
    }),
  ];
}

export function methods(ctx: Context): readonly Block[] {
  return [
    heading(ctx, 2, "methods", "methods.title"),
    sentences(
      ctx.say("methods.protocol", { n: count(ctx.snapshot.protocol.number, "protocol") }),
      registration(ctx),
    ),
    ...eligibility(ctx),
    ...sources(ctx),
    ...screeningMethods(ctx),
    ...extraction(ctx),
    ...statistics(ctx),
    ...appraisalMethods(ctx),
    ...amendments(ctx),
  ];
}

function registration(ctx: Context): Runs {
  const { registration: registered } = ctx.snapshot.protocol.protocol;
  return registered === null
    ? ctx.say("methods.notRegistered")
    : ctx.say("methods.registered", { where: registered });
}

function eligibility(ctx: Context): readonly Block[] {
  const { criteria } = ctx.snapshot.protocol.protocol;
  if (criteria.length === 0) return [];
  const items = (kind: "include" | "exclude"): readonly Runs[] =>
    criteria
      .filter((criterion) => criterion.kind === kind)
      .map((criterion) => [{ kind: "strong", text: criterion.id }, text(" "), ctx.local(criterion.text)]);
  const part = (kind: "include" | "exclude"): readonly Block[] =>
    items(kind).length === 0 ? [] : [paragraph(ctx.say(`eligibility.${kind}`)), list(items(kind))];
  return [heading(ctx, 3, "eligibility", "eligibility.title"), ...part("include"), ...part("exclude")];
}

function sources(ctx: Context): readonly Block[] {
  const { sources: all } = ctx.snapshot.protocol.protocol;
  const searched = all.filter((source) => source.kind !== "background");
  const missing = ctx.words["flow.notReported"];
  const records = new Map(ctx.snapshot.flow.recordsBySource.map((one) => [one.sourceId, one.records]));
  const rows = searched.map((source) => {
    const imported = records.get(source.id) ?? 0;
    return [
      [text(sourceLabel(source, ctx.language))],
      ctx.say(`source.${source.kind}`),
      [text(source.searchedOn === null ? missing : dateText(ctx, source.searchedOn))],
      source.hits === null ? [text(missing)] : [reportedCount(source.hits, source.name)],
      imported === 0 ? [text("–")] : [count(imported, "import")],
    ];
  });
  const notes = searched.flatMap((source) =>
    source.note === undefined
      ? []
      : [[twin(ctx, source.name, source.nameNb ?? source.name), text(": "), ctx.local(source.note)]],
  );
  return [
    heading(ctx, 3, "sources", "sources.title"),
    rows.length === 0
      ? paragraph(ctx.say("sources.none"))
      : table(ctx, {
          id: "table-sources",
          caption: ctx.say("sources.caption"),
          head: [
            ctx.say("sources.source"),
            ctx.say("sources.kind"),
            ctx.say("sources.date"),
            ctx.say("sources.hits"),
            ctx.say("sources.records"),
          ],
          align: ["start", "start", "start", "end", "end"],
          rows,
          notes: [ctx.say("sources.note"), ...notes],
        }),
  ];
}

function reportedCount(value: number, source: string): Runs[number] {
  return { kind: "number", text: String(value), value, source: { from: "reported", source } };
}

function extraction(ctx: Context): readonly Block[] {
  const { snapshot } = ctx;
  const extractors = new Set(snapshot.values.flatMap((doc) => doc.entries.map((entry) => entry.by)));
  const { forms } = snapshot.protocol.protocol;
  if (forms.length === 0) return [];
  const names = [...extractors].sort().map((id) => ctx.person(id));
  return [
    heading(ctx, 3, "extraction", "extraction.title"),
    sentences(
      ctx.say("extraction.forms", {
        n: count(forms.length, "protocol"),
        forms: joinRuns(
          forms.map((form) => [ctx.local(form.label)]),
          "; ",
        ),
      }),
      names.length === 0
        ? ctx.say("extraction.none")
        : ctx.say("extraction.people", {
            n: countInWords(ctx, names.length, "values"),
            people: names.join(", "),
          }),
      ctx.say("extraction.marks"),
    ),
  ];
}

function statistics(ctx: Context): readonly Block[] {
  const { analyses } = ctx.snapshot.protocol.protocol;
  if (analyses.length === 0) return [];
  const items = analyses.map((analysis): Runs => {
    const base = ctx.say("statistics.analysis", {
      label: ctx.local(analysis.label),
      outcome: outcomeRun(ctx, analysis.outcome),
      timepoint: timepointRun(ctx, analysis.timepoint),
      experimental: roleRun(ctx, analysis.experimental),
      comparator: roleRun(ctx, analysis.comparator),
      measure: measureRun(ctx, analysis),
      model: modelRuns(ctx, analysis),
      test: ctx.say(`test.${poolingOf(analysis).test}`),
    });
    const input = inputRuns(ctx, analysis);
    const note = analysis.note === undefined ? [] : [text(" "), ctx.local(analysis.note)];
    return [...base, text(" "), ...input, ...plannedBesides(ctx, analysis), ...note];
  });
  return [
    heading(ctx, 3, "statistics", "statistics.title"),
    paragraph(ctx.say("statistics.intro")),
    list(items),
    paragraph(ctx.say("statistics.heterogeneity")),
  ];
}

/** Restriction, empty cells, and the parts planned beside the main result. */
function plannedBesides(ctx: Context, analysis: PlannedAnalysis): Runs {
  const { risk, zeroCells, prediction, subgroups = [], moderators = [], sensitivity = [] } = analysis;
  const parts = [...subgroups, ...moderators, ...sensitivity].map(({ label }): Runs => [ctx.local(label)]);
  const said: readonly Runs[] = [
    ...(risk === undefined || risk === "all" ? [] : [ctx.say(`statistics.risk.${risk}`)]),
    ...(prediction === "riley" ? [ctx.say("statistics.riley")] : []),
    ...(zeroCells === undefined
      ? []
      : [
          ctx.say(`statistics.zero.${zeroCells.to}`, {
            add: String(zeroCells.add).replace(".", ctx.language === "nb" ? "," : "."),
          }),
          ...(zeroCells.doubleZero === "drop" ? [ctx.say("statistics.doubleZero")] : []),
        ]),
    ...(parts.length === 0 ? [] : [ctx.say("statistics.besides", { parts: joinRuns(parts, "; ") })]),
  ];
  return said.flatMap((runs) => [text(" "), ...runs]);
}

function appraisalMethods(ctx: Context): readonly Block[] {
  const tools = [
    ...new Set(ctx.snapshot.appraisals.map((one) => `${toolName(one.tool)} (${one.toolVersion})`)),
  ].sort();
  const schemes = [...new Set(ctx.snapshot.evidenceLevels.map((one) => schemeName(ctx, one.scheme)))].sort();
  return [
    heading(ctx, 3, "appraisal-methods", "appraisal.methods"),
    sentences(
      tools.length === 0
        ? ctx.say("appraisal.none")
        : ctx.say("appraisal.tools", { tools: tools.join(", ") }),
      schemes.length === 0 ? [] : ctx.say("appraisal.schemes", { schemes: schemes.join(", ") }),
    ),
  ];
}

function amendments(ctx: Context): readonly Block[] {
  const later = ctx.snapshot.protocol.history.filter((version) => version.number > 1);
  const statements = statementsOf(ctx, ["deviation", "amendment"]);
  if (later.length === 0 && statements.length === 0) {
    return [heading(ctx, 3, "amendments", "amendments.title"), paragraph(ctx.say("amendments.none"))];
  }
  return [
    heading(ctx, 3, "amendments", "amendments.title"),
    ...(later.length === 0
      ? []
      : [
          table(ctx, {
            id: "table-amendments",
            caption: ctx.say("amendments.caption"),
            head: [
              ctx.say("amendments.version"),
              ctx.say("amendments.date"),
              ctx.say("amendments.by"),
              ctx.say("amendments.reason"),
            ],
            widths: [1, 2, 2, 5],
            rows: later.map((version) => [
              [count(version.number, "protocol")],
              [text(dateText(ctx, version.at))],
              [text(ctx.person(version.by))],
              cell(
                version.reason === null ? [text(ctx.words["amendments.noReason"])] : [text(version.reason)],
              ),
            ]),
          }),
        ]),
    ...(statements.length === 0 ? [] : [list(statements.map((one) => statementRuns(ctx, one)))]),
  ];
}
