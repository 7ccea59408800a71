import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Command } from "commander";
import type { AttachResponse, FullTextsResponse } from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { Workbench } from "#workbench";
import type { Cli } from "../cli.ts";
import { type Context, cliError, pathOf, personOf } from "../context.ts";
import { EXIT, UsageError } from "../exit-codes.ts";
import { findReport } from "../review/find-report.ts";
import { openAccessOf, openAccessOption } from "../review/open-access.ts";
import { withReview, withReviewToRead } from "../review/with-review.ts";
import { type Line, styled } from "../terminal/paint.ts";
import { problemLines } from "../terminal/problem-lines.ts";
import { withProgress } from "../terminal/progress.ts";
import { table } from "../terminal/table.ts";

interface FullTextOptions {
  readonly report?: string;
  readonly list?: boolean;
  readonly notRetrieved?: string;
  readonly openAccess?: string;
}

/** What became of one file, or of one look for a copy. */
interface Outcome extends Omit<AttachResponse, "problems"> {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** Why the file was not taken. */
  readonly refused: string | null;
}

export function fulltextCommand(cli: Cli): Command {
  return cli
    .command(
      "fulltext [files...]",
      "Attach PDFs to reports, matched by DOI, title or file name; list what is missing",
      [
        "evidens fulltext downloads/",
        "evidens fulltext smith.pdf --report smith2020",
        "evidens fulltext --list",
        'evidens fulltext --not-retrieved "Not held by any library" --report smith2020',
        "evidens fulltext --open-access kari@example.org",
      ],
    )
    .option("--report <key>", "the report: its id, DOI, PMID or source key")
    .option("--list", "list reports at full text with what there is of them")
    .option("--not-retrieved <reason>", "note that the full text of --report could not be had")
    .addOption(openAccessOption())
    .action(cli.run(fulltext));
}

async function fulltext(
  context: Context,
  options: FullTextOptions,
  files: readonly string[],
): Promise<number | undefined> {
  const { t } = context;
  const chosen = [
    files.length > 0,
    options.list === true,
    options.notRetrieved !== undefined,
    options.openAccess !== undefined,
  ].filter(Boolean);
  if (chosen.length > 1) throw new UsageError(t("fulltext.oneThing"), t("fulltext.oneThing.remedy"));
  if (chosen.length === 0) throw new UsageError(t("fulltext.nothing"), t("fulltext.nothing.remedy"));
  if (options.list === true) return await list(context);
  if (options.notRetrieved !== undefined) return await notRetrieved(context, options, options.notRetrieved);
  if (options.openAccess !== undefined) return await lookUp(context, options);
  return await attach(context, options, files);
}

async function attach(context: Context, options: FullTextOptions, files: readonly string[]): Promise<number> {
  const { t } = context;
  const paths = files.flatMap((file) => pdfsAt(context, file));
  if (options.report !== undefined && (paths.length !== 1 || paths[0]?.origin === "folder"))
    throw new UsageError(t("fulltext.oneReport"), t("fulltext.oneReport.remedy"));
  const outcomes = await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const key = options.report;
    const report = key === undefined ? undefined : await findReport(context, workbench, by, key);
    return await withProgress(context, t("fulltext.working"), async (say) => {
      const done: Outcome[] = [];
      for (const [at, { path, origin }] of paths.entries()) {
        say(`${at + 1}/${paths.length} ${basename(path)}`);
        const fileName = basename(path);
        const input = { by, fileName, path, origin, reportId: report?.id };
        done.push(await outcomeOf(fileName, () => workbench.attachFullText(input)));
      }
      return done;
    });
  });
  return show(context, outcomes, false);
}

interface PdfPath {
  readonly path: string;
  readonly origin: "file" | "folder";
}

/** The file itself, or all PDFs of a folder by name. */
function pdfsAt(context: Context, given: string): readonly PdfPath[] {
  const { t } = context;
  const path = pathOf(context, given);
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw cliError("missing", "no-file", t("file.missing", { path: given }), t("file.missing.remedy"));
  if (!found.isDirectory()) return [{ path, origin: "file" }];
  const pdfs = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.pdf$/i.test(entry.name))
    .map((entry): PdfPath => ({ path: join(entry.parentPath, entry.name), origin: "folder" }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  if (pdfs.length === 0)
    throw cliError("missing", "no-pdf", t("fulltext.noPdf", { path: given }), t("fulltext.noPdf.remedy"));
  return pdfs;
}

/** One bad file among many must not keep the others out; what is wrong with the review or the disk must. */
async function outcomeOf(file: string, work: () => Promise<AttachResponse>): Promise<Outcome> {
  try {
    return { file, ...(await work()), refused: null };
  } catch (error) {
    if (!(error instanceof EvidensError) || error.kind !== "invalid") throw error;
    const nothing = { attached: null, report: null, already: false, candidates: [] };
    return { file, ...nothing, problems: error.problems, refused: error.message };
  }
}

/** @returns the exit code: not all well when a file that was named found no place */
function show(context: Context, outcomes: readonly Outcome[], looking: boolean): number {
  const { t, print } = context;
  const already = outcomes.filter((one) => one.already).length;
  const attached = outcomes.filter((one) => one.attached !== null).length - already;
  const left = outcomes.length - attached - already;
  print.result({ attached, already, left, files: outcomes }, () => [
    ...outcomes.flatMap((one) => outcomeLines(context, one, looking)),
    styled("bold", t("fulltext.sum", { attached, already, left })),
  ]);
  return left === 0 || looking ? EXIT.ok : EXIT.invalid;
}

function outcomeLines(context: Context, outcome: Outcome, looking: boolean): Line[] {
  const { t } = context;
  const { file, attached, already, report, candidates, refused, problems } = outcome;
  const titled = report === null ? "" : `${report.title} [${report.doi ?? report.id}]`;
  const said = ((): string => {
    if (refused !== null) return t("fulltext.refused", { why: refused });
    if (attached !== null) return t(already ? "fulltext.already" : "fulltext.attached", { report: titled });
    if (looking) return t("fulltext.none", { why: problems[0]?.message ?? "–" });
    if (candidates.length > 0)
      return t("fulltext.several", { ids: candidates.map(({ id }) => id).join(", ") });
    return t("fulltext.noFit");
  })();
  const more = looking && attached === null ? [] : refused === null ? problems : [];
  return [
    [styled(attached === null ? "yellow" : "green", file), ": ", said],
    ...problemLines(context, more, more.length),
  ];
}

async function list(context: Context): Promise<undefined> {
  const answer = await withReviewToRead(context, async (workbench) => {
    const first = await workbench.fullTexts({ after: 0, limit: 500, missing: false });
    const rows = [...first.rows];
    for (let next = first.next; next !== null; ) {
      const page = await workbench.fullTexts({ after: next, limit: 500, missing: false });
      rows.push(...page.rows);
      next = page.next;
    }
    return { ...first, rows, next: null };
  });
  context.print.result(answer, () => listLines(context, answer));
}

function listLines(
  context: Context,
  { rows, total, withFile, notRetrieved: gone }: FullTextsResponse,
): Line[] {
  const { t } = context;
  return [
    ...table(
      [
        { head: t("rank.report") },
        { head: t("fulltext.state"), max: 50 },
        { head: t("rank.title"), max: 70 },
      ],
      rows.map(({ report, file, retrieval }) => [
        report.id,
        file !== null
          ? file.fileName
          : retrieval?.retrieved === false
            ? t("fulltext.gone", { why: retrieval.why ?? "–" })
            : styled("yellow", t("fulltext.missing")),
        report.title,
      ]),
    ),
    t("fulltext.counts", { total, withFile, notRetrieved: gone }),
  ];
}

async function notRetrieved(context: Context, options: FullTextOptions, why: string): Promise<undefined> {
  const { t, print } = context;
  const report = await named(context, options.report);
  await withReview(context, async (workbench) => {
    const by = await personOf(context, workbench);
    const found = await findReport(context, workbench, by, report);
    const { eventId } = await workbench.setRetrieval({
      by,
      reportId: found.id,
      retrieved: false,
      // Nothing but spaces is no reason; the workbench says so.
      why: why.trim() === "" ? undefined : why.trim(),
    });
    print.result({ eventId, report: found.id }, () => [t("fulltext.notRetrieved", { title: found.title })]);
  });
}

async function named({ t }: Context, report: string | undefined): Promise<string> {
  if (report !== undefined) return report;
  throw new UsageError(t("fulltext.needsReport"), t("fulltext.needsReport.remedy"));
}

/** Looks for copies of one report, or of all that have none. */
async function lookUp(context: Context, options: FullTextOptions): Promise<number> {
  const { t } = context;
  const outcomes = await withReview(
    context,
    async (workbench) => {
      const by = await personOf(context, workbench);
      const reports = await toLookUp(context, workbench, by, options.report);
      return await withProgress(context, t("fulltext.looking"), async (say) => {
        const done: Outcome[] = [];
        for (const [at, { id, title }] of reports.entries()) {
          say(`${at + 1}/${reports.length}`);
          done.push(await outcomeOf(title, () => workbench.findOpenAccess({ by, reportId: id })));
        }
        return done;
      });
    },
    openAccessOf(options),
  );
  return show(context, outcomes, true);
}

async function toLookUp(
  context: Context,
  workbench: Workbench,
  by: string,
  key: string | undefined,
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  if (key !== undefined) return [await findReport(context, workbench, by, key)];
  const found: { id: string; title: string }[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const page: FullTextsResponse = await workbench.fullTexts({ after, limit: 500, missing: true });
    found.push(...page.rows.map(({ report }) => report));
    after = page.next;
  }
  return found;
}
