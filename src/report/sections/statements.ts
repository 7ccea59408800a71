import type { Stamped, StatementMade } from "#ledger";
import { type Context, cite, foreign, mark } from "../context.ts";
import { type Run, type Runs, text } from "../document.ts";

/** Kinds that have a place of their own in the report; all others are gathered at its end. */
export const PLACED_KINDS: readonly string[] = [
  "background",
  "context",
  "intervention",
  "prevalence",
  "data-note",
  "evidence-hierarchy",
  "meta-analysis",
  "comparator",
  "safety",
  "regulatory",
  "further-research",
  "pooled-result",
  "deviation",
  "amendment",
  "inconsistency",
  "limitation",
  "conclusion",
];

export function statementsOf(ctx: Context, kinds: readonly string[]): readonly Stamped<StatementMade>[] {
  return ctx.snapshot.statements.filter((statement) => kinds.includes(statement.kind));
}

/** A statement with its citations before the full stop, and the mark of its confidence. */
export function statementRuns(ctx: Context, statement: StatementMade): Runs {
  const content = ctx.language === "nb" ? (statement.text.nb ?? statement.text.en) : statement.text.en;
  const lang = foreign(statement.text, ctx.language);
  const stop = /[.!?]$/.exec(content)?.[0] ?? "";
  const body = stop === "" ? content : content.slice(0, -1);
  const known = statement.cites.flatMap((id) => reportOf(ctx, id) ?? []);
  const free = statement.cites.filter((id) => reportOf(ctx, id) === undefined);
  const cites: Run[] = [];
  if (known.length > 0) cites.push(text(" "), cite(known));
  if (free.length > 0) cites.push(text(` (${free.join("; ")})`));
  return [text(body, lang), ...cites, text(stop === "" ? "." : stop), ...mark(statement.confidence)];
}

/** Id of the report that a citation names by id or by source key. */
function reportOf(ctx: Context, citation: string): string | undefined {
  const { reports } = ctx.snapshot;
  if (reports.has(citation)) return citation;
  for (const [id, report] of reports) if (report.keys.includes(citation)) return id;
  return undefined;
}
