import type { FlowBox, FlowCount, FlowLine } from "#figures";
import { type Language, localText } from "#kernel";
import type { FlowCountReported, Stamped } from "#ledger";
import type { ReviewSnapshot } from "../snapshot.ts";
import { type Catalogue, catalogue } from "../text/index.ts";
import { sourceLabel } from "./computed-flow.ts";
import { includedThroughSearch } from "./members.ts";
import type { FlowPart } from "./part.ts";

/** Counts an outside source reports, each used at most once; what fits no box ends in the footnotes. */
class Reported {
  private readonly byBox: ReadonlyMap<string, Stamped<FlowCountReported>>;
  private readonly used = new Set<string>();

  constructor(counts: readonly Stamped<FlowCountReported>[]) {
    this.byBox = new Map(counts.map((one) => [one.box, one]));
  }

  take(box: string): Stamped<FlowCountReported> | undefined {
    this.used.add(box);
    return this.byBox.get(box);
  }

  peek(box: string): Stamped<FlowCountReported> | undefined {
    return this.byBox.get(box);
  }

  count(box: string): FlowCount {
    return asCount(this.take(box));
  }

  rest(): readonly Stamped<FlowCountReported>[] {
    return [...this.byBox.values()].filter((one) => !this.used.has(one.box));
  }

  /** Counts whose box begins with `prefix` and a colon or slash. */
  under(prefix: string): readonly Stamped<FlowCountReported>[] {
    const found = [...this.byBox.values()].filter(
      (one) => one.box.startsWith(prefix) && /[:/]/.test(one.box[prefix.length] ?? ""),
    );
    for (const one of found) this.used.add(one.box);
    return found;
  }
}

function asCount(reported: FlowCountReported | undefined): FlowCount {
  return reported === undefined || reported.value === null
    ? { kind: "not-reported", value: null }
    : { kind: "reported", value: reported.value };
}

const PLAIN: readonly (readonly [FlowBox["id"], keyof Catalogue])[] = [
  ["records-excluded", "flow.excluded"],
  ["reports-sought", "flow.sought"],
  ["reports-not-retrieved", "flow.notRetrieved"],
  ["reports-assessed", "flow.assessed"],
  ["reports-excluded", "flow.reportsExcluded"],
];
const OTHER: readonly (readonly [FlowBox["id"], keyof Catalogue])[] = [
  ["identified-other", "flow.identified"],
  ["other-sought", "flow.sought"],
  ["other-not-retrieved", "flow.notRetrieved"],
  ["other-assessed", "flow.assessed"],
  ["other-excluded", "flow.reportsExcluded"],
];

/** The flow as an outside source reports it; what it does not say stays open. */
export function reportedFlow(snapshot: ReviewSnapshot, language: Language): FlowPart {
  const words = catalogue(language);
  const reported = new Reported(snapshot.reportedCounts);
  const noteOf = (one: FlowCountReported | undefined): string | undefined =>
    one?.note === undefined ? undefined : localText(one.note, language);
  const labelled = (one: FlowCountReported, fallback: string): FlowLine => ({
    label: one.label === undefined ? fallback : localText(one.label, language),
    count: asCount(one),
  });
  const own = reported.take("identified-databases");
  const total = reported.take("identified-total");
  const identified = own?.value == null ? total : own;
  const sources = sourceLines(snapshot, reported, language);
  const together = reported.take("excluded-or-duplicates");
  const removed = reported.take("removed-before-screening");
  const removedLines = [
    ...["duplicates-removed", "automation-removed", "other-removed"].flatMap((box) => {
      const one = reported.take(box);
      return one === undefined ? [] : [labelled(one, words["flow.duplicates"])];
    }),
    ...(together === undefined ? [] : [labelled(together, words["flow.together"])]),
  ];
  const screened = reported.take("records-screened");
  const plain = PLAIN.map(([id, key]) => {
    const one = reported.take(id);
    const lines = reported.under(id).map((line) => labelled(line, line.box.slice(id.length + 1)));
    return { id, title: words[key], count: asCount(one), lines, note: noteOf(one) };
  });
  const other = OTHER.flatMap(([id, key]) => {
    const one = reported.peek(id);
    if (one === undefined || one.value === null) return [];
    reported.take(id);
    return [{ id, title: words[key], count: asCount(one), lines: [], note: noteOf(one) }];
  });
  const boxes: readonly FlowBox[] = [
    {
      id: "identified-databases",
      title: words["flow.identified"],
      count: asCount(identified),
      lines: sources,
      note: noteOf(identified),
    },
    {
      id: "removed-before-screening",
      title: words["flow.removed"],
      count: asCount(removed),
      lines: removedLines,
      note: noteOf(removed) ?? noteOf(together),
    },
    {
      id: "records-screened",
      title: words["flow.screened"],
      count: bounded(asCount(screened), identified?.value ?? null),
      lines: [],
      note: noteOf(screened),
    },
    ...plain,
    ...other,
  ];
  const value = (id: FlowBox["id"]): number | null => {
    const count = boxes.find((box) => box.id === id)?.count;
    return count?.kind === "reported" ? count.value : null;
  };
  // Counts of the included box are always computed; what the source says of them stays a footnote.
  return {
    headings: {
      databases: words["flow.heading.databases"],
      other: other.length === 0 ? null : words["flow.heading.other"],
    },
    boxes,
    footnotes: footnotes(snapshot, reported.rest(), language, words),
    numbers: {
      bySource: sources.map((line) => line.count.value),
      identified: value("identified-databases"),
      removed: value("removed-before-screening"),
      notScreened: 0,
      screened: value("records-screened"),
      excluded: value("records-excluded"),
      undecided: 0,
      sought: value("reports-sought"),
      notRetrieved: value("reports-not-retrieved"),
      notAssessed: 0,
      assessed: value("reports-assessed"),
      excludedByReason: [value("reports-excluded")],
      fullTextUndecided: 0,
      includedReports: other.length === 0 ? includedThroughSearch(snapshot) : null,
    },
    problems: [],
  };
}

function sourceLines(snapshot: ReviewSnapshot, reported: Reported, language: Language): readonly FlowLine[] {
  return snapshot.protocol.protocol.sources
    .filter((source) => source.kind === "database" || source.kind === "register")
    .map((source) => {
      const own = reported.count(`identified-${source.id}`);
      const hits: FlowCount =
        source.hits === null
          ? { kind: "not-reported", value: null }
          : { kind: "reported", value: source.hits };
      return { label: sourceLabel(source, language), count: own.kind === "not-reported" ? hits : own };
    });
}

/** What is not reported is at least not more than what was identified. */
function bounded(count: FlowCount, most: number | null): FlowCount {
  return count.kind === "not-reported" && most !== null ? { kind: "at-most", value: most } : count;
}

function footnotes(
  snapshot: ReviewSnapshot,
  rest: readonly Stamped<FlowCountReported>[],
  language: Language,
  words: Catalogue,
): readonly string[] {
  const sources = [
    ...new Set(
      snapshot.reportedCounts.map((one) => localText({ en: one.source, nb: one.sourceNb }, language)),
    ),
  ]
    .sort()
    .join("; ");
  return [
    words["flow.note.reported"].replace("{source}", sources),
    ...rest.map((one) => {
      const label = one.label === undefined ? one.box : localText(one.label, language);
      const note = one.note === undefined ? "" : ` ${localText(one.note, language)}`;
      return `${label}: ${one.value ?? words["flow.notReported"]}.${note}`;
    }),
  ];
}
