import type { NextResponse } from "#contract";
import type { Context } from "../context.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { wrapped } from "../terminal/table.ts";

export type Report = NextResponse["items"][number]["report"];

const WIDEST = 100;

/** Title, authors, year and DOI on one line. */
export function reportLine(report: Report): string {
  const [first, ...others] = report.authors;
  const who = first === undefined ? "" : `${first.family}${others.length > 0 ? " et al." : ""} `;
  return `${who}${report.year ?? ""} ${report.title} [${report.doi ?? report.id}]`.trim();
}

/** A report as one reads it while screening. */
export function itemLines(context: Context, report: Report): Line[] {
  const width = Math.min(context.io.stdout.columns ?? WIDEST, WIDEST);
  const authors = report.authors
    .slice(0, 3)
    .map(({ family, given }) => (given === null ? family : `${family}, ${given}`));
  const source = [
    `${authors.join("; ")}${report.authors.length > 3 ? " et al." : ""}`,
    report.year === null ? "" : String(report.year),
    report.journal ?? "",
    report.doi ?? (report.pmid === null ? "" : `PMID ${report.pmid}`),
  ].filter((part) => part !== "");
  const abstract = report.abstract ?? context.t("screen.noAbstract");
  return [
    ...wrapped(report.title, width).map((line): Line => styled("bold", line)),
    ...wrapped(source.join(" · "), width).map((line): Line => styled("dim", line)),
    "",
    ...wrapped(abstract, width),
    styled("dim", `${context.t("screen.id")}: ${report.id}`),
  ];
}
