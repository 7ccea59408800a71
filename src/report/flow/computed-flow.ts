import type { FlowBox, FlowCount, FlowLine } from "#figures";
import { type Language, localText, type Problem } from "#kernel";
import type { InformationSource } from "#review";
import type { ReviewSnapshot } from "../snapshot.ts";
import { catalogue } from "../text/index.ts";
import { includedThroughSearch } from "./members.ts";
import type { FlowPart } from "./part.ts";

type FlowWord = "flow.undecided" | "flow.awaiting" | "flow.notScreened" | "flow.notAssessed";

const count = (value: number): FlowCount => ({ kind: "computed", value });

/** The flow as the ledger's records and votes give it. */
export function computedFlow(snapshot: ReviewSnapshot, language: Language): FlowPart {
  const words = catalogue(language);
  const { flow } = snapshot;
  const sources = snapshot.protocol.protocol.sources.filter((source) => source.kind !== "background");
  const records = new Map(flow.recordsBySource.map((source) => [source.sourceId, source.records]));
  const bySource = sources.map((source) => records.get(source.id) ?? 0);
  const identified = bySource.reduce((total, one) => total + one, 0);
  const first = flow.stages["title-abstract"].byStatus;
  const second = flow.stages["full-text"].byStatus;
  const notScreened = flow.stages["title-abstract"].notRead ?? 0;
  const undecided = first.pending - notScreened + first.maybe + first.await + first.conflict;
  const screened = first.include + first.exclude + undecided;
  const notRetrieved = flow.notRetrieved.length;
  // Reports that could not be had wait for a full-text vote that never comes.
  const notAssessed = flow.stages["full-text"].notRead ?? 0;
  const open = Math.max(0, second.pending - notRetrieved - notAssessed) + second.maybe + second.conflict;
  const fullTextUndecided = open + second.await;
  const assessed = second.include + second.exclude + fullTextUndecided;
  const reasons = reasonLines(snapshot, language);
  const line = (key: FlowWord, n: number): readonly FlowLine[] =>
    n === 0 ? [] : [{ label: words[key], count: count(n) }];
  const box = (id: FlowBox["id"], title: string, n: number, lines: readonly FlowLine[] = []): FlowBox => ({
    id,
    title,
    count: count(n),
    lines,
  });
  const other = sources.some((source) => source.kind !== "database" && source.kind !== "register");
  return {
    headings: { databases: words[other ? "flow.heading.all" : "flow.heading.databases"], other: null },
    boxes: [
      box(
        "identified-databases",
        words["flow.identified"],
        identified,
        sources.map((source, at) => ({
          label: sourceLabel(source, language),
          count: count(bySource[at] ?? 0),
        })),
      ),
      box("removed-before-screening", words["flow.removed"], flow.duplicatesRemoved, [
        { label: words["flow.duplicates"], count: count(flow.duplicatesRemoved) },
      ]),
      box("records-screened", words["flow.screened"], screened, [
        ...line("flow.undecided", undecided),
        ...line("flow.notScreened", notScreened),
      ]),
      box("records-excluded", words["flow.excluded"], first.exclude),
      box("reports-sought", words["flow.sought"], first.include),
      box("reports-not-retrieved", words["flow.notRetrieved"], notRetrieved),
      box("reports-assessed", words["flow.assessed"], assessed, [
        ...line("flow.undecided", open),
        ...line("flow.awaiting", second.await),
        ...line("flow.notAssessed", notAssessed),
      ]),
      box("reports-excluded", words["flow.reportsExcluded"], second.exclude, reasons),
    ],
    footnotes: [words["flow.note.computed"]],
    numbers: {
      bySource,
      identified,
      removed: flow.duplicatesRemoved,
      notScreened,
      screened,
      excluded: first.exclude,
      undecided,
      sought: first.include,
      notRetrieved,
      notAssessed,
      assessed,
      excludedByReason: reasons.map((line) => line.count.value),
      fullTextUndecided,
      includedReports: includedThroughSearch(snapshot),
    },
    problems: [...unknownSources(snapshot), ...unusedCounts(snapshot)],
  };
}

/** `PsycINFO (Ovid)`. A name without a Norwegian form is a proper name and stands as it is. */
export function sourceLabel(
  source: Pick<InformationSource, "name" | "nameNb" | "platform">,
  language: Language,
): string {
  const name = localText({ en: source.name, nb: source.nameNb }, language);
  return source.platform === null || source.platform === source.name ? name : `${name} (${source.platform})`;
}

function reasonLines(snapshot: ReviewSnapshot, language: Language): readonly FlowLine[] {
  const byReason = snapshot.flow.stages["full-text"].excludedByReason;
  const { exclusionReasons } = snapshot.protocol.protocol;
  const named = exclusionReasons
    .filter((reason) => (byReason[reason.id] ?? 0) > 0)
    .map((reason) => ({ label: localText(reason.label, language), count: count(byReason[reason.id] ?? 0) }));
  const known = new Set(exclusionReasons.map((reason) => reason.id));
  const rest = Object.entries(byReason)
    .filter(([id, n]) => !known.has(id) && n > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, n]) => ({ label: id, count: count(n) }));
  return [...named, ...rest];
}

function unknownSources(snapshot: ReviewSnapshot): readonly Problem[] {
  const known = new Set(snapshot.protocol.protocol.sources.map((source) => source.id));
  return snapshot.flow.recordsBySource
    .filter((source) => !known.has(source.sourceId))
    .map((source) => ({
      code: "report/flow-source-unknown",
      message: `${source.records} records come from source "${source.sourceId}", which the protocol does not name; they are not counted.`,
      remedy: `Add "${source.sourceId}" to the sources of the protocol.`,
    }));
}

function unusedCounts(snapshot: ReviewSnapshot): readonly Problem[] {
  return snapshot.reportedCounts.map((reported) => ({
    code: "report/flow-reported-unused",
    message: `The count reported for "${reported.box}" by ${reported.source} is not used, since the flow is computed from the records here.`,
    remedy: "Take the reported count back, or leave it as a note of what the source says.",
  }));
}
