import type { ImportResponse } from "#contract";
import type { Context } from "../context.ts";
import { decimal } from "../terminal/numbers.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { table } from "../terminal/table.ts";
import { en, type TextKey } from "../text/en.ts";

type Report = NonNullable<ImportResponse["import"]["report"]>;

/** What an import found, as lines: the fill of each field, types, years, decisions, what looks odd, and where the lines went. */
export function importReportLines(context: Context, { import: done }: ImportResponse): Line[] {
  const { t } = context;
  const { report, counts } = done;
  if (report === undefined) return [];
  return [
    ...table(
      [{ head: t("import.field") }, { head: t("import.filled"), right: true }, { head: "%", right: true }],
      inOrder(report.fill).map(([field, n]) => [
        named(context, "field", field),
        String(n),
        decimal((100 * n) / Math.max(1, counts.records), 1, context.language),
      ]),
    ),
    ...counted(t("import.types"), report.types),
    ...(report.years === null ? [] : [t("import.years", report.years)]),
    ...counted(t("import.decisions"), report.decisions),
    ...oddLines(context, report),
    t("import.lines", report.lines),
  ];
}

/** In the order in which people read a reference: that of the catalogue. */
function inOrder(fill: Report["fill"]): [string, number][] {
  const order = Object.keys(en).filter((key) => key.startsWith("field."));
  const place = (field: string): number => {
    const at = order.indexOf(`field.${field}`);
    return at === -1 ? order.length : at;
  };
  return Object.entries(fill).sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
}

function counted(head: string, counts: Readonly<Record<string, number>>): Line[] {
  const list = Object.entries(counts).map(([name, n]) => `${name || "–"} ${n}`);
  return list.length === 0 ? [] : [`${head}: ${list.join(", ")}`];
}

function oddLines(context: Context, { odd }: Report): Line[] {
  if (odd.length === 0) return [];
  const { t } = context;
  return [
    [styled("bold", t("import.odd"))],
    ...odd.map(({ code, count, first }): Line => {
      const more = count > first.length ? " …" : "";
      return `  ${named(context, "odd", code)}: ${count} (${t("import.records")} ${first.join(", ")}${more})`;
    }),
  ];
}

/** The word for a field or an odd thing; its code where a newer version of the program wrote it. */
function named(context: Context, group: "field" | "odd", code: string): string {
  const key = `${group}.${code}`;
  const word = context.t(key as TextKey);
  return word === key ? code : word;
}
