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
  const next = async () => ({ items: [{ report, own: null }], progress: { read: 1, inStage: 9 } });
  it("says what to use instead", async () => {
    const { code, stderr } = await runFake(["screen"], {});
    expect(code).toBe(2);
    expect(stderr).toContain("--next");
  });
  it("shows the next report, cleaned", async () => {
    const { stdout } = await runFake(["screen", "--next"], { next });
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
    const conflicts = async () => ({ conflicts: [{ report, kind: "conflict", votes }] });
    expect((await runFake(["screen", "--conflicts"], { conflicts })).stdout).toContain(
      "  kari: exclude (design)\n",
    );
    const ran = await runFake(["screen", "--settle", "include", "--report", "r1"], {
      report: async () => ({ report }),
      adjudicate: async () => ({ eventId: "e" }),
    });
    expect(callOf(ran, "adjudicate")).toEqual([
      { by: "kari", stage: "title-abstract", report: "r1", decision: "include" },
    ]);
  });

  describe("with keys", () => {
    const item = (n: number) => ({ report: { ...report, id: `r${n}`, position: n }, own: null });
    const answer = (n: number, last: number) => ({
      items: n > last ? [] : [item(n)],
      progress: { read: n - 1, inStage: last },
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
        undo: async () => ({ eventId: "u", undone: {}, report: item(1).report }),
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
