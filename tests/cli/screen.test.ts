import { describe, expect, it } from "vitest";
import { callOf, runFake } from "./run.ts";

describe("screen without a terminal", () => {
  const report = {
    id: "r1",
    position: 1,
    title: "A trial\u001b[2J of MDMA",
    authors: [{ family: "Smith", given: "J" }],
    year: 2020,
    journal: "J Test",
    abstract: null,
    doi: "10.1000/x",
    pmid: null,
    keys: ["smith2020"],
  };
  const ranking = { order: "import", state: "off", model: "none", trainedOn: 0, relevant: 0 };
  const rankingSettled = async () => ranking;
  const next = async () => ({
    items: [{ report, own: null, because: "order" }],
    progress: { read: 1, inStage: 9 },
    ranking,
    stopped: null,
  });
  it("says what to use instead", async () => {
    const { code, stderr } = await runFake(["screen"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("--next");
  });
  it("shows the next report, cleaned", async () => {
    const { stdout } = await runFake(["screen", "--next"], { next, rankingSettled });
    expect(stdout).toContain(
      "A trial[2J of MDMA\nSmith, J · 2020 · J Test · 10.1000/x\n\n(no abstract)\nReport: r1\nRead: 1 of 9\n",
    );
  });
  const byKey = {
    report: async () => {
      const { EvidensError } = await import("#kernel");
      throw new EvidensError({ code: "x", kind: "missing", message: "m", remedy: "r" });
    },
    findReports: async (key: string) => (key === "trial" ? [] : [report]),
    vote: async () => ({ eventId: "e1", items: [], progress: { read: 2, inStage: 9 } }),
  };
  it.each(["smith2020", "10.1000/X", "https://doi.org/10.1000/x"])(
    "votes on a report named %s",
    async (key) => {
      const args = [
        "screen",
        "--stage",
        "full-text",
        "--vote",
        "exclude",
        "--report",
        key,
        "--reason",
        "design",
      ];
      const ran = await runFake(args, byKey);
      expect(ran.code).toBe(0);
      expect(callOf(ran, "vote")).toEqual([
        { by: "kari", stage: "full-text", report: "r1", decision: "exclude", exclusionReason: "design" },
      ]);
    },
  );
  it("does not guess a report", async () => {
    expect((await runFake(["screen", "--vote", "include", "--report", "trial"], byKey)).code).toBe(4);
    const two = {
      ...byKey,
      findReports: async () => [report, { ...report, id: "r2" }],
    };
    const several = await runFake(["screen", "--vote", "include", "--report", "smith2020"], two);
    expect(several.code).toBe(3);
    expect(several.stderr).toContain("r1, r2");
  });
  it("needs to know which report, and does one thing at a time", async () => {
    expect((await runFake(["screen", "--vote", "include"], {})).code).toBe(2);
    expect((await runFake(["screen", "--next", "--conflicts"], {})).code).toBe(2);
  });
  it("lists conflicts and settles one", async () => {
    const votes = [{ reviewer: "kari", decision: "exclude", exclusionReason: "design", note: null }];
    const earlier = [{ reviewer: "ola", decision: "maybe", exclusionReason: null, note: null }];
    const conflicts = async () => ({ conflicts: [{ report, kind: "conflict", votes, earlier }] });
    expect((await runFake(["screen", "--conflicts"], { conflicts })).stdout).toContain(
      "  kari: exclude (design)\n  ola: maybe, changed since\n",
    );
    const ran = await runFake(["screen", "--settle", "include", "--report", "r1"], {
      report: async () => ({ report }),
      adjudicate: async () => ({ eventId: "e" }),
    });
    expect(callOf(ran, "adjudicate")).toEqual([
      { by: "kari", stage: "title-abstract", report: "r1", decision: "include" },
    ]);
    const agreed = await runFake(["screen", "--settle", "include", "--consensus", "--report", "r1"], {
      report: async () => ({ report }),
      adjudicate: async () => ({ eventId: "e" }),
    });
    expect(callOf(agreed, "adjudicate")).toMatchObject([{ how: "consensus" }]);
  });
  it("awaits information, and votes in a round", async () => {
    const ran = await runFake(
      ["screen", "--vote", "await", "--report", "smith2020", "--round", "pilot-1"],
      byKey,
    );
    expect(callOf(ran, "vote")).toMatchObject([{ decision: "await", round: "pilot-1" }]);
    for (const args of [
      ["--consensus", "--vote", "include"],
      ["--round", "pilot-1", "--next"],
    ])
      expect((await runFake(["screen", "--report", "smith2020", ...args], byKey)).code).toBe(2);
  });
  it("says that the next report is of a round, and that a stage was stopped", async () => {
    const inRound = async () => ({
      ...(await next()),
      items: [{ report, own: null, because: "round", round: "pilot-1" }],
    });
    const { stdout } = await runFake(["screen", "--next"], { next: inRound, rankingSettled });
    expect(stdout).toMatch(/^Round pilot-1: .*\n/);
    expect(stdout).toContain("Vote with --round pilot-1.");
    const stopped = { at: "2026-02-03T04:05:06Z", rule: "recall-test", eventId: "e9", by: "kari" };
    const ended = async () => ({ ...(await next()), items: [], stopped });
    expect((await runFake(["screen", "--next"], { next: ended, rankingSettled })).stdout).toBe(
      "Screening of this stage was stopped on 2026-02-03 (recall-test); `evidens undo e9` takes that back.\nRead: 1 of 9\n",
    );
  });
  it("says that the learner failed, and goes on", async () => {
    const failed = async () => ({ ...ranking, state: "failed" });
    const { code, stderr } = await runFake(["screen", "--next"], { next, rankingSettled: failed });
    expect(code).toBe(0);
    expect(stderr).toContain("The learner failed");
  });

  describe("with keys", () => {
    const item = (n: number) => ({
      report: { ...report, id: `r${n}`, position: n, title: `Title ${n}` },
      own: null,
      because: "ranked",
    });
    const learned = { order: "ranked", state: "ready", model: "evidens", trainedOn: 4, relevant: 1 };
    const answer = (n: number, last: number) => ({
      items: n > last ? [] : [item(n)],
      progress: { read: n - 1, inStage: last },
      ranking: learned,
      stopped: null,
    });
    const reasons = [
      { id: "design", label: { en: "Design" }, stages: ["full-text"] },
      { id: "population", label: { en: "Population" }, stages: ["full-text"] },
    ];
    const methods = (last: number) => {
      let votes = 0;
      return {
        protocol: async () => ({ protocol: { criteria: [], exclusionReasons: reasons } }),
        next: async (_person: string, _stage: string, { after }: { after: number }) =>
          answer(after + 1, last),
        vote: async ({ report: id }: { report: string }) => ({
          eventId: `e${++votes}`,
          ...answer(Number(id.slice(1)) + 1, last),
        }),
        undo: async () => ({ eventId: "u", undone: {}, report: null }),
        explain: async () => ({
          explanation: {
            rank: 3,
            of: 9,
            score: 1,
            terms: [
              { term: "mdma", weight: 0.5 },
              { term: "rats", weight: -0.25 },
            ],
          },
        }),
      };
    };
    const votesOf = (ran: Awaited<ReturnType<typeof runFake>>) =>
      ran.workbench.calls.filter(({ method }) => method === "vote").map(({ args }) => args[0]);
    it("votes by one key each, undoes its own votes only, and quits", async () => {
      const ran = await runFake(["screen"], methods(5), { keys: "uixz\u001b[Auq" });
      expect(ran.code).toBe(0);
      expect(votesOf(ran)).toMatchObject([
        { report: "r1", decision: "include", stage: "title-abstract" },
        { report: "r2", decision: "exclude" },
      ]);
      expect(ran.workbench.calls.filter(({ method }) => method === "undo").map(({ args }) => args)).toEqual([
        [{ by: "kari", eventId: "e2" }],
      ]);
      expect(ran.stdout).toContain("No decision of this session is left to undo.");
      expect(ran.stdout).toContain("Decisions in this session: 1");
    });
    it("awaits with a, explains with e, and says what the order comes from", async () => {
      const ran = await runFake(["screen"], methods(5), {
        keys: "eaq",
        env: { NO_COLOR: "1" },
      });
      expect(votesOf(ran)).toMatchObject([{ report: "r1", decision: "await" }]);
      const plain = ran.stdout;
      expect(plain).toContain("Place 3 of 9 for you, because of:\n  +0.500  mdma\n  −0.250  rats\n");
      expect(plain).toContain("Order: by the learner, learned from 4 decisions (1 relevant)");
      // The report stands once: what explains it follows it.
      expect(plain.split("Title 1\n")).toHaveLength(2);
    });
    it("shows an undone report again though the order has moved on", async () => {
      const moved = {
        ...methods(9),
        next: async () => answer(7, 9),
      };
      const ran = await runFake(["screen"], moved, { keys: "iuxq" });
      expect(votesOf(ran).map((vote) => (vote as { report: string }).report)).toEqual(["r7", "r7"]);
    });
    it("votes in the round a report is shown for", async () => {
      const round = { ...item(1), because: "round", round: "calibration-1" };
      const ran = await runFake(
        ["screen"],
        { ...methods(5), next: async () => ({ ...answer(1, 5), items: [round] }) },
        { keys: "iq" },
      );
      expect(ran.stdout).toContain("Round calibration-1: your votes here are compared");
      expect(votesOf(ran)).toMatchObject([{ report: "r1", round: "calibration-1" }]);
    });
    it("asks for a reason at full text and takes no vote without one", async () => {
      const ran = await runFake(["screen", "--stage", "full-text"], methods(5), { keys: "x0x2q" });
      expect(votesOf(ran)).toMatchObject([
        { report: "r1", decision: "exclude", exclusionReason: "population" },
      ]);
    });
    it("ends well with Ctrl-C and at the end of the list", async () => {
      const ran = await runFake(["screen"], methods(1), { keys: "i\u0003" });
      expect(ran.code).toBe(0);
      expect(ran.workbench.calls.at(-1)?.method).toBe("close");
    });
  });
});
