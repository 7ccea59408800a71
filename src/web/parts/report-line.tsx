import type { JSX } from "react";
import type { ReportRow } from "../api/types.ts";
import { useWords } from "../app/text.ts";

/** Up to four family names, then "et al.". */
export function authorLine(report: Pick<ReportRow, "authors">): string {
  const names = report.authors.slice(0, 4).map((author) => author.family);
  return `${names.join(", ")}${report.authors.length > 4 ? " et al." : ""}`;
}

/** `Mitchell 2021`: how people call a report. */
export function shortName(report: Pick<ReportRow, "authors" | "year" | "title">): string {
  const first = report.authors[0]?.family;
  if (first === undefined) return report.title;
  return report.year === null ? first : `${first} ${report.year}`;
}

/** Authors, journal, year and pages in one line; journal in italics. */
export function ReportMeta(props: { readonly report: ReportRow }): JSX.Element {
  const { report } = props;
  const { t } = useWords();
  const authors = authorLine(report);
  const volume = [report.volume, report.issue === null ? null : `(${report.issue})`].filter(Boolean).join("");
  const place = [volume, report.pages?.replace(/(?<=\d)-(?=\d)/g, "–")]
    .filter((part) => part !== null && part !== undefined && part !== "")
    .join(": ");
  return (
    <>
      {authors === "" ? t("report.no-authors") : authors}
      {report.journal === null ? null : (
        <>
          {" · "}
          <i>{report.journal}</i>
        </>
      )}
      {report.year === null ? null : ` · ${report.year}`}
      {place === "" ? null : ` · ${place}`}
    </>
  );
}
