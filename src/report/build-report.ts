import type { Language } from "#kernel";
import { heading } from "./blocks.ts";
import { type Context, count, createContext, dateText } from "./context.ts";
import type { Block, ReportDocument, Runs } from "./document.ts";
import type { CslAssets } from "./references/csl-assets.ts";
import { resolveCitations } from "./references/resolve.ts";
import { analyses } from "./sections/analyses.ts";
import { appendix } from "./sections/appendix.ts";
import { appraisals } from "./sections/appraisals.ts";
import { closing } from "./sections/closing.ts";
import { background, retractionAlerts, summary } from "./sections/front.ts";
import { mechanisms } from "./sections/mechanisms.ts";
import { methods, questions } from "./sections/methods.ts";
import { missingEvidence } from "./sections/missing-evidence.ts";
import { participantModels } from "./sections/participants.ts";
import { pooledReports } from "./sections/pooled-report.ts";
import { selection } from "./sections/selection.ts";
import { themes } from "./sections/themes.ts";
import type { ReviewSnapshot } from "./snapshot.ts";

/**
 * The report of a review as a document tree: every number computed or cited, none typed.
 *
 * The same snapshot gives the same document; the only date in it is that of the newest event.
 *
 * @param snapshot the review at one moment
 * @param language of the report; texts that exist only in English carry their language
 * @param csl citation style and locales, as text
 * @throws {EvidensError} `report/citation-style` when the style cannot be used
 * Checked: tests/report/build-report.test.ts.
 */
export function buildReport(snapshot: ReviewSnapshot, language: Language, csl: CslAssets): ReportDocument {
  const ctx = createContext(snapshot, language);
  const blocks: readonly Block[] = [
    ...retractionAlerts(ctx),
    ...summary(ctx),
    ...background(ctx),
    ...questions(ctx),
    ...methods(ctx),
    ...selection(ctx),
    ...pooledReports(ctx),
    ...analyses(ctx),
    ...participantModels(ctx),
    ...missingEvidence(ctx),
    ...appraisals(ctx),
    ...mechanisms(ctx),
    ...themes(ctx),
    ...closing(ctx),
    heading(ctx, 2, "references", "references.title"),
    { kind: "references", entries: [] },
    ...appendix(ctx),
  ];
  const { protocol } = snapshot.protocol;
  return resolveCitations(
    {
      language,
      lang: language === "nb" ? "nb-NO" : "en-GB",
      title: [ctx.local(protocol.title)],
      authors: language === "nb" ? (protocol.authorsNb ?? protocol.authors) : protocol.authors,
      status: statusLine(ctx),
      labels: {
        table: ctx.words["label.table"],
        figure: ctx.words["label.figure"],
        skip: ctx.words["label.skip"],
        contents: ctx.words["label.contents"],
        note: ctx.words["label.note"],
        fold: ctx.words["label.fold"],
      },
      asOf: snapshot.asOf,
      blocks,
    },
    snapshot,
    csl,
  );
}

function statusLine(ctx: Context): Runs {
  const { snapshot } = ctx;
  return ctx.say("status.line", {
    head: { kind: "code", text: snapshot.head },
    date: dateText(ctx, snapshot.asOf),
    number: count(snapshot.protocol.number, "protocol"),
    hash: { kind: "code", text: snapshot.protocol.hash.slice(0, 12) },
    version: snapshot.programVersion,
  });
}
