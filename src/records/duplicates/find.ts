import { EvidensError } from "#kernel";
import type { AskedPair, DuplicateVerdict, LinkedPair, RecordsDeduplicated } from "#ledger";
import { compareRecordIds } from "../record-id.ts";
import { type Agglomeration, agglomerate, type JudgedEdge } from "./agglomerate.ts";
import { candidatePairs } from "./blocks.ts";
import type { PairJudgement } from "./evidence.ts";
import { type FullJudgement, judge, reasonsOf, THRESHOLDS } from "./judge.ts";
import { type DuplicateInput, type Preparation, type Prepared, preparation, prepare } from "./prepare.ts";

export type { DuplicateInput } from "./prepare.ts";

export interface DuplicateOptions {
  /** Bits from which pairs are merged; 30 unless given. */
  readonly merge?: number;
  /** Bits from which pairs are put before a person; 20 unless given. */
  readonly ask?: number;
  /** What people said about pairs; it goes before anything found here. */
  readonly judged?: readonly { readonly a: string; readonly b: string; readonly verdict: DuplicateVerdict }[];
}

/** Never more questions than this share of the records, but always room for twenty. */
const MOST_ASKED = 0.01;
const FEWEST_ASKED = 20;
const MOST_LINKS_PER_RECORD = 20;

/**
 * Finds records that are entries for one document, pairs that a person should look at, and records of
 * different documents of one study. The result depends on the records, not on their order.
 *
 * @param records with distinct ids; taken one by one, so that they need not all be held
 * @returns clusters in the order of their first record, each with what joined it; a document joined by
 *   several kinds of evidence has an entry for each, which `foldClusters` unites
 * @throws {EvidensError} two records with one id, or `ask` above `merge`
 * Source: docs/methods/deduplication.md. Cost O(n log n).
 * Checked: tests/records/duplicates-find.test.ts, dedup-order.prop.test.ts, `npm run conformance -- dedup`.
 */
export function findDuplicates(
  records: Iterable<DuplicateInput>,
  options: DuplicateOptions = {},
): RecordsDeduplicated {
  const thresholds = { merge: options.merge ?? THRESHOLDS.merge, ask: options.ask ?? THRESHOLDS.ask };
  if (!(thresholds.ask <= thresholds.merge))
    throw new EvidensError({
      code: "records/thresholds",
      kind: "invalid",
      message: `The threshold for asking, ${thresholds.ask}, is above that for merging, ${thresholds.merge}.`,
      remedy: "Give a threshold for asking that is not above the one for merging.",
    });
  const run = inOrderOfIds(records);
  const judgeTwo = (a: number, b: number): FullJudgement =>
    judge(run, run.records[a]!, run.records[b]!, thresholds);
  const edges = judgedEdges(run, judgeTwo);
  const people = peoplesWord(run, options.judged ?? []);
  const groups = agglomerate(run.records.length, edges.merge, {
    judge: judgeTwo,
    least: thresholds.ask / 2,
    together: people.together,
    apart: people.apart,
  });
  return {
    method: "evidence/1",
    thresholds,
    clusters: clustersOf(run, groups, judgeTwo, people.together),
    ask: askedOf(run, groups, [...edges.ask, ...groups.refused], judgeTwo, people.apart),
    links: linksOf(run, groups, edges.linked, judgeTwo, people.apart),
  };
}

/** Ties are broken by index, so records are numbered in the order of their ids. */
function inOrderOfIds(records: Iterable<DuplicateInput>): Preparation {
  const run = preparation();
  let last: string | null = null;
  let sorted = true;
  for (const record of records) {
    prepare(run, record);
    if (last !== null && compareRecordIds(last, record.id) >= 0) sorted = false;
    last = record.id;
  }
  if (sorted) return run;
  const order = run.records.toSorted((a, b) => compareRecordIds(a.id, b.id));
  for (let i = 1; i < order.length; i++)
    if (order[i]!.id === order[i - 1]!.id)
      throw new EvidensError({
        code: "records/same-id",
        kind: "invalid",
        message: `Two records have the id ${order[i]!.id}.`,
        remedy: "Give each record an id of its own.",
      });
  const signatures = new Uint32Array(order.length * 8);
  const openings: number[] = [];
  const renumbered: Prepared[] = order.map((record, index) => {
    signatures.set(run.signatures.subarray(record.index * 8, record.index * 8 + 8), index * 8);
    openings.push(run.openings[record.index]!);
    return { ...record, index };
  });
  return { journals: run.journals, signatures, openings, records: renumbered };
}

interface Edges {
  readonly merge: JudgedEdge[];
  readonly ask: JudgedEdge[];
  readonly linked: JudgedEdge[];
}

function judgedEdges(run: Preparation, judgeTwo: (a: number, b: number) => FullJudgement): Edges {
  const edges: Edges = { merge: [], ask: [], linked: [] };
  const { pairs, size } = candidatePairs(run);
  for (const pair of pairs) {
    const [a, b] = [Math.floor(pair / size), pair % size];
    const { band, score } = judgeTwo(a, b);
    if (band !== "distinct") edges[band].push({ a, b, score });
  }
  setAside(run, edges, judgeTwo);
  const strongest = (x: JudgedEdge, y: JudgedEdge): number => y.score - x.score || x.a - y.a || x.b - y.b;
  for (const list of [edges.merge, edges.ask, edges.linked]) list.sort(strongest);
  return edges;
}

/** An entry without a title goes with nobody when its identifier belongs to documents that contradict each other. */
function setAside(run: Preparation, edges: Edges, judgeTwo: (a: number, b: number) => FullJudgement): void {
  const partners = new Map<number, number[]>();
  for (const { a, b } of edges.merge)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      if (run.records[one]!.titles.length === 0) {
        const known = partners.get(one) ?? [];
        known.push(other);
        partners.set(one, known);
      }
  const torn = new Set<number>();
  for (const [one, others] of partners)
    if (others.some((x, i) => others.slice(i + 1, i + 9).some((y) => judgeTwo(x, y).contradicts)))
      torn.add(one);
  if (torn.size === 0) return;
  const kept = edges.merge.filter(({ a, b }) => !torn.has(a) && !torn.has(b));
  edges.merge.length = 0;
  for (const edge of kept) edges.merge.push(edge);
}

interface PeoplesWord {
  readonly together: JudgedEdge[];
  readonly apart: (a: number, b: number) => boolean;
}

function peoplesWord(run: Preparation, judged: NonNullable<DuplicateOptions["judged"]>): PeoplesWord {
  if (judged.length === 0) return { together: [], apart: () => false };
  const indexOf = new Map(run.records.map(({ id, index }) => [id, index]));
  const verdicts = new Map<string, JudgedEdge & { readonly verdict: DuplicateVerdict }>();
  for (const { a: idA, b: idB, verdict } of judged) {
    const [x, y] = [indexOf.get(idA), indexOf.get(idB)];
    if (x === undefined || y === undefined || x === y) continue;
    const [a, b] = x < y ? [x, y] : [y, x];
    // Out and in again: the newest word of a pair stands, and stands last.
    verdicts.delete(`${a} ${b}`);
    verdicts.set(`${a} ${b}`, { a, b, score: Number.POSITIVE_INFINITY, verdict });
  }
  return {
    together: [...verdicts.values()].filter(({ verdict }) => verdict === "same").reverse(),
    apart: (x, y) => {
      const found = verdicts.get(x < y ? `${x} ${y}` : `${y} ${x}`);
      return found !== undefined && found.verdict !== "same";
    },
  };
}

type Cluster = RecordsDeduplicated["clusters"][number];

function clustersOf(
  run: Preparation,
  groups: Agglomeration,
  judgeTwo: (a: number, b: number) => FullJudgement,
  together: readonly JudgedEdge[],
): Cluster[] {
  const byPerson = new Set(together);
  const entries = new Map<
    string,
    { readonly records: Set<number>; rule: string; value: string; score: number }
  >();
  for (const edge of groups.joined) {
    if (byPerson.has(edge)) continue;
    const { rule, value } = basisOf(run.records[edge.a]!, run.records[edge.b]!, judgeTwo(edge.a, edge.b));
    const key = `${groups.find(edge.a)}\n${rule}\n${value}`;
    const entry = entries.get(key) ?? { records: new Set(), rule, value, score: edge.score };
    entry.records.add(edge.a).add(edge.b);
    entry.score = Math.min(entry.score, edge.score);
    entries.set(key, entry);
  }
  return [...entries.values()]
    .map((entry) => ({ ...entry, records: [...entry.records].sort((a, b) => a - b) }))
    .sort((x, y) => x.records[0]! - y.records[0]! || y.score - x.score)
    .map(({ records, rule, value, score }) => ({
      records: records.map((index) => run.records[index]!.id),
      rule,
      value,
      score,
    }));
}

/** The identifier that two records share, or the fields that agree. */
function basisOf(a: Prepared, b: Prepared, judgement: PairJudgement): { rule: string; value: string } {
  for (const rule of ["doi", "pmid"] as const) {
    const value = a[rule].find((id) => b[rule].includes(id));
    if (value !== undefined) return { rule, value };
  }
  const agreeing = judgement.evidence.filter(({ points, reason }) => points > 0 && reason !== "");
  return { rule: "match", value: agreeing.map(({ reason }) => reason).join(" ") };
}

/** One question for each two documents, strongest first; nothing where their other records contradict. */
function askedOf(
  run: Preparation,
  groups: Agglomeration,
  edges: readonly JudgedEdge[],
  judgeTwo: (a: number, b: number) => FullJudgement,
  apart: (a: number, b: number) => boolean,
): AskedPair[] {
  const most = Math.max(FEWEST_ASKED, Math.floor(MOST_ASKED * run.records.length));
  const seen = new Set<string>();
  const out: AskedPair[] = [];
  const sorted = [...edges].sort((x, y) => y.score - x.score || x.a - y.a || x.b - y.b);
  for (const { a, b, score } of sorted) {
    if (out.length === most) break;
    const key = `${groups.find(a)} ${groups.find(b)}`;
    if (groups.find(a) === groups.find(b) || seen.has(key)) continue;
    seen.add(key).add(`${groups.find(b)} ${groups.find(a)}`);
    if (groups.members(a).some((one) => groups.members(b).some((other) => apart(one, other)))) continue;
    out.push({ a: run.records[a]!.id, b: run.records[b]!.id, score, reasons: reasonsOf(judgeTwo(a, b)) });
  }
  return out;
}

/** One link for each two documents; a record that would be linked to a crowd is linked to its strongest. */
function linksOf(
  run: Preparation,
  groups: Agglomeration,
  edges: readonly JudgedEdge[],
  judgeTwo: (a: number, b: number) => FullJudgement,
  apart: (a: number, b: number) => boolean,
): LinkedPair[] {
  const seen = new Set<string>();
  const counts = new Map<number, number>();
  const out: LinkedPair[] = [];
  for (const { a, b } of edges) {
    const [x, y] = [groups.find(a), groups.find(b)];
    if (x === y || seen.has(`${x} ${y}`) || apart(a, b)) continue;
    if ((counts.get(x) ?? 0) >= MOST_LINKS_PER_RECORD || (counts.get(y) ?? 0) >= MOST_LINKS_PER_RECORD)
      continue;
    seen.add(`${x} ${y}`).add(`${y} ${x}`);
    counts.set(x, (counts.get(x) ?? 0) + 1);
    counts.set(y, (counts.get(y) ?? 0) + 1);
    const judgement = judgeTwo(a, b);
    const [first, second] = comesFirst(run.records[a]!, run.records[b]!) ? [a, b] : [b, a];
    out.push({
      a: run.records[first]!.id,
      b: run.records[second]!.id,
      relation: judgement.relation ?? "other",
      reasons: reasonsOf(judgement),
    });
  }
  return out;
}

/** The first of a link is what its relation names: the preprint, the erratum, the abstract, the registration. */
function comesFirst(a: Prepared, b: Prepared): boolean {
  if (a.kind !== b.kind) return b.kind === "article" || (a.kind !== "article" && a.index < b.index);
  if (a.abstractLike !== b.abstractLike) return a.abstractLike;
  return a.index < b.index;
}
