import { describe, expect, it } from "vitest";
import type { ScreenItem, VoteRequest } from "#contract";
import { ApiError } from "../../src/web/api/client.ts";
import {
  createVoteQueue,
  type PendingVote,
  type QueuePorts,
  type VoteQueue,
} from "../../src/web/screening/vote-queue.ts";
import { REPORTS } from "./fake-reports.ts";

interface World {
  readonly queue: VoteQueue;
  readonly votes: VoteRequest[];
  kept: readonly PendingVote[];
  broken: boolean;
  refuse: string | null;
}

const items = (after: number, limit: number, votes: readonly VoteRequest[]): readonly ScreenItem[] =>
  REPORTS.slice(0, 6)
    .filter((report) => report.position > after && !votes.some((vote) => vote.report === report.id))
    .slice(0, limit)
    .map((report) => ({ report, own: null }));

function world(kept: readonly PendingVote[] = []): World {
  const votes: VoteRequest[] = [];
  const state = { kept, broken: false, refuse: null as string | null };
  const ports: QueuePorts = {
    stage: "title-abstract",
    next: async (after, limit) => {
      if (state.broken) throw new TypeError("no connection");
      return { items: items(after, limit, votes), progress: { read: votes.length, inStage: 6 } };
    },
    vote: async (request) => {
      await Promise.resolve();
      if (state.broken) throw new TypeError("no connection");
      if (request.report === state.refuse) {
        throw new ApiError(409, {
          code: "x/y",
          kind: "conflict",
          message: "No.",
          remedy: "Wait.",
          problems: [],
        });
      }
      votes.push(request);
      return {
        eventId: `e${votes.length}`,
        items: items(0, 3, votes),
        progress: { read: votes.length, inStage: 6 },
      };
    },
    undo: async (eventId) => {
      const vote = votes.splice(Number(eventId?.slice(1)) - 1, 1)[0];
      const report = REPORTS.find((one) => one.id === vote?.report) ?? null;
      return { eventId: "u", undone: undefined as never, report };
    },
    keep: (pending) => {
      state.kept = pending;
    },
    kept: () => kept,
    wait: () => new Promise((resolve) => setTimeout(resolve, 5)),
  };
  return Object.assign(state, { queue: createVoteQueue(ports), votes });
}

const shown = (queue: VoteQueue): number | undefined => queue.state().queue[0]?.report.position;

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
    const { queue, votes } = world();
    await queue.start();
    const seen: number[] = [];
    while (seen.length < 20 && shown(queue) !== undefined) {
      seen.push(shown(queue)!);
      queue.decide("maybe");
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    await expect
      .poll(() => votes.map((vote) => vote.report))
      .toEqual(REPORTS.slice(0, 6).map((one) => one.id));
    expect(queue.state().pending).toEqual([]);
  });

  it("brings a refused report back and goes on with the others", async () => {
    const place = world();
    await place.queue.start();
    place.refuse = "imp1-1";
    place.queue.decide("include");
    place.queue.decide("include");
    await expect.poll(() => place.votes.map((vote) => vote.report)).toEqual(["imp1-2"]);
    expect(shown(place.queue)).toBe(1);
    expect(place.queue.state().refused).toMatchObject({ message: "No.", remedy: "Wait." });
  });

  it("keeps unsent votes, and a later visit sends them", async () => {
    const first = world();
    await first.queue.start();
    first.broken = true;
    first.queue.decide("include");
    await expect.poll(() => first.queue.state().lost).toBe(true);
    expect(first.kept.map((vote) => vote.request.report)).toEqual(["imp1-1"]);
    const second = world(first.kept);
    await second.queue.start();
    await expect.poll(() => second.votes.map((vote) => vote.report)).toEqual(["imp1-1"]);
    first.broken = false;
    await expect.poll(() => first.queue.state().lost).toBe(false);
  });

  it("takes back a sent vote, and an unsent one without asking the program", async () => {
    const place = world();
    await place.queue.start();
    place.queue.decide("include");
    await expect.poll(() => place.queue.state().done.length).toBe(1);
    await place.queue.undo();
    expect(shown(place.queue)).toBe(1);
    expect(place.votes).toEqual([]);
    place.broken = true;
    place.queue.decide("exclude");
    await expect.poll(() => place.queue.state().lost).toBe(true);
    await place.queue.undo();
    expect(shown(place.queue)).toBe(1);
    expect(place.queue.state().pending).toEqual([]);
  });
});
