import type {
  BulkJudgeRequest,
  DedupeResponse,
  DuplicatePair,
  DuplicatesQuery,
  DuplicatesResponse,
  JudgedResponse,
  JudgeRequest,
  MergedQuery,
  MergedResponse,
  PairRecord,
} from "#contract";
import { EvidensError, type Problem } from "#kernel";
import type { DuplicateVerdict, LinkRelation, RecordsImported, Stamped } from "#ledger";
import { type AmendmentDoc, amendedFact, comparePair, type DuplicatesDoc, type RecordFact } from "#records";
import type { ReviewReads } from "#store";
import { type Context, notFound, personOf, protocolOf, refuse } from "../context.ts";
import { findInThread } from "../find-in-thread.ts";

const NOTHING: DuplicatesDoc = { clusters: [], ask: [], links: [], judged: [], run: null };

async function duplicatesDoc(read: ReviewReads): Promise<DuplicatesDoc> {
  return (await read.document<DuplicatesDoc>("duplicates", "all")) ?? NOTHING;
}

/**
 * Looks for entries for one document over all records, as corrected. What people judged before stands.
 *
 * Cost near linear; memory: what the finder keeps of each record.
 */
export async function dedupe(context: Context, input: { by: string }): Promise<DedupeResponse> {
  const { store } = context;
  personOf(await protocolOf(store.read), input.by);
  const { judged } = await duplicatesDoc(store.read);
  const body = await findInThread(recordsToCompare(store.read), {
    judged: judged.map(({ a, b, verdict }) => ({ a, b, verdict })),
  });
  const [event] = await store.append([{ type: "records.deduplicated", by: input.by, body }]);
  const state = await currentState(store.read);
  return {
    clusters: state.clusters.length,
    removed: state.clusters.reduce((sum, records) => sum + records.length - 1, 0),
    ask: state.ask.length,
    links: state.links.length,
    eventId: event!.id,
  };
}

/** All records as corrected, without the text they were read from. */
async function* recordsToCompare(read: ReviewReads): AsyncGenerator<readonly RecordFact[]> {
  const amendments = new Map(
    (await read.documents<AmendmentDoc>("amendment")).map(({ key, doc }) => [key, doc.amendments]),
  );
  for await (const batch of read.allRecords())
    yield batch.map((fact) => ({ ...amendedFact(fact, amendments.get(fact.id) ?? []), raw: "" }));
}

/** The duplicates document as far as its records are there: an import may have been taken back. */
interface State {
  readonly doc: DuplicatesDoc;
  readonly imports: ReadonlyMap<string, Stamped<RecordsImported>>;
  /** Merged records of each report. */
  readonly clusters: readonly (readonly string[])[];
  readonly ask: DuplicatesDoc["ask"];
  readonly judged: DuplicatesDoc["judged"];
  readonly links: DuplicatesDoc["links"];
}

async function currentState(read: ReviewReads): Promise<State> {
  const doc = await duplicatesDoc(read);
  const imports = new Map(
    (await read.documents<Stamped<RecordsImported>>("import")).map(({ key, doc: each }) => [key, each]),
  );
  const isHere = (id: string): boolean => imports.has(importOf(id));
  const bothHere = ({ a, b }: { readonly a: string; readonly b: string }): boolean => isHere(a) && isHere(b);
  return {
    doc,
    imports,
    clusters: doc.clusters.map(({ records }) => records.filter(isHere)).filter(({ length }) => length > 1),
    ask: doc.ask.filter(bothHere),
    judged: doc.judged.filter(bothHere).toReversed(),
    links: doc.links.filter(bothHere),
  };
}

/** How many pairs wait for a person. */
export async function waitingPairs(read: ReviewReads): Promise<number> {
  return (await currentState(read)).ask.length;
}

/** Record ids are `<importId>-<ordinal>`. */
function importOf(record: string): string {
  return record.slice(0, record.lastIndexOf("-"));
}

/** Pairs in one state with what speaks for and against each, and the numbers around them. */
export async function duplicates(context: Context, query: DuplicatesQuery): Promise<DuplicatesResponse> {
  const { read } = context.store;
  const state = await currentState(read);
  const { doc, ask, judged, links, clusters } = state;
  const records = (await read.countRecords()).reduce((sum, one) => sum + one.records, 0);
  const lists = { ask, judged, linked: links } as const;
  const pairs = lists[query.state];
  const newestImport = [...state.imports.values()].reduce(
    (newest, { eventId }) => (eventId > newest ? eventId : newest),
    "",
  );
  return {
    counts: {
      records,
      reports: await read.countReports({}),
      ask: ask.length,
      judged: judged.length,
      linked: links.length,
      merged: clusters.length,
    },
    run:
      doc.run === null
        ? null
        : {
            method: doc.run.method,
            thresholds: doc.run.thresholds,
            at: doc.run.at,
            stale: newestImport > doc.run.eventId,
          },
    groups: groupsOf(ask),
    overlap: overlapOf(state),
    pairs: await pairsOf(read, state, pairs.slice(query.after, query.after + query.limit)),
    total: pairs.length,
  };
}

/** Pairs with the same evidence are one group; its key is the evidence. */
function groupKey({ reasons }: { readonly reasons: readonly string[] }): string {
  return [...reasons].sort().join(" ").slice(0, 2_000) || "none";
}

function groupsOf(ask: State["ask"]): DuplicatesResponse["groups"] {
  const groups = new Map<string, { reasons: readonly string[]; scores: number[] }>();
  for (const pair of ask) {
    const key = groupKey(pair);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { reasons: pair.reasons, scores: [pair.score] });
    else known.scores.push(pair.score);
  }
  return [...groups]
    .map(([group, { reasons, scores }]) => ({
      group,
      reasons,
      pairs: scores.length,
      scores: {
        from: scores.reduce((a, b) => Math.min(a, b)),
        to: scores.reduce((a, b) => Math.max(a, b)),
      },
    }))
    .sort((a, b) => b.pairs - a.pairs || (a.group < b.group ? -1 : 1));
}

function overlapOf({ clusters, imports }: State): DuplicatesResponse["overlap"] {
  const counts = new Map<string, { readonly a: string; readonly b: string; reports: number }>();
  for (const records of clusters) {
    const bySource = new Map<string, number>();
    for (const record of records) {
      const source = imports.get(importOf(record))!.sourceId;
      bySource.set(source, (bySource.get(source) ?? 0) + 1);
    }
    const sources = [...bySource.keys()].sort();
    for (const [i, a] of sources.entries())
      for (const b of sources.slice(i)) {
        if (a === b && bySource.get(a) === 1) continue;
        const known = counts.get(`${a}\n${b}`);
        if (known === undefined) counts.set(`${a}\n${b}`, { a, b, reports: 1 });
        else known.reports += 1;
      }
  }
  return [...counts.values()].sort(
    (x, y) => y.reports - x.reports || (`${x.a} ${x.b}` < `${y.a} ${y.b}` ? -1 : 1),
  );
}

type AnyPair = State["ask"][number] | State["judged"][number] | State["links"][number];

async function pairsOf(read: ReviewReads, state: State, pairs: readonly AnyPair[]): Promise<DuplicatePair[]> {
  const records = await pairRecords(
    read,
    state.imports,
    pairs.flatMap(({ a, b }) => [a, b]),
  );
  return pairs.flatMap((pair): DuplicatePair[] => {
    const [a, b] = [records.get(pair.a), records.get(pair.b)];
    if (a === undefined || b === undefined) return [];
    const seen = comparePair(a, b);
    const reasons = "reasons" in pair ? pair.reasons : [];
    return [
      {
        a,
        b,
        score: "score" in pair ? pair.score : seen.score,
        evidence: seen.evidence,
        group: groupKey({ reasons }),
        verdict: "verdict" in pair ? pair.verdict : "by" in pair && pair.by !== null ? "linked" : null,
        relation: ("relation" in pair ? pair.relation : undefined) ?? seen.relation ?? null,
        judgedBy: "by" in pair ? pair.by : null,
        judgedAt: "at" in pair ? pair.at : null,
        eventId: "eventId" in pair ? pair.eventId : null,
      },
    ];
  });
}

/** Records as corrected, with their source and the report they are in now. */
async function pairRecords(
  read: ReviewReads,
  imports: State["imports"],
  ids: readonly string[],
): Promise<ReadonlyMap<string, PairRecord>> {
  const distinct = [...new Set(ids)];
  const facts = await read.facts(distinct);
  const amendments = await read.documentsOf<AmendmentDoc>("amendment", distinct);
  const reportIds = await read.reportIdsOf(distinct);
  return new Map(
    facts.map((fact) => [
      fact.id,
      {
        ...amendedFact(fact, amendments.get(fact.id)?.amendments ?? []),
        sourceId: imports.get(fact.importId)?.sourceId ?? "",
        reportId: reportIds.get(fact.id) ?? fact.id,
      },
    ]),
  );
}

/**
 * Judges one pair of records; the newest word on a pair stands.
 *
 * @throws {EvidensError} `workbench/judgement-refused` with every reason
 */
export async function judge(context: Context, input: JudgeRequest & { by: string }): Promise<JudgedResponse> {
  const { a, b, verdict, relation, note } = input;
  const [event] = await context.store.append(async (read) => {
    personOf(await protocolOf(read), input.by);
    refuse(
      await judgementProblems(read, input),
      "workbench/judgement-refused",
      "This pair cannot be judged so",
    );
    const pair = { a, b, verdict, ...relationOf(verdict, relation) };
    return [
      {
        type: "duplicates.judged",
        by: input.by,
        body: { pairs: [pair], ...(note === undefined ? {} : { note }) },
      },
    ];
  });
  return judged(context, event!.id, 1);
}

async function judgementProblems(
  read: ReviewReads,
  { a, b, verdict, relation }: JudgeRequest,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  const known = await read.reportIdsOf([a, b]);
  for (const [field, id] of [
    ["a", a],
    ["b", b],
  ] as const)
    if (!known.has(id))
      problems.push({
        code: "workbench/unknown-record",
        field,
        message: `There is no record "${id}" in this review.`,
        remedy: "Load the page again: its import may have been taken back.",
      });
  if (a === b)
    problems.push({
      code: "workbench/same-record",
      field: "b",
      message: `"${a}" is no pair with itself.`,
      remedy: "Name two records.",
    });
  if (relation !== undefined && verdict !== "linked")
    problems.push({
      code: "workbench/relation-without-link",
      field: "relation",
      message: "Only linked records have a relation.",
      remedy: "Judge the pair as linked, or leave the relation out.",
    });
  return problems;
}

function relationOf(
  verdict: DuplicateVerdict,
  relation: LinkRelation | undefined,
): { readonly relation?: LinkRelation } {
  return verdict === "linked" ? { relation: relation ?? "other" } : {};
}

/**
 * Judges all waiting pairs of one group as one event.
 *
 * @throws {EvidensError} `workbench/group-changed` (conflict) when there are other pairs than the person was shown
 */
export async function judgeGroup(
  context: Context,
  input: BulkJudgeRequest & { by: string },
): Promise<JudgedResponse> {
  let count = 0;
  const [event] = await context.store.append(async (read) => {
    personOf(await protocolOf(read), input.by);
    const pairs = (await currentState(read)).ask.filter((pair) => groupKey(pair) === input.group);
    count = pairs.length;
    if (count !== input.count || count === 0)
      throw new EvidensError({
        code: "workbench/group-changed",
        kind: "conflict",
        message: `${input.count} pairs with this evidence were shown, and ${count} wait now.`,
        remedy: "Look at the group again and judge it anew.",
      });
    const relation = relationOf(input.verdict, input.relation);
    return [
      {
        type: "duplicates.judged",
        by: input.by,
        body: {
          pairs: pairs.map(({ a, b }) => ({ a, b, verdict: input.verdict, ...relation })),
          rule: input.group.slice(0, 500),
        },
      },
    ];
  });
  return judged(context, event!.id, count);
}

/**
 * Takes a record out of its merged report: it is another document than each of the others.
 *
 * @throws {EvidensError} `workbench/unknown-record`, `workbench/not-merged`
 */
export async function separate(
  context: Context,
  input: { readonly by: string; readonly recordId: string },
): Promise<JudgedResponse> {
  const { recordId } = input;
  let others: readonly string[] = [];
  const [event] = await context.store.append(async (read) => {
    personOf(await protocolOf(read), input.by);
    const report = await read.report(recordId);
    if (report === null)
      throw notFound("workbench/unknown-record", "record", recordId, "Load the page again.");
    others = report.records.filter((id) => id !== recordId);
    if (others.length === 0)
      throw new EvidensError({
        code: "workbench/not-merged",
        kind: "conflict",
        message: `Record "${recordId}" is not merged with any other.`,
        remedy: "Load the page again: somebody may have taken it out already.",
      });
    return [
      {
        type: "duplicates.judged",
        by: input.by,
        body: { pairs: others.map((b) => ({ a: recordId, b, verdict: "different" })) },
      },
    ];
  });
  return judged(context, event!.id, others.length);
}

async function judged(context: Context, eventId: string, count: number): Promise<JudgedResponse> {
  return { eventId, judged: count, ask: (await currentState(context.store.read)).ask.length };
}

/** Reports of several records, in the order of the review, with what merged them. */
export async function merged(context: Context, query: MergedQuery): Promise<MergedResponse> {
  const { read } = context.store;
  const { imports, doc } = await currentState(read);
  const rows = await read.reports({ only: "merged", after: query.after, limit: query.limit });
  const records = await pairRecords(
    read,
    imports,
    rows.flatMap((row) => row.records),
  );
  const wanted = new Set(rows.flatMap((row) => row.records));
  const basisOf = new Map(
    doc.clusters.flatMap(({ records: members, basis }) =>
      members.filter((id) => wanted.has(id)).map((id) => [id, basis] as const),
    ),
  );
  return {
    clusters: rows.map((row) => ({
      report: row,
      records: row.records.flatMap((id) => records.get(id) ?? []),
      basis: basisOf.get(row.records[0]!) ?? [],
    })),
    total: await read.countReports({ only: "merged" }),
    next: rows.length < query.limit ? null : (rows.at(-1)?.position ?? null),
  };
}
