import { isEvent, type LedgerEvent, latestBody, type Projection, stamped } from "#ledger";
import { addressKey } from "./address.ts";
import type { ValueInForce, ValuesDoc } from "./documents.types.ts";

const values: Projection<ValuesDoc> = {
  kind: "values",
  types: ["extraction.values-extracted"],
  keysOf: (event) => {
    const { formId, studyId } = (event as LedgerEvent<"extraction.values-extracted">).body;
    return [`${formId}/${studyId}`];
  },
  fold: (_key, events) => foldValues(events),
};

/**
 * Folds of the extraction room: arms, values, source checks, statements, mechanisms, themes, analyses
 * run and reports built.
 *
 * Checked: tests/extraction/projections.test.ts.
 */
export const extractionProjections: readonly Projection[] = [
  latestBody("arms", "extraction.arms-defined", (body) => body.studyId, stamped),
  values,
  latestBody(
    "source-check",
    "extraction.source-checked",
    (body) => `${body.formId}/${body.studyId}`,
    stamped,
  ),
  latestBody("statement", "statement.made", (body) => body.statementId, stamped),
  latestBody("hypothesis", "mechanism.hypothesised", (body) => body.hypothesisId, stamped),
  latestBody("mechanism-link", "mechanism.linked", (body) => `${body.hypothesisId}/${body.studyId}`, stamped),
  latestBody("theme", "theme.coded", (body) => body.themeId, stamped),
  latestBody("theme-match", "themes.matched", (body) => [...body.themes].sort().join("/"), stamped),
  latestBody("analysis", "analysis.run", (body) => body.analysisId, stamped),
  latestBody("report-built", "report.built", (body) => `${body.language}/${body.format}`, stamped),
];

/** Per address and extractor the newest entry, by order of events; sorted by address, then extractor. */
function foldValues(events: readonly LedgerEvent[]): ValuesDoc | null {
  const inForce = new Map<string, ValueInForce>();
  let place: { readonly formId: string; readonly studyId: string } | null = null;
  for (const event of events) {
    if (!isEvent(event, "extraction.values-extracted")) continue;
    place ??= { formId: event.body.formId, studyId: event.body.studyId };
    const report = event.body.report ?? null;
    for (const entry of event.body.entries) {
      const key = `${addressKey(entry)}\u0000${event.by}`;
      inForce.set(key, { ...entry, report, by: event.by, at: event.at, eventId: event.id });
    }
  }
  if (place === null) return null;
  const sorted = [...inForce].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...place, entries: sorted.map(([, entry]) => entry) };
}
