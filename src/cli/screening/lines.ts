import type { NextResponse } from "#contract";
import type { Context } from "../context.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { wrapped } from "../terminal/table.ts";

export type Item = NextResponse["items"][number];
export type Report = Item["report"];

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

/** Why a report is shown out of turn; nothing where it is its turn. */
export function bannerLines({ t }: Context, { because, round }: Item): Line[] {
  if (because === "round") return [styled("yellow", t("screen.roundBanner", { round: round ?? "–" }))];
  return because === "sample" ? [styled("yellow", t("screen.sampleBanner"))] : [];
}

/** That a stage was ended, and what takes it back. */
export function stoppedLine({ t }: Context, stopped: NonNullable<NextResponse["stopped"]>): Line {
  const { at, rule, eventId } = stopped;
  return styled("yellow", t("screen.stoppedAt", { date: at.slice(0, 10), rule, event: eventId }));
}
