import { type Light, type LightLevel, trafficLight } from "#figures";
import type { Appraised, Stamped } from "#ledger";
import { figure, heading, paragraph, table } from "../blocks.ts";
import { type Context, flagOf, noticeRuns, studyRuns } from "../context.ts";
import { type Block, plainText, type Runs, text } from "../document.ts";
import { outcomeRun, timepointRun } from "./analysis-words.ts";
import { anchorPart } from "./pooled-report.ts";

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
  ];
}

function oneTool(ctx: Context, tool: string, judged: readonly Stamped<Appraised>[]): readonly Block[] {
  const ids = [...new Set(judged.flatMap((one) => Object.keys(one.domains)))].sort(naturally);
  const domains = ids.map((id, at) => ({
    id,
    short: shortName(id, at),
    label: domainName(ctx, tool, id, at),
  }));
  const name = toolName(tool);
  const sources = [...new Set(judged.flatMap((one) => one.source ?? []))].sort();
  const notices = noticeRuns(
    ctx,
    judged.flatMap((one) => ctx.study(one.studyId)?.reports ?? []),
  );
  const label = (one: Appraised): string => {
    const study = ctx.study(one.studyId)?.label ?? one.studyId;
    const where = resultName(ctx, one);
    return where === "" ? study : `${study}, ${where}`;
  };
  const options = {
    language: ctx.language,
    title: plainText(ctx.say("appraisal.figure", { tool: name })),
    studyHeading: ctx.words["forest.study"],
    overallHeading: ctx.words["appraisal.overall"],
    missingLabel: ctx.words["judgement.none"],
  } as const;
  const rows = judged.map((one) => ({
    label: label(one),
    domains: Object.fromEntries(
      ids.flatMap((id) => {
        const domain = one.domains[id];
        return domain === undefined ? [] : [[id, light(ctx, domain.judgement)]];
      }),
    ),
    overall: light(ctx, one.overall.judgement),
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
    ...(sources.length === 0 ? [] : [ctx.say("appraisal.source", { source: sources.join("; ") })]),
    ...notices,
  ];
  const judgement = (given: string, support: string | undefined): Runs => [
    text(light(ctx, given).label),
    ...(support === undefined ? [] : [text(`. ${support}`, ctx.language === "nb" ? "en" : undefined)]),
  ];
  return [
    figure(ctx, {
      id: `figure-bias-${id}`,
      svg: trafficLight(rows, domains, { ...options, id: `bias-${id}` }),
      printSvg: trafficLight(rows, domains, { ...options, id: `bias-${id}-print`, palette: "print" }),
      alt: `${options.title}. ${described}`,
      caption: ctx.say("appraisal.figure", { tool: name }),
      notes,
    }),
    table(ctx, {
      id: `table-bias-${id}`,
      caption: ctx.say("appraisal.caption", { tool: name }),
      head: [
        ctx.say("forest.study"),
        ...domains.map((one) => [text(one.short)]),
        ctx.say("appraisal.overall"),
      ],
      wide: judged.some((one) => Object.values(one.domains).some((domain) => domain.support !== undefined)),
      widths: [3, ...domains.map(() => 2), 2],
      rows: judged.map((one) => [
        [
          ...studyRuns(ctx, one.studyId),
          ...(resultName(ctx, one) === "" ? [] : [text(`, ${resultName(ctx, one)}`)]),
        ],
        ...domains.map((domain): Runs => {
          const given = one.domains[domain.id];
          return given === undefined
            ? [text(ctx.words["judgement.none"])]
            : judgement(given.judgement, given.support);
        }),
        judgement(one.overall.judgement, one.overall.support),
      ]),
      notes: [[text(domains.map((one) => `${one.short}: ${one.label}.`).join(" "))], ...notes],
    }),
  ];
}

/** The instrument by the name its authors use. */
export function toolName(tool: string): string {
  return tool.toLowerCase() === "rob2" ? "RoB 2" : tool;
}

function resultName(ctx: Context, one: Appraised): string {
  const parts = [
    ...(one.outcome === undefined ? [] : [plainText([outcomeRun(ctx, one.outcome)])]),
    ...(one.timepoint === undefined ? [] : [plainText([timepointRun(ctx, one.timepoint)])]),
  ];
  return parts.join(", ");
}

const LEVELS: Readonly<Record<string, LightLevel>> = {
  low: "low",
  "some-concerns": "some",
  some: "some",
  moderate: "some",
  unclear: "some",
  high: "high",
  serious: "high",
  critical: "critical",
};

/** A judgement as a light, named in the language of the report; an unknown word stays as given. */
function light(ctx: Context, judgement: string): Light {
  const key = judgement.toLowerCase().replace(/[\s_]+/g, "-");
  const level = LEVELS[key] ?? "none";
  const words = ctx.words as Readonly<Record<string, string>>;
  return { level, label: words[`judgement.${key}`] ?? judgement };
}

function shortName(id: string, at: number): string {
  return /^D\d+$/i.test(id) ? id.toUpperCase() : `D${at + 1}`;
}

function domainName(ctx: Context, tool: string, id: string, at: number): string {
  const words = ctx.words as Readonly<Record<string, string>>;
  const key = tool.toLowerCase().replace(/[^a-z0-9]/g, "");
  return words[`${key}.${id.toLowerCase()}`] ?? words[`${key}.d${at + 1}`] ?? id;
}

function naturally(a: string, b: string): number {
  const [x, y] = [Number(/\d+/.exec(a)?.[0] ?? Number.NaN), Number(/\d+/.exec(b)?.[0] ?? Number.NaN)];
  return Number.isNaN(x) || Number.isNaN(y) || x === y ? (a < b ? -1 : a > b ? 1 : 0) : x - y;
}

function levels(ctx: Context): readonly Block[] {
  const { evidenceLevels } = ctx.snapshot;
  if (evidenceLevels.length === 0) return [];
  const lang = ctx.language === "nb" ? "en" : undefined;
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
      widths: [3, 3, 1, 5],
      rows: evidenceLevels.map((one) => [
        studyRuns(ctx, one.studyId),
        [text(one.scheme)],
        [text(one.level)],
        [text(one.why, lang)],
      ]),
      notes: noticeRuns(
        ctx,
        evidenceLevels.flatMap((one) => ctx.study(one.studyId)?.reports ?? []),
      ),
    }),
  ];
}
