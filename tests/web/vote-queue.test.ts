import { describe, expect, it } from "vitest";
import type { NextResponse, RankingState, ScreenItem, VoteRequest } from "#contract";
import { ApiError } from "../../src/web/api/client.ts";
import {
  type KeptVotes,
  keptVotes,
  type PendingVote,
  type VoteStorage,
} from "../../src/web/screening/kept-votes.ts";
import { createVoteQueue, type QueuePorts, type VoteQueue } from "../../src/web/screening/vote-queue.ts";
import { REPORTS } from "./fake-reports.ts";
import { memoryStorage, windowsOf } from "./fake-windows.ts";

const RANKING: RankingState = { order: "import", state: "off", model: "evidens", trainedOn: 0, relevant: 0 };

/** A program with six reports, and what can go wrong with it. */
interface Program {
  readonly votes: { readonly id: string; readonly request: VoteRequest }[];
  broken: boolean;
  /** The next vote is counted, and its answer and the connection are lost. */
  deaf: boolean;
  refuse: string | null;
  failing: boolean;
  /** Order of ids; null: that of import. */
  order: readonly string[] | null;
  preparing: boolean;
  stopped: NextResponse["stopped"];
  round: string | null;
  /** Reports in one answer. */
  most: number;
  lookups: number;
}

const programOf = (): Program => ({
  votes: [],
  broken: false,
  deaf: false,
  refuse: null,
  failing: false,
  order: null,
  preparing: false,
  stopped: null,
  round: null,
  most: 20,
  lookups: 0,
});

function answer(program: Program, after: number, limit: number): NextResponse {
  const voted = new Set(program.votes.map(({ request }) => request.report));
  const all = REPORTS.slice(0, 6);
  const rows =
    program.order?.map((id) => all.find((one) => one.id === id)!) ??
    all.filter((one) => one.position > after);
  const items = rows
    .filter((report) => !voted.has(report.id))
    .slice(0, Math.min(limit, program.most))
    .map(
      (report): ScreenItem =>
        program.round === null
          ? { report, own: null, because: program.order === null ? "order" : "ranked" }
          : { report, own: null, because: "round", round: program.round },
    );
  const { stopped, preparing } = program;
  const ranking: RankingState =
    program.order !== null
      ? { ...RANKING, order: "ranked", state: "ready" }
      : preparing
        ? { ...RANKING, order: "ranked", state: "preparing" }
        : RANKING;
  return {
    items: stopped === null ? items : [],
    progress: { read: voted.size, inStage: 6 },
    ranking,
    stopped,
  };
}

const failure = (status: number, code: string): ApiError =>
  new ApiError(status, { code, kind: "conflict", message: "No.", remedy: "Wait.", problems: [] });

function queueOn(program: Program, kept: KeptVotes): VoteQueue {
  let ids = 0;
  const name = `window-${Math.round(performance.now() * 1000)}`;
  const ports: QueuePorts = {
    stage: "title-abstract",
    next: async (after, limit) => {
      await Promise.resolve();
      if (program.broken) throw new TypeError("no connection");
      return answer(program, after, limit);
    },
    vote: async (request) => {
      await Promise.resolve();
      if (program.broken) throw new TypeError("no connection");
      if (program.failing) throw failure(500, "x/bug");
      if (request.report === program.refuse) throw failure(409, "x/y");
      const id = `e${program.votes.length + 1}-${request.report}`;
      program.votes.push({ id, request });
      if (program.deaf) {
        program.broken = true;
        throw new TypeError("no answer");
      }
      const position = REPORTS.find((one) => one.id === request.report)!.position;
      return { eventId: id, ...answer(program, position, 3) };
    },
    undo: async (eventId) => {
      if (program.broken) throw new TypeError("no connection");
      const at = program.votes.findIndex((vote) => vote.id === eventId);
      const [vote] = program.votes.splice(at, 1);
      return { report: REPORTS.find((one) => one.id === vote?.request.report) ?? null };
    },
    standing: async (request) => {
      program.lookups += 1;
      if (program.broken) throw new TypeError("no connection");
      const same = program.votes.findLast((vote) => vote.request.report === request.report);
      return same?.request.decision === request.decision ? same.id : null;
    },
    kept,
    wait: () => new Promise((resolve) => setTimeout(resolve, 5)),
    now: () => 1_000 + ids,
    newId: () => `${name}-${++ids}`,
  };
  return createVoteQueue(ports);
}

const alone = (storage: VoteStorage | null = memoryStorage()): KeptVotes =>
  keptVotes("votes", { storage, locks: null, channel: null });
const world = (): { readonly program: Program; readonly queue: VoteQueue; readonly kept: KeptVotes } => {
  const program = programOf();
  const kept = alone();
  return { program, kept, queue: queueOn(program, kept) };
};
const shown = (queue: VoteQueue): number | undefined => queue.state().queue[0]?.report.position;
const ahead = (queue: VoteQueue): readonly number[] =>
  queue.state().queue.map((item) => item.report.position);
const reports = (program: Program): readonly string[] => program.votes.map(({ request }) => request.report);
const lost = (queue: VoteQueue) => expect.poll(() => queue.state().lost, { interval: 1 });
const sent = (queue: VoteQueue) => expect.poll(() => queue.state().pending.length, { interval: 1 }).toBe(0);

describe("vote queue", () => {
  it("shows the next report in the same turn", async () => {
    const { queue } = world();
    await queue.start();
    expect(shown(queue)).toBe(1);
    queue.decide("include");
    expect(shown(queue)).toBe(2);
    queue.decide("exclude");
    expect(shown(queue)).toBe(3);
  });

  it("sends in order, shows no report twice, and ends when all are read", async () => {
    const { queue, program } = world();
    await queue.start();
    const seen: number[] = [];
    while (seen.length < 20 && shown(queue) !== undefined) {
      seen.push(shown(queue)!);
      queue.decide("maybe");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    await expect.poll(() => reports(program)).toEqual(REPORTS.slice(0, 6).map((one) => one.id));
    expect(queue.state().pending).toEqual([]);
  });

  it("keeps the report on screen and puts the rest in the order of the newest answer", async () => {
    const { queue, program } = world();
    program.order = ["imp1-1", "imp1-2", "imp1-3", "imp1-4", "imp1-5", "imp1-6"];
    await queue.start();
    program.order = ["imp1-6", "imp1-5", "imp1-4", "imp1-3", "imp1-2"];
    queue.decide("include");
    expect(ahead(queue)[0]).toBe(2);
    await sent(queue);
    expect(ahead(queue).slice(0, 4)).toEqual([2, 6, 5, 4]);
    expect(queue.state().ranking?.state).toBe("ready");
  });

  it("keeps what it held ready behind an answer that knows nothing of the newest votes", async () => {
    const { queue, program } = world();
    program.order = ["imp1-1", "imp1-2", "imp1-3", "imp1-4", "imp1-5", "imp1-6"];
    await queue.start();
    for (const _ of [1, 2, 3, 4]) queue.decide("exclude");
    expect(ahead(queue)).toEqual([5, 6]);
    await expect.poll(() => reports(program)).toHaveLength(1);
    expect(ahead(queue)).toEqual([5, 6]);
    await sent(queue);
    expect(ahead(queue)).toEqual([5, 6]);
  });

  it("puts what lies further on behind what it holds, in order of import", async () => {
    const { queue, program } = world();
    program.most = 3;
    await queue.start();
    expect(ahead(queue)).toEqual([1, 2, 3]);
    queue.refresh();
    await expect.poll(() => ahead(queue)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("takes up the learner's order when it gets ready, and keeps the report on screen", async () => {
    const { queue, program } = world();
    program.preparing = true;
    await queue.start();
    expect(ahead(queue).slice(0, 3)).toEqual([1, 2, 3]);
    program.order = ["imp1-6", "imp1-3"];
    queue.refresh();
    await expect.poll(() => ahead(queue).slice(0, 3)).toEqual([1, 6, 3]);
  });

  it("sends the round of a report with its vote", async () => {
    const { queue, program } = world();
    program.round = "sample-1";
    await queue.start();
    queue.decide("include");
    await sent(queue);
    expect(program.votes[0]!.request.round).toBe("sample-1");
  });

  it("empties when the stage was ended", async () => {
    const { queue, program } = world();
    await queue.start();
    program.stopped = { stage: "title-abstract" } as NextResponse["stopped"];
    queue.decide("include");
    await sent(queue);
    expect(queue.state()).toMatchObject({ queue: [], stopped: { stage: "title-abstract" } });
  });

  it("brings a refused report back and goes on with the others", async () => {
    const { queue, program, kept } = world();
    await queue.start();
    program.refuse = "imp1-1";
    queue.decide("include");
    queue.decide("include");
    await expect.poll(() => reports(program)).toEqual(["imp1-2"]);
    expect(shown(queue)).toBe(1);
    expect(queue.state().refused).toMatchObject({ message: "No.", remedy: "Wait." });
    expect(kept.all()).toEqual([]);
  });

  it("gives a vote back on which the program fails again and again", async () => {
    const { queue, program } = world();
    await queue.start();
    program.failing = true;
    queue.decide("include");
    await lost(queue).toBe("failing");
    await expect.poll(() => queue.state().refused?.message).toBe("No.");
    expect(shown(queue)).toBe(1);
  });
});

describe("votes without a connection", () => {
  it("are kept, and a later visit sends them", async () => {
    const first = world();
    await first.queue.start();
    first.program.broken = true;
    first.queue.decide("include");
    first.queue.decide("exclude");
    await lost(first.queue).toBe("connection");
    expect(first.kept.all().map((vote) => vote.request.report)).toEqual(["imp1-1", "imp1-2"]);
    const program = programOf();
    const second = queueOn(program, first.kept);
    await second.start();
    await expect.poll(() => reports(program)).toEqual(["imp1-1", "imp1-2"]);
    await sent(second);
    expect(shown(second)).toBe(3);
    expect(first.kept.all()).toEqual([]);
    // The first window hears of it in its next try.
    first.program.broken = false;
    await lost(first.queue).toBeNull();
    expect(reports(first.program)).toEqual([]);
  });

  it("are not doubled when only the answer was lost", async () => {
    const { queue, program } = world();
    await queue.start();
    program.deaf = true;
    queue.decide("include");
    await lost(queue).toBe("connection");
    program.deaf = false;
    program.broken = false;
    await sent(queue);
    expect(reports(program)).toEqual(["imp1-1"]);
    await queue.undo();
    expect(program.votes).toEqual([]);
  });

  it("wait in memory where the browser keeps nothing, and the reader is told", async () => {
    const program = programOf();
    const queue = queueOn(program, alone(null));
    await queue.start();
    program.broken = true;
    queue.decide("include");
    expect(queue.state().memoryOnly).toBe(true);
    program.broken = false;
    await sent(queue);
    expect(reports(program)).toEqual(["imp1-1"]);
  });
});

describe("undo", () => {
  it("takes back a sent vote, and the one before", async () => {
    const { queue, program } = world();
    await queue.start();
    queue.decide("include", { note: "a note" });
    queue.decide("exclude");
    await sent(queue);
    await queue.undo();
    expect(shown(queue)).toBe(2);
    await queue.undo();
    expect(ahead(queue).slice(0, 3)).toEqual([1, 2, 3]);
    expect(program.votes).toEqual([]);
    expect(queue.state().takenBack).toMatchObject({ count: 2, note: "a note" });
  });

  it("takes back one that is on its way once it has arrived", async () => {
    const { queue, program } = world();
    await queue.start();
    queue.decide("include");
    await queue.undo();
    expect(shown(queue)).toBe(1);
    expect(program.votes).toEqual([]);
  });

  it("works without a connection, and a vote that had been counted is undone when it is back", async () => {
    const { queue, program, kept } = world();
    await queue.start();
    program.deaf = true;
    queue.decide("exclude");
    await lost(queue).toBe("connection");
    await queue.undo();
    expect(shown(queue)).toBe(1);
    expect(program.votes).toHaveLength(1);
    program.broken = false;
    program.deaf = false;
    await sent(queue);
    expect(program.votes).toEqual([]);
    expect(kept.all()).toEqual([]);
    expect(shown(queue)).toBe(1);
  });

  it("and a new vote leave one vote, though the first had been counted", async () => {
    const { queue, program } = world();
    await queue.start();
    program.deaf = true;
    queue.decide("exclude");
    await lost(queue).toBe("connection");
    await queue.undo();
    queue.decide("exclude");
    program.broken = false;
    program.deaf = false;
    await sent(queue);
    expect(reports(program)).toEqual(["imp1-1"]);
  });
});

describe("two windows", () => {
  const two = (): { readonly program: Program; readonly a: VoteQueue; readonly b: VoteQueue } => {
    const program = programOf();
    const [first, second] = windowsOf("votes", 2);
    return { program, a: queueOn(program, first!), b: queueOn(program, second!) };
  };

  it("learn of each other's votes", async () => {
    const { program, a, b } = two();
    await a.start();
    await b.start();
    a.decide("include");
    expect(shown(b)).toBe(2);
    await sent(a);
    b.decide("exclude");
    await sent(b);
    expect(program.votes.map(({ request }) => [request.report, request.decision])).toEqual([
      ["imp1-1", "include"],
      ["imp1-2", "exclude"],
    ]);
    expect(shown(a)).toBe(3);
  });

  it("send a kept vote once, whichever comes first", async () => {
    const { program, a, b } = two();
    await a.start();
    program.broken = true;
    a.decide("include");
    await lost(a).toBe("connection");
    await b.start();
    expect(b.state().pending).toHaveLength(1);
    program.broken = false;
    a.retry();
    b.retry();
    await sent(a);
    await sent(b);
    expect(reports(program)).toEqual(["imp1-1"]);
    expect([a.state().lost, b.state().lost]).toEqual([null, null]);
  });

  it("take back in one what was kept in the other", async () => {
    const { program, a, b } = two();
    await a.start();
    program.broken = true;
    a.decide("include");
    a.decide("include");
    await lost(a).toBe("connection");
    await b.start();
    await b.undo();
    expect(a.state().pending.map((vote: PendingVote) => vote.request.report)).toEqual(["imp1-1"]);
    program.broken = false;
    await sent(a);
    await sent(b);
    expect(reports(program)).toEqual(["imp1-1"]);
  });
});
