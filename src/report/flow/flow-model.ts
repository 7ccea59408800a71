import type { FlowBox, FlowCount, FlowModel } from "#figures";
import { type Language, localText, type Problem } from "#kernel";
import { numberWord } from "../context.ts";
import type { ReviewSnapshot } from "../snapshot.ts";
import { type Catalogue, catalogue } from "../text/index.ts";
import { checkFlow } from "./check-flow.ts";
import { checkMembers } from "./check-members.ts";
import { computedFlow } from "./computed-flow.ts";
import { type FlowMembers, flowMembers } from "./members.ts";
import { reportedFlow } from "./reported-flow.ts";

/**
 * The PRISMA 2020 flow of the review, with everything in it that does not add up.
 *
 * With records from searches every count is computed. Without any, the counts that an outside source
 * reports are used as such; the two are never mixed. Sources of kind `background` are no searches.
 *
 * Source: Page et al. 2021, doi:10.1136/bmj.n71. Checked: tests/report/flow-model.test.ts.
 */
export function flowModel(
  snapshot: ReviewSnapshot,
  language: Language,
): { readonly model: FlowModel; readonly problems: readonly Problem[] } {
  const words = catalogue(language);
  const members = flowMembers(snapshot);
  const reported = isReportedFlow(snapshot);
  const part = reported ? reportedFlow(snapshot, language) : computedFlow(snapshot, language);
  const model: FlowModel = {
    language,
    title: words["flow.title"],
    sideLabels: {
      identification: words["flow.side.identification"],
      screening: words["flow.side.screening"],
      included: words["flow.side.included"],
    },
    headings: part.headings,
    boxes: [...part.boxes, includedBox(snapshot, members, language, words), ...updateBoxes(members, words)],
    notReportedLabel: words["flow.notReported"],
    footnotes: part.footnotes,
  };
  return {
    model,
    problems: [...part.problems, ...checkFlow(part.numbers), ...checkMembers(snapshot, members)],
  };
}

/** True when the flow rests on counts of an outside source, since no record of a search is here. */
export function isReportedFlow(snapshot: ReviewSnapshot): boolean {
  return searchRecords(snapshot) === 0 && snapshot.reportedCounts.length > 0;
}

/** Records that came from searches. */
export function searchRecords(snapshot: ReviewSnapshot): number {
  const background = new Set(
    snapshot.protocol.protocol.sources
      .filter((source) => source.kind === "background")
      .map((source) => source.id),
  );
  return snapshot.flow.recordsBySource
    .filter((source) => !background.has(source.sourceId))
    .reduce((total, source) => total + source.records, 0);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function computed(value: number): FlowCount {
  return { kind: "computed", value };
}

function includedBox(
  snapshot: ReviewSnapshot,
  members: FlowMembers,
  language: Language,
  words: Catalogue,
): FlowBox {
  const lines = snapshot.protocol.protocol.questions.flatMap((question) => {
    const count = members.included.filter((study) => study.questions.includes(question.id)).length;
    if (count === 0) return [];
    const kind = words[`question.${question.kind}`];
    return [{ label: `${question.id}, ${kind}`, count: computed(count) }];
  });
  const reports = new Set([...members.included, ...members.pooled].flatMap((study) => study.reports));
  const mainReports = snapshot.flow.includedReports.filter((id) => reports.has(id)).length;
  const pooledNames = members.pooled.map((study) => study.label).join(", ");
  return {
    id: "included",
    title: words["flow.included"],
    count: computed(members.included.length),
    lines: [...lines, { label: words["flow.includedReports"], count: computed(mainReports) }],
    note:
      members.onlyPooled.length === 0
        ? undefined
        : words["flow.onlyPooled"]
            .replace("{n}", capital(numberWord(words, members.onlyPooled.length)))
            .replace("{report}", pooledNames === "" ? localText({ en: "–" }, language) : pooledNames),
  };
}

function updateBoxes(members: FlowMembers, words: Catalogue): readonly FlowBox[] {
  if (members.update.length === 0) return [];
  const both = members.update.filter((study) => members.included.includes(study)).length;
  return [
    {
      id: "update",
      title: words["flow.update"],
      count: computed(members.update.length),
      lines: both === 0 ? [] : [{ label: words["flow.updateBoth"], count: computed(both) }],
      note: words["flow.updateNote"],
    },
  ];
}
