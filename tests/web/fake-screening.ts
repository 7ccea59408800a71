import type {
  CommentRequest,
  DiscussionResponse,
  HighlightsResponse,
  LabelRequest,
  NextResponse,
  ProgressResponse,
  ScreenItem,
  VoteRequest,
} from "#contract";
import { PROTOCOL, REPORTS } from "./fake-reports.ts";

type Stage = VoteRequest["stage"];
type Highlights = HighlightsResponse["highlights"];

/** The screening side of the stand-in; a test sets what it wants of it. Everything in it is simulated. */
export interface FakeScreening {
  readonly set: {
    because: ScreenItem["because"];
    ranking: Partial<NextResponse["ranking"]>;
    stopped: boolean;
    /** Reports that are this person's share; the rest waits for others. */
    share: number;
    /** Characters of an abstract that is damage. */
    longAbstract: number;
    progress: "ready" | "preparing";
  };
  /** Highlights saved, comments and labels taken, in order. */
  readonly saved: Highlights[];
  readonly comments: (CommentRequest & { readonly report: string })[];
  readonly labels: (LabelRequest & { readonly report: string })[];
  readonly next: (stage: Stage, after: number, limit: number, votes: readonly VoteRequest[]) => NextResponse;
  /** Null: not an address of screening. */
  readonly get: (path: string, votes: readonly VoteRequest[]) => unknown;
  readonly post: (path: string, body: unknown) => unknown;
  readonly undo: (eventId: string) => boolean;
  readonly reset: () => void;
}

const AT = "2026-03-01T10:00:00.000Z";
const RULE: ProgressResponse["rule"] = { rule: "recall-test", target: 0.95, confidence: 0.95 };
const DEFAULTS: FakeScreening["set"] = {
  because: "ranked",
  ranking: {},
  stopped: false,
  share: REPORTS.length,
  longAbstract: 0,
  progress: "ready",
};

export function fakeScreening(): FakeScreening {
  const set = { ...DEFAULTS };
  const saved: Highlights[] = [];
  const comments: (CommentRequest & { readonly report: string })[] = [];
  const labels: (LabelRequest & { readonly report: string })[] = [];
  const stopped = (stage: Stage): NextResponse["stopped"] => (set.stopped ? stoppedAt(stage) : null);
  return {
    set,
    saved,
    comments,
    labels,
    next: (stage, after, limit, votes) => ({
      ...nextOf(set, stage, after, limit, votes),
      stopped: stopped(stage),
      ...(set.stopped ? { items: [] } : {}),
    }),
    get: (path, votes) => {
      const [first, second, third] = path.split("/").map(decodeURIComponent);
      if (path === "highlights") {
        const { highlights: protocol } = PROTOCOL.protocol;
        return { highlights: saved.at(-1) ?? protocol, protocol, own: saved.length > 0 };
      }
      if (first === "screening" && third === "progress")
        return progressOf(second as Stage, votes, stopped(second as Stage), set.progress);
      if (first === "screening" && third === "explain") return EXPLANATION;
      if (first === "records" && third === "discussion") return discussionOf(second ?? "", comments, labels);
      return null;
    },
    post: (path, body) => {
      const [first, report, act] = path.split("/").map(decodeURIComponent);
      if (path === "highlights") saved.push((body as { readonly highlights: Highlights }).highlights);
      else if (first === "records" && act === "comments")
        comments.push({ ...(body as CommentRequest), report: report ?? "" });
      else if (first === "records" && act === "labels")
        labels.push({ ...(body as LabelRequest), report: report ?? "" });
      else return null;
      return { eventId: `s${saved.length + comments.length + labels.length}` };
    },
    undo: (eventId) => {
      if (eventId !== "stop" || !set.stopped) return false;
      set.stopped = false;
      return true;
    },
    reset: () => {
      Object.assign(set, DEFAULTS);
      for (const list of [saved, comments, labels]) list.length = 0;
    },
  };
}

function nextOf(
  set: FakeScreening["set"],
  stage: Stage,
  after: number,
  limit: number,
  votes: readonly VoteRequest[],
): Omit<NextResponse, "stopped"> {
  const voted = new Set(votes.filter((vote) => vote.stage === stage).map((vote) => vote.report));
  const inStage = stage === "full-text" ? REPORTS.slice(0, 8) : REPORTS;
  const from = set.ranking.order === "import" ? after : 0;
  const items = inStage
    .slice(0, set.share)
    .filter((report) => !voted.has(report.id) && report.position > from)
    .slice(0, limit)
    .map((report) => (set.longAbstract === 0 ? report : { ...report, abstract: longText(set.longAbstract) }))
    .map(
      (report): ScreenItem => ({
        report,
        own: null,
        because: set.because,
        ...(set.because === "round" ? { round: "round-1" } : {}),
      }),
    );
  const ranking = { order: "ranked", state: "ready", model: "evidens", trainedOn: 12, relevant: 5 } as const;
  return {
    items,
    progress: { read: voted.size, inStage: inStage.length },
    ranking: { ...ranking, ...set.ranking },
  };
}

function longText(characters: number): string {
  return "simulated disorder and sham therapy in a randomised trial, "
    .repeat(Math.ceil(characters / 59))
    .slice(0, characters);
}

function progressOf(
  stage: Stage,
  votes: readonly VoteRequest[],
  stopped: ProgressResponse["stopped"],
  state: "ready" | "preparing",
): ProgressResponse {
  const read = votes.filter((vote) => vote.stage === stage);
  const isKept = (vote: VoteRequest): boolean => vote.decision !== "exclude";
  const kept = read.filter(isKept).length;
  const curve = read.map((_, at): [number, number] => [at + 1, read.slice(0, at + 1).filter(isKept).length]);
  const progress: ProgressResponse["progress"] = {
    total: stage === "full-text" ? 8 : REPORTS.length,
    screened: read.length,
    relevant: kept,
    curve: [[0, 0], ...curve],
    verdicts: [
      {
        rule: "recall-test",
        stop: false,
        unsupported: kept === 0 ? "screening/stopping-none-found" : null,
        values: { p: 0.34, missing: 1 },
      },
    ],
    frontier: [{ target: 0.95, p: 0.34 }],
    earliestStop: kept === 0 ? null : 210,
    claim: { en: "Simulated claim.", nb: "Simulert påstand." },
  };
  return { progress: state === "ready" ? progress : null, rule: RULE, stopped };
}

const EXPLANATION = {
  explanation: {
    rank: 3,
    of: 398,
    score: 1.2,
    terms: [
      { term: "sham therapy", weight: 1.42 },
      { term: "randomised", weight: 0.61 },
      { term: "animals", weight: -0.88 },
    ],
  },
};

function stoppedAt(stage: Stage): NonNullable<NextResponse["stopped"]> {
  return {
    stage,
    ...RULE,
    total: 400,
    screened: 180,
    relevant: 31,
    supported: true,
    values: { p: 0.03 },
    note: "Simulated note on the end",
    by: "bo",
    at: AT,
    eventId: "stop",
  };
}

function discussionOf(
  report: string,
  comments: FakeScreening["comments"],
  labels: FakeScreening["labels"],
): DiscussionResponse {
  const stamp = { by: "ada", at: AT };
  const newest = new Map(
    labels
      .filter((one) => one.report === report)
      .map((one) => [one.label, { ...one, ...stamp, eventId: one.label }]),
  );
  return {
    comments: comments
      .filter((one) => one.report === report)
      .map(({ stage, text }, at) => ({ stage, text, ...stamp, eventId: `c${at}` })),
    labels: [...newest.values()],
    known: [...new Set(["dose unclear", "background", ...labels.map(({ label }) => label)])],
  };
}
