import { formatInterval, formatNumber, formatPercent } from "#figures";
import { formatP, type Language, localText } from "#kernel";
import type { Confidence, LocalTextBody, ReportStatusSet, Stamped, StudyDefined } from "#ledger";
import { type Block, type Run, type Runs, strong, text } from "./document.ts";
import { type NumberIndex, numberIndex } from "./number-index.ts";
import type { ReviewSnapshot } from "./snapshot.ts";
import { fill, type Parameter } from "./template.ts";
import { type Catalogue, catalogue, type TextKey } from "./text/index.ts";

/** Signs after a value that was not read in its source, with the words that explain them. */
const MARKS: Readonly<Record<Exclude<Confidence, "read-in-source">, { sign: string; key: TextKey }>> = {
  unverified: { sign: "†", key: "mark.unverified" },
  "read-in-secondary-source": { sign: "‡", key: "mark.secondary" },
  derived: { sign: "§", key: "mark.derived" },
};

/** All that the sections of a report share: the review, the language, and counters of tables and figures. */
export interface Context {
  readonly snapshot: ReviewSnapshot;
  readonly language: Language;
  readonly words: Catalogue;
  readonly index: NumberIndex;
  /** A text of the catalogue with its holes filled. */
  say(key: TextKey, parameters?: Readonly<Record<string, Parameter>>): Runs;
  /** A text of the review, marked when it is only there in English. */
  local(content: LocalTextBody): Run;
  nextTable(): number;
  nextFigure(): number;
  study(id: string): Stamped<StudyDefined> | undefined;
  person(id: string): string;
}

export function createContext(snapshot: ReviewSnapshot, language: Language): Context {
  const words = catalogue(language);
  const studies = new Map(snapshot.studies.map((study) => [study.studyId, study]));
  const people = new Map(
    snapshot.protocol.protocol.people.map((person) => [
      person.id,
      localText({ en: person.name, nb: person.nameNb }, language),
    ]),
  );
  let tables = 0;
  let figures = 0;
  return {
    snapshot,
    language,
    words,
    index: numberIndex(snapshot),
    say: (key, parameters = {}) => fill(words[key], parameters),
    local: (content) => text(localText(content, language), foreign(content, language)),
    nextTable: () => ++tables,
    nextFigure: () => ++figures,
    study: (id) => studies.get(id),
    person: (id) => people.get(id) ?? id,
  };
}

/** Language tag of a text that falls back to English. */
export function foreign(content: LocalTextBody, language: Language): string | undefined {
  return language === "nb" && content.nb === undefined ? "en" : undefined;
}

/**
 * A text with its Norwegian twin. Without one the English stands, marked as such unless it holds no
 * word at all, as a registry number does.
 */
export function twin(ctx: Context, en: string, nb: string | undefined): Run {
  if (ctx.language === "en") return text(en);
  return nb === undefined ? text(en, WORD.test(en) ? "en" : undefined) : text(nb);
}

/** Words of a source between the quotation marks of the report's language. */
export function quoted(ctx: Context, words: string): Run {
  return ctx.language === "nb" ? text(`«${words}»`, "en") : text(`“${words}”`);
}

const WORD = /\p{Ll}{3}/u;

/** A whole number computed from the ledger. */
export function count(value: number, how: string): Run {
  return { kind: "number", text: String(value), value, source: { from: "computed", how } };
}

/** A whole number computed from the ledger, for running text: below ten in words. */
export function countInWords(ctx: Context, value: number, how: string): Run {
  return { kind: "number", text: numberWord(ctx.words, value), value, source: { from: "computed", how } };
}

/** `six` for 6, `26` for 26. Source: APA 7 §6.32. */
export function numberWord(words: Catalogue, value: number): string {
  return words["count.words"].split(" ")[value] ?? String(value);
}

/** A computed number as readers see it. */
export function computed(ctx: Context, value: number | null, digits: number, how: string): Run {
  return {
    kind: "number",
    text: formatNumber(value, { digits, language: ctx.language }),
    value,
    source: { from: "computed", how },
  };
}

export function computedInterval(ctx: Context, low: number, high: number, how: string): Run {
  return {
    kind: "number",
    text: formatInterval(low, high, { digits: 2, language: ctx.language }),
    value: null,
    source: { from: "computed", how },
  };
}

export function computedPercent(ctx: Context, value: number | null, digits: number, how: string): Run {
  return {
    kind: "number",
    text: formatPercent(value, { digits, language: ctx.language }),
    value,
    source: { from: "computed", how },
  };
}

/** `= .79`, ready to stand after "p". */
export function computedP(ctx: Context, value: number | null, how: string): Run {
  return { kind: "number", text: formatP(value, ctx.language), value, source: { from: "computed", how } };
}

export function cite(ids: readonly string[]): Run {
  return { kind: "cite", ids, text: "" };
}

/** One report named in the sentence: `Author et al. (2020)`. */
export function citeNarrative(id: string): Run {
  return { kind: "cite", ids: [id], text: "", narrative: true };
}

/** The sign for a confidence, as a run list that may be empty. */
export function mark(confidence: string): Runs {
  const found = MARKS[confidence as keyof typeof MARKS];
  return found === undefined ? [] : [text(found.sign)];
}

/** Explains those signs that the confidences need, as one note; empty when there is none. */
export function markNotes(ctx: Context, confidences: Iterable<string>): readonly Runs[] {
  const seen = new Set(confidences);
  const parts = Object.entries(MARKS).flatMap(([confidence, { sign, key }]) =>
    seen.has(confidence) ? [`${sign} ${ctx.words[key]}`] : [],
  );
  return parts.length === 0 ? [] : [[text(parts.join(" "))]];
}

/** Statuses other than `current` of the reports given. */
function noticesOf(ctx: Context, reportIds: readonly string[]): readonly Stamped<ReportStatusSet>[] {
  const ids = new Set(reportIds);
  return ctx.snapshot.statuses.filter((status) => ids.has(status.report) && status.status !== "current");
}

/** The words for a report's status, such as `retracted`; undefined when there is nothing to say. */
export function flagOf(ctx: Context, reportIds: readonly string[]): string | undefined {
  const notices = noticesOf(ctx, reportIds);
  const worst = (["retracted", "concern", "corrected"] as const).find((value) =>
    notices.some((notice) => notice.status === value),
  );
  return worst === undefined ? undefined : ctx.words[`status.${worst}`];
}

/** A study's label, with its status where its report was retracted or corrected. */
export function studyRuns(ctx: Context, studyId: string, label?: string): Runs {
  const study = ctx.study(studyId);
  const flag = study === undefined ? undefined : flagOf(ctx, study.reports);
  const name = text(label ?? study?.label ?? studyId);
  return flag === undefined ? [name] : [name, text(" ("), strong(flag), text(")")];
}

/** Sentences that say which of the reports were retracted, for alerts and table notes. */
export function noticeRuns(ctx: Context, reportIds: readonly string[]): readonly Runs[] {
  return noticesOf(ctx, reportIds).map((notice) => {
    const status = notice.status as "retracted" | "concern" | "corrected";
    const key = status === "retracted" && entersAnalysis(ctx, notice.report) ? "retractedUsed" : status;
    const date = whenRuns(ctx, notice.date);
    const note = notice.note === undefined ? [] : [text(" "), ctx.local(notice.note)];
    return [...ctx.say(`notice.${key}`, { report: citeNarrative(notice.report), date }), ...note];
  });
}

function entersAnalysis(ctx: Context, report: string): boolean {
  return ctx.snapshot.analyses.some((analysis) =>
    analysis.effects.some((effect) => ctx.study(effect.row.studyId)?.reports.includes(report) === true),
  );
}

/** Alerts for retracted or corrected reports, each by its weight. */
export function noticeAlerts(ctx: Context, reportIds: readonly string[]): readonly Block[] {
  const notices = noticesOf(ctx, reportIds);
  return noticeRuns(ctx, reportIds).map((runs, at) => {
    const status =
      notices[at]?.status === "corrected"
        ? "corrected"
        : notices[at]?.status === "concern"
          ? "concern"
          : "retracted";
    return {
      kind: "alert",
      tone: status === "corrected" ? "note" : "warn",
      title: ctx.say(`alert.${status}`),
      runs,
    };
  });
}

/** `on 10 August 2024`, `in 2024`, or that the date is not known. */
function whenRuns(ctx: Context, date: string | undefined): Runs {
  if (date === undefined) return ctx.say("date.unknown");
  const whole = /^\d{4}-\d{2}-\d{2}/.test(date);
  return ctx.say(whole ? "date.on" : "date.in", { date: dateText(ctx, date) });
}

/** An ISO date or moment as readers write it: `10 August 2024`, `10. august 2024`. */
export function dateText(ctx: Context, iso: string): string {
  const match = /^(\d{4})-(\d{2})(?:-(\d{2}))?/.exec(iso);
  if (match === null) return iso;
  const [, year, month, day] = match;
  const name = ctx.words["date.months"].split(" ")[Number(month) - 1] ?? "";
  if (day === undefined) return `${name} ${year}`;
  return `${Number(day)}${ctx.language === "nb" ? "." : ""} ${name} ${year}`;
}

/** Joins run lists, `between` each two. */
export function joinRuns(lists: readonly Runs[], between: string): Runs {
  return lists.flatMap((list, at) => (at === 0 ? list : [text(between), ...list]));
}
