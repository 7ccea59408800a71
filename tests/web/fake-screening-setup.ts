import type {
  AdjudicationRequest,
  AgreementNumbers,
  AgreementResponse,
  AllocationRequest,
  AuditRequest,
  ConflictsResponse,
  OrderRequest,
  SampleRequest,
  SampleResponse,
  SampleState,
  SetupResponse,
  StopRequest,
} from "#contract";
import { Refused } from "./fake-full-texts.ts";
import { REPORTS } from "./fake-reports.ts";

// Simulated, all of it; see fake-reports.ts.

type Stage = SetupResponse["stage"];
type Conflict = ConflictsResponse["conflicts"][number];

/** Conflicts, agreement and set-up of both stages, as far as pages need them. */
export interface FakeSetup {
  /** Requests taken, in order. */
  readonly orders: OrderRequest[];
  readonly allocations: AllocationRequest[];
  readonly drawn: SampleRequest[];
  readonly audits: AuditRequest[];
  readonly stops: StopRequest[];
  readonly settled: AdjudicationRequest[];
  /** Null: not an address of these. */
  get(path: string, search: URLSearchParams): unknown;
  post(path: string, body: unknown): unknown;
  undo(eventId: string): boolean;
  reset(): void;
}

const AT = "2026-03-01T10:00:00.000Z";
const STAMP = { by: "ada", at: AT };
const AUDITED = ["imp1-40", "imp1-41", "imp1-42"];

export function fakeSetup(): FakeSetup {
  const orders: OrderRequest[] = [];
  const allocations: AllocationRequest[] = [];
  const drawn: SampleRequest[] = [];
  const audits: AuditRequest[] = [];
  const stops: StopRequest[] = [];
  const settled: AdjudicationRequest[] = [];
  const lists = { orders, allocations, drawn, audits, stops, settled };
  const reset = (): void => {
    for (const each of Object.values(lists)) each.length = 0;
  };
  return {
    ...lists,
    get: (path, search) => {
      const [first, second, third, fourth] = path.split("/").map(decodeURIComponent);
      const stage = second as Stage;
      if (path === "records" && search.get("status") === "await")
        return { rows: REPORTS.slice(20, 22), total: 2, next: null };
      if (path === "records" && search.get("status") === "exclude")
        return { rows: REPORTS.slice(0, 1), total: 300, next: null };
      if (first !== "screening") return null;
      if (third === "setup") return setupOf(stage, lists);
      if (third === "agreement") return agreementOf(stage, search.get("round"));
      if (third === "samples") return sampleOf(stage, fourth ?? "", audits);
      if (third === "conflicts") return conflictsOf(stage, settled);
      return null;
    },
    post: (path, body) => {
      const [first, , third] = path.split("/");
      if (path === "adjudications") settled.push(body as AdjudicationRequest);
      else if (first !== "screening") return null;
      else if (third === "order") orders.push(body as OrderRequest);
      else if (third === "allocation") allocations.push(body as AllocationRequest);
      else if (third === "samples") drawn.push(body as SampleRequest);
      else if (third === "audits") audits.push(body as AuditRequest);
      else if (third === "stop" && !(body as StopRequest).anyway)
        return new Refused("workbench/stop-refused", "Simulated: the rule does not say stop.");
      else if (third === "stop") stops.push(body as StopRequest);
      else return null;
      return { eventId: `${third ?? "settled"}-1` };
    },
    undo: (eventId) => {
      if (eventId === "stop-1") stops.length = 0;
      return eventId === "stop-1" || eventId === "sample-calibration";
    },
    reset,
  };
}

function sampleState(purpose: SampleState["sample"]["purpose"], stage: Stage): SampleState {
  const reports = purpose === "audit" ? AUDITED : REPORTS.slice(50, 100).map(({ id }) => id);
  return {
    sample: {
      sample: `${purpose}-1`,
      stage,
      purpose,
      reports,
      population: purpose === "audit" ? 300 : 400,
      seed: 1,
      reviewers: [],
      ...STAMP,
      eventId: `sample-${purpose}`,
    },
    read: [
      { person: "ada", reports: purpose === "audit" ? 0 : 50 },
      { person: "bo", reports: purpose === "calibration" ? 50 : 0 },
    ],
    done: purpose === "calibration",
  };
}

function setupOf(stage: Stage, lists: Pick<FakeSetup, "orders" | "allocations" | "stops">): SetupResponse {
  const order: OrderRequest = lists.orders.at(-1) ?? {
    order: "ranked",
    model: "evidens",
    seed: 0,
    start: "words",
    relevant: ["imp1-3"],
    stopping: { rule: "recall-test", target: 0.95, confidence: 0.95 },
  };
  const shares = lists.allocations.at(-1);
  const stop = lists.stops.at(-1);
  return {
    stage,
    order: { ...order, stage },
    orderSet:
      lists.orders.length === 0 ? null : { ...order, stage, ...STAMP, eventId: `o${lists.orders.length}` },
    allocation: shares === undefined ? null : { ...shares, stage, ...STAMP, eventId: "a1" },
    samples: [sampleState("calibration", stage), sampleState("random", stage), sampleState("audit", stage)],
    calibration: { reports: 50, statistic: "kappa", threshold: 0.6 },
    stopped:
      stop === undefined
        ? null
        : {
            stage,
            ...order.stopping,
            total: 400,
            screened: 210,
            relevant: 30,
            supported: false,
            values: {},
            ...(stop.note === undefined ? {} : { note: stop.note }),
            ...STAMP,
            eventId: "stop-1",
          },
    models: ["evidens"],
    rules: ["recall-test", "certification", "safe", "consecutive-irrelevant", "knee", "budget", "rule-2399"],
    reviewers: ["ada", "bo"],
    required: 1,
    secondReviewerShare: 0.2,
  };
}

function sampleOf(stage: Stage, id: string, audits: readonly AuditRequest[]): SampleResponse {
  const state = sampleState("audit", stage);
  const answers = new Map(audits.map(({ report, relevant }) => [report, relevant]));
  const found = [...answers.values()].filter(Boolean).length;
  return {
    state: { ...state, sample: { ...state.sample, sample: id } },
    items: AUDITED.map((report) => ({
      report: REPORTS.find((one) => one.id === report)!,
      relevant: answers.get(report) ?? null,
    })),
    bound:
      answers.size === 0
        ? null
        : {
            sampled: answers.size,
            found,
            population: 300,
            confidence: 0.95,
            atMost: 180,
            text: { en: "Simulated bound.", nb: "Simulert grense." },
          },
  };
}

const numbers = (n: number): AgreementNumbers => ({
  n,
  detailed: [
    { id: "percent", estimate: 88.4, low: 84.1, high: 92.7, why: null },
    { id: "kappa", estimate: 0.412, low: 0.281, high: 0.543, why: null },
    { id: "ac1", estimate: 0.861, low: 0.81, high: 0.912, why: null },
    { id: "alpha", estimate: 0.409, low: 0.27, high: 0.548, why: null },
  ],
  kept: [
    { id: "percent", estimate: 93.5, low: 90.2, high: 96.8, why: null },
    { id: "kappa", estimate: 0.52, low: null, high: null, why: "perfect" },
    { id: "pabak", estimate: 0.87, low: 0.804, high: 0.936, why: null },
    { id: "ac1", estimate: null, low: null, high: null, why: "one-category" },
    { id: "alpha", estimate: 0.517, low: 0.35, high: 0.684, why: null },
    { id: "positive", estimate: 0.56, low: null, high: null, why: null },
    { id: "negative", estimate: 0.96, low: null, high: null, why: null },
  ],
});

function agreementOf(stage: Stage, round: string | null): AgreementResponse {
  return {
    stage,
    round,
    all: numbers(216),
    pairs: [
      {
        reviewers: ["ada", "bo"],
        numbers: numbers(216),
        categories: ["include", "exclude", "maybe"],
        table: [
          [12, 4, 2],
          [5, 178, 3],
          [2, 8, 2],
        ],
      },
      {
        reviewers: ["bo", "cy"],
        numbers: numbers(20),
        categories: ["include", "exclude"],
        table: [
          [3, 1],
          [0, 16],
        ],
      },
    ],
    disagreements: {
      total: 24,
      items: REPORTS.slice(8, 11).map((report) => ({
        report,
        votes: [
          { reviewer: "ada", decision: "include", exclusionReason: null, note: "Simulated note" },
          {
            reviewer: "bo",
            decision: "exclude",
            exclusionReason: stage === "full-text" ? "design" : null,
            note: null,
          },
        ],
      })),
    },
    sentence: { en: "Simulated sentence of agreement.", nb: "Simulert setning om enighet." },
    calibration:
      round === null
        ? null
        : {
            plan: { reports: 50, statistic: "kappa", threshold: 0.6 },
            met: false,
            remark: { en: "Simulated remark.", nb: "Simulert merknad." },
          },
    waiting: round === null ? 184 : 0,
  };
}

function conflict(position: number, kind: Conflict["kind"]): Conflict {
  const vote = { exclusionReason: null, note: "Simulated note", at: AT };
  const first = { ...vote, reviewer: "ada", eventId: `v${position}-1` };
  const second = { ...vote, reviewer: "bo", eventId: `v${position}-2` };
  return {
    report: REPORTS[position - 1]!,
    kind,
    votes:
      kind === "reason"
        ? [
            { ...first, decision: "exclude", exclusionReason: "design" },
            { ...second, decision: "exclude", exclusionReason: "population" },
          ]
        : [
            { ...first, decision: "include" },
            { ...second, decision: kind === "maybe" ? "maybe" : "exclude" },
          ],
    earlier: [{ ...second, decision: "maybe", eventId: `v${position}-0`, note: null }],
  };
}

function conflictsOf(stage: Stage, settled: readonly AdjudicationRequest[]): ConflictsResponse {
  const all = [conflict(9, "conflict"), conflict(10, "maybe"), conflict(11, "conflict")];
  const list = stage === "full-text" ? [...all, conflict(12, "reason")] : all;
  return { conflicts: list.filter(({ report }) => !settled.some((one) => one.report === report.id)) };
}
