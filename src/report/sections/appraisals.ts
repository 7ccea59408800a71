import { domainOf, evidenceSchemeOf, type Instrument, instrumentOf, severityOf } from "#appraisal";
import { type Light, type LightLevel, trafficLight } from "#figures";
import { localText } from "#kernel";
import type { Appraised, Stamped } from "#ledger";
import { figure, heading, list, paragraph, table } from "../blocks.ts";
import { type Context, flagOf, joinRuns, noticeRuns, studyRuns, twin } from "../context.ts";
import { type Block, plainText, type Runs, text } from "../document.ts";
import { outcomeRun, timepointRun } from "./analysis-words.ts";
import { anchorPart } from "./pooled-report.ts";
import { statementRuns, statementsOf } from "./statements.ts";

export function appraisals(ctx: Context): readonly Block[] {
  const { appraisals: judged, evidenceLevels } = ctx.snapshot;
  if (judged.length === 0 && evidenceLevels.length === 0) return [];
  const tools = [...new Set(judged.map((one) => one.tool))].sort();
  return [
    heading(ctx, 3, "results-bias", "appraisal.title"),
    ...tools.flatMap((tool) =>
      oneTool(
        ctx,
        tool,
        judged.filter((one) => one.tool === tool),
      ),
    ),
    ...levels(ctx),
    ...hierarchy(ctx),
  ];
}

function oneTool(ctx: Context, tool: string, judged: readonly Stamped<Appraised>[]): readonly Block[] {
  const ids = [...new Set(judged.flatMap((one) => Object.keys(one.domains)))].sort(naturally);
  const instrument = instrumentOf(tool, judged[0]?.toolVersion ?? "");
  const domains = ids.map((id, at) => domainText(ctx, instrument, id, at));
  const light = (judgement: string): Light => lightOf(ctx, instrument, judgement);
  const name = toolName(tool);
  const sources = new Map(
    judged.flatMap(({ source, sourceNb }) =>
      source === undefined ? [] : [[source, twin(ctx, source, sourceNb)] as const],
    ),
  );
  const notices = noticeRuns(
    ctx,
    judged.flatMap((one) => ctx.study(one.studyId)?.reports ?? []),
  );
  // A result that all judgements are about is named once, not in every row.
  const results = new Set(judged.map((one) => resultName(ctx, one)));
  const shared = results.size === 1 ? ([...results][0] ?? "") : null;
  const about: Runs = shared === null || shared === "" ? [] : [text(`: ${shared}`)];
  const label = (one: Appraised): string => {
    const study = ctx.study(one.studyId)?.label ?? one.studyId;
    const where = shared === null ? resultName(ctx, one) : "";
    return where === "" ? study : `${study}, ${where}`;
  };
  const options = {
    language: ctx.language,
    title: plainText([...ctx.say("appraisal.figure", { tool: name }), ...about]),
    studyHeading: ctx.words["forest.study"],
    overallHeading: ctx.words["appraisal.overall"],
    missingLabel: ctx.words["judgement.none"],
  } as const;
  const rows = judged.map((one) => ({
    label: label(one),
    domains: Object.fromEntries(
      ids.flatMap((id) => {
        const domain = one.domains[id];
        return domain === undefined ? [] : [[id, light(domain.judgement)]];
      }),
    ),
    overall: light(one.overall.judgement),
    flag: flagOf(ctx, ctx.study(one.studyId)?.reports ?? []),
  }));
  const id = anchorPart(tool);
  const described = rows
    .map(
      (row) =>
        `${row.label}: ${domains.map((one) => `${one.short} ${row.domains[one.id]?.label ?? options.missingLabel}`).join(", ")}; ${options.overallHeading}: ${row.overall.label}.`,
    )
    .join(" ");
  const notes: readonly Runs[] = [
    ...(sources.size === 0
      ? []
      : [
          ctx.say("appraisal.source", {
            source: joinRuns(
              [...sources.values()].map((run) => [run]),
              "; ",
            ),
          }),
        ]),
    ...notices,
  ];
  const judgement = (given: Appraised["overall"]): Runs => [
    text(light(given.judgement).label),
    ...(given.support === undefined ? [] : [text(". "), twin(ctx, given.support, given.supportNb)]),
  ];
  return [
    figure(ctx, {
      id: `figure-bias-${id}`,
      parts: [
        {
          svg: trafficLight(rows, domains, { ...options, id: `bias-${id}` }),
          printSvg: trafficLight(rows, domains, { ...options, id: `bias-${id}-print`, palette: "print" }),
          alt: `${options.title}. ${described}`,
        },
      ],
      caption: [...ctx.say("appraisal.figure", { tool: name }), ...about],
      notes,
    }),
    table(ctx, {
      id: `table-bias-${id}`,
      caption: [...ctx.say("appraisal.caption", { tool: name }), ...about],
      head: [
        ctx.say("forest.study"),
        ...domains.map((one) => [text(one.short)]),
        ctx.say("appraisal.overall"),
      ],
      wide: supportLength(judged) > MUCH_SUPPORT,
      widths: [3, ...domains.map(() => 2), 2],
      rows: judged.map((one) => [
        [
          ...studyRuns(ctx, one.studyId),
          ...(shared !== null || resultName(ctx, one) === "" ? [] : [text(`, ${resultName(ctx, one)}`)]),
        ],
        ...domains.map((domain): Runs => {
          const given = one.domains[domain.id];
          return given === undefined ? [text(ctx.words["judgement.none"])] : judgement(given);
        }),
        judgement(one.overall),
      ]),
      notes: [[text(domains.map((one) => `${one.short}: ${one.label}.`).join(" "))], ...notes],
    }),
  ];
}

/** Characters of support from which a table needs a landscape page. */
const MUCH_SUPPORT = 600;

function supportLength(judged: readonly Appraised[]): number {
  return judged
    .flatMap((one) => [...Object.values(one.domains), one.overall])
    .reduce((sum, { support }) => sum + (support?.length ?? 0), 0);
}

/** The instrument by the name its authors use. */
export function toolName(tool: string): string {
  return tool.toLowerCase() === "rob2" ? "RoB 2" : tool;
}

function hierarchy(ctx: Context): readonly Block[] {
  const found = statementsOf(ctx, ["evidence-hierarchy"]);
  return found.length === 0 ? [] : [list(found.map((one) => statementRuns(ctx, one)))];
}

function resultName(ctx: Context, one: Appraised): string {
  const parts = [
    ...(one.outcome === undefined ? [] : [plainText([outcomeRun(ctx, one.outcome)])]),
    ...(one.timepoint === undefined ? [] : [plainText([timepointRun(ctx, one.timepoint)])]),
  ];
  return parts.join(", ");
}

/** Levels by severity for instruments with three or more judgements. */
const BY_SEVERITY: readonly LightLevel[] = ["low", "some", "high", "critical"];
/** For judgements of instruments that are not bundled. */
const BY_WORD: Readonly<Record<string, LightLevel>> = {
  low: "low",
  moderate: "some",
  unclear: "some",
  high: "high",
  serious: "high",
  critical: "critical",
};

/** A judgement as a light, named by its instrument; of an unknown instrument by known words, else as given. */
export function lightOf(ctx: Context, instrument: Instrument | null, judgement: string): Light {
  const known = instrument?.judgements.find((one) => one.id === judgement);
  const severity = instrument === null ? null : severityOf(instrument, judgement);
  if (known !== undefined && severity !== null) {
    return { level: BY_SEVERITY[severity] ?? "critical", label: localText(known.label, ctx.language) };
  }
  const key = judgement.toLowerCase().replace(/[\s_]+/g, "-");
  const words = ctx.words as Readonly<Record<string, string>>;
  return { level: BY_WORD[key] ?? "none", label: words[`judgement.${key}`] ?? judgement };
}

/** Name of a domain, from its instrument where that is known. */
export function domainText(
  ctx: Context,
  instrument: Instrument | null,
  id: string,
  at: number,
): { readonly id: string; readonly short: string; readonly label: string } {
  const domain = instrument === null ? null : domainOf(instrument, id);
  return domain === null
    ? { id, short: `D${at + 1}`, label: id }
    : { id, short: domain.short, label: localText(domain.label, ctx.language) };
}

/** Order of ids with numbers in them: D2 before D10. */
export function naturally(a: string, b: string): number {
  const [x, y] = [Number(/\d+/.exec(a)?.[0] ?? Number.NaN), Number(/\d+/.exec(b)?.[0] ?? Number.NaN)];
  return Number.isNaN(x) || Number.isNaN(y) || x === y ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
}

export function schemeName(ctx: Context, scheme: string): string {
  const found = evidenceSchemeOf(scheme);
  return found === null ? scheme : localText(found.label, ctx.language);
}

function levelRuns(ctx: Context, scheme: string, level: string): Runs {
  const label = evidenceSchemeOf(scheme)?.levels.find((one) => one.id === level)?.label;
  return label === undefined ? [text(level)] : [text(`${level}. `), ctx.local(label)];
}

function levels(ctx: Context): readonly Block[] {
  const { evidenceLevels } = ctx.snapshot;
  if (evidenceLevels.length === 0) return [];
  return [
    paragraph(ctx.say("levels.intro")),
    table(ctx, {
      id: "table-levels",
      caption: ctx.say("levels.caption"),
      head: [
        ctx.say("forest.study"),
        ctx.say("levels.scheme"),
        ctx.say("levels.level"),
        ctx.say("levels.why"),
      ],
      widths: [3, 3, 3, 5],
      rows: evidenceLevels.map((one) => [
        studyRuns(ctx, one.studyId),
        [text(schemeName(ctx, one.scheme))],
        levelRuns(ctx, one.scheme, one.level),
        [twin(ctx, one.why, one.whyNb)],
      ]),
      notes: noticeRuns(
        ctx,
        evidenceLevels.flatMap((one) => ctx.study(one.studyId)?.reports ?? []),
      ),
    }),
  ];
}
