import type {
  BulkJudgeRequest,
  DuplicatePair,
  DuplicatesResponse,
  JudgedResponse,
  JudgeRequest,
  MergedResponse,
} from "#contract";
import { REPORTS } from "./fake-reports.ts";

// Simulated, all of it; see fake-reports.ts.

type Side = DuplicatePair["a"];
const GROUP = "title-equal year-next";

/** Waiting pairs that can be judged, one by one or together, and taken back. */
export interface FakeDuplicates {
  /** Requests taken, in order. */
  readonly judged: (JudgeRequest | BulkJudgeRequest)[];
  /** Records taken out of a merged report. */
  readonly separated: string[];
  get(search: URLSearchParams): DuplicatesResponse;
  merged(): MergedResponse;
  judge(request: JudgeRequest): JudgedResponse;
  bulk(request: BulkJudgeRequest): JudgedResponse;
  separate(record: string): JudgedResponse;
  /** Whether the event was one of these. */
  undo(eventId: string): boolean;
  reset(): void;
}

/** A record of a simulated report. */
export function side(position: number, changes: Partial<Side> = {}): Side {
  const row = REPORTS[position - 1]!;
  return {
    id: row.id,
    importId: "imp1",
    ordinal: position,
    line: position * 10,
    type: row.type,
    title: row.title,
    authors: row.authors,
    year: row.year,
    journal: row.journal,
    volume: row.volume,
    issue: row.issue,
    pages: row.pages,
    publisher: null,
    place: null,
    edition: null,
    abstract: row.abstract,
    keywords: ["simulated"],
    language: null,
    url: null,
    ids: {
      doi: row.doi === null ? [] : [row.doi],
      pmid: [],
      pmcid: [],
      source: [],
      issn: [],
      isbn: [],
    },
    raw: `TY  - JOUR\nTI  - ${row.title}\nER  - `,
    sourceId: "base-a",
    reportId: row.id,
    ...changes,
  };
}

function pairAt(index: number): DuplicatePair {
  const position = index + 10;
  const year = REPORTS[position - 1]!.year ?? 2000;
  const alike = index % 2 === 0;
  return {
    a: side(position),
    b: side(position, {
      id: `imp2-${position}`,
      importId: "imp2",
      sourceId: "base-b",
      reportId: `imp2-${position}`,
      year: year + 1,
      abstract: `BACKGROUND: Simulated disorder is rare. METHODS: People were randomised (report ${position}).`,
      ...(alike ? {} : { title: `Simulated report ${position}: <img src=x onerror=alert(1)> sham therapy` }),
    }),
    score: 60 - index,
    evidence: [
      {
        field: "title",
        agreement: alike ? "same" : "similar",
        points: alike ? 40 : 12.5,
        reason: alike ? "title-equal" : "title-cut",
      },
      { field: "year", agreement: "similar", points: -2, reason: "year-next" },
      { field: "abstract", agreement: "different", points: -5, reason: "abstract-differs" },
      { field: "kind", agreement: "similar", points: 0, reason: "preprint-version" },
    ],
    group: alike ? GROUP : "title-cut year-next",
    verdict: null,
    relation: null,
    judgedBy: null,
    judgedAt: null,
    eventId: null,
  };
}

const ALL: readonly DuplicatePair[] = Array.from({ length: 30 }, (_, index) => pairAt(index));
const keyOf = ({ a, b }: { readonly a: string; readonly b: string }): string => `${a} ${b}`;

export function fakeDuplicates(): FakeDuplicates {
  const judged: (JudgeRequest | BulkJudgeRequest)[] = [];
  const separated: string[] = [];
  const done = new Map<string, DuplicatePair>();
  let counter = 0;
  const waiting = (): DuplicatePair[] => ALL.filter(({ a, b }) => !done.has(keyOf({ a: a.id, b: b.id })));
  const settle = (
    pairs: readonly DuplicatePair[],
    request: JudgeRequest | BulkJudgeRequest,
  ): JudgedResponse => {
    const eventId = `judged-${++counter}`;
    judged.push(request);
    for (const pair of pairs)
      done.set(keyOf({ a: pair.a.id, b: pair.b.id }), {
        ...pair,
        verdict: request.verdict,
        relation: request.relation ?? null,
        judgedBy: "ada",
        judgedAt: "2026-03-01T10:00:00.000Z",
        eventId,
      });
    return { eventId, judged: pairs.length, ask: waiting().length };
  };
  return {
    judged,
    separated,
    get: (search) => {
      const state = search.get("state") ?? "ask";
      const after = Number(search.get("after") ?? 0);
      const decided = [...done.values()];
      const linked = decided.filter(({ verdict }) => verdict === "linked");
      const list =
        state === "ask"
          ? waiting()
          : state === "linked"
            ? linked
            : decided.filter((one) => !linked.includes(one));
      const groups = [...new Set(ALL.map(({ group }) => group))].flatMap((group) => {
        const pairs = waiting().filter((pair) => pair.group === group);
        const scores = pairs.map(({ score }) => score);
        if (pairs.length === 0) return [];
        const range = { from: Math.min(...scores), to: Math.max(...scores) };
        return [{ group, reasons: group.split(" "), pairs: pairs.length, scores: range }];
      });
      return {
        counts: {
          records: 430,
          reports: 400,
          ask: waiting().length,
          judged: decided.length - linked.length,
          linked: linked.length,
          merged: 1,
        },
        run: {
          method: "simulated",
          thresholds: { merge: 70, ask: 30 },
          at: "2026-03-01T10:00:00.000Z",
          stale: true,
        },
        groups,
        overlap: [
          { a: "base-a", b: "base-b", reports: 133 },
          { a: "base-a", b: "base-a", reports: 2 },
        ],
        pairs: list.slice(after, after + Number(search.get("limit") ?? 10)),
        total: list.length,
      };
    },
    merged: () => ({
      clusters: [
        {
          report: { ...REPORTS[1]!, takenFrom: { title: "imp1-2", abstract: "imp2-1" } },
          records: [side(2), side(2, { id: "imp2-1", importId: "imp2", sourceId: "base-b" })],
          basis: [{ rule: "doi", value: "10.0000/simulated.2" }],
        },
      ],
      total: 1,
      next: null,
    }),
    judge: (request) =>
      settle(
        waiting().filter(({ a, b }) => keyOf({ a: a.id, b: b.id }) === keyOf(request)),
        request,
      ),
    bulk: (request) =>
      settle(
        waiting().filter(({ group }) => group === request.group),
        request,
      ),
    separate: (record) => {
      separated.push(record);
      return { eventId: `judged-${++counter}`, judged: 1, ask: waiting().length };
    },
    undo: (eventId) => {
      const found = [...done].filter(([, pair]) => pair.eventId === eventId);
      for (const [key] of found) done.delete(key);
      return found.length > 0;
    },
    reset: () => {
      judged.length = 0;
      separated.length = 0;
      done.clear();
    },
  };
}
