import { describe, expect, it } from "vitest";
import { EvidensError } from "#kernel";
import { callOf, runFake } from "./run.ts";

const report = {
  id: "r1",
  position: 1,
  title: "A trial\u001b[2J of MDMA",
  authors: [{ family: "Smith", given: "J" }],
  year: 2020,
  journal: null,
  abstract: null,
  doi: "10.1000/x",
  pmid: null,
};
const ranking = { order: "ranked", state: "ready", model: "evidens", trainedOn: 12, relevant: 3 };
const rankingSettled = async () => ranking;
const stopping = { rule: "recall-test", target: 0.95, confidence: 0.95 };
const stopped = {
  ...stopping,
  stage: "title-abstract",
  total: 800,
  screened: 500,
  relevant: 20,
  supported: false,
  values: {},
  by: "kari",
  at: "2026-02-03T04:05:06Z",
  eventId: "e9",
};
const found = { report: async () => ({ report }) };

describe("rank", () => {
  const next = async () => ({
    items: [
      { report, own: null, because: "round", round: "pilot-1" },
      { report: { ...report, id: "r2", title: "Second" }, own: null, because: "ranked" },
    ],
    progress: { read: 0, inStage: 2 },
    ranking,
    stopped: null,
  });
  it("waits for the order and shows it, cleaned", async () => {
    const ran = await runFake(["rank", "--limit", "5", "--as", "ola"], { rankingSettled, next });
    expect(ran.stdout).toBe(
      [
        "Order: by the learner, learned from 12 decisions (3 relevant)",
        "#  Report  Why now  Year  Title",
        "1  r1      round    2020  A trial[2J of MDMA",
        "2  r2      ranked   2020  Second",
        "",
      ].join("\n"),
    );
    expect(callOf(ran, "rankingSettled")).toEqual(["ola", "title-abstract"]);
    expect(callOf(ran, "next")).toEqual(["ola", "title-abstract", { after: 0, limit: 5 }]);
  });
  it("explains each place, and gives all of it as JSON", async () => {
    const explanation = { rank: 1, of: 2, score: 0.5, terms: [{ term: "mdma", weight: 0.5 }] };
    const methods = { rankingSettled, next, explain: async () => ({ explanation }) };
    const { stdout } = await runFake(["rank", "--explain", "--stage", "full-text"], methods);
    expect(stdout).toContain("Second\nPlace 1 of 2 for you, because of:\n  +0.500  mdma\n");
    const json = JSON.parse((await runFake(["rank", "--explain", "--json"], methods)).stdout);
    expect(json).toMatchObject({ person: "kari", items: [{ explanation }, { explanation }] });
  });
  it("says in Norwegian that nothing waits", async () => {
    const nothing = async () => ({ ...(await next()), items: [] });
    const { stdout } = await runFake(["rank", "--language", "nb"], { rankingSettled, next: nothing });
    expect(stdout).toContain("Ingenting venter på deg");
  });
});

describe("screen progress", () => {
  const progress = {
    total: 800,
    screened: 120,
    relevant: 23,
    curve: [
      [0, 0],
      [60, 20],
      [120, 23],
    ],
    verdicts: [
      { rule: "recall-test", stop: false, unsupported: null, values: {} },
      { rule: "knee", stop: true, unsupported: null, values: {} },
      { rule: "safe", stop: false, unsupported: "screening/stopping-no-random-start", values: {} },
      { rule: "later", stop: false, unsupported: "screening/stopping-unheard-of", values: {} },
    ],
    frontier: [
      { target: 0.9, p: 0.2 },
      { target: 0.95, p: 0.0000001 },
    ],
    earliestStop: 210,
    claim: { en: "At least 80 % were found.", nb: "Minst 80 % ble funnet." },
  };
  const of = (answer: object) => ({
    rankingSettled,
    progress: async () => ({ progress, rule: stopping, stopped: null, ...answer }),
  });
  it("shows curve, verdict in words, p by target, other rules and the claim", async () => {
    const { stdout } = await runFake(["screen", "progress"], of({}));
    expect(stdout).toBe(
      [
        "Read: 120 of 800. Kept: 23.",
        "Read  Kept",
        "  60    20",
        " 120    23",
        "",
        "Rule: recall-test, target 95 %, confidence 95 %",
        "It says: read on.",
        "It would say stop after 210 more reports in a row that are not kept.",
        "Should you stop all the same: `evidens screen stop --anyway --note TEXT`. The report will say so.",
        "Recall below       p",
        "        90 %     .20",
        "        95 %  <\u00a0.001",
        "",
        "Other rules",
        "  knee: stop",
        "  safe: cannot judge (no random sample was read at the start)",
        "  later: cannot judge (screening/stopping-unheard-of)",
        "",
        "At least 80 % were found.",
        "",
      ].join("\n"),
    );
  });
  it("says when the rule lets stop, and when the stage is stopped", async () => {
    const verdicts = [{ rule: "recall-test", stop: true, unsupported: null, values: {} }];
    const { stdout } = await runFake(
      ["screen", "progress", "--language", "nb"],
      of({ progress: { ...progress, verdicts }, stopped }),
    );
    expect(stdout).toMatch(
      /^Stanset 2026-02-03 av kari etter 500 av 800; regelen støttet det: nei\.\n`evidens undo e9` tar det tilbake\.\n/,
    );
    expect(stdout).toContain("Den sier: stans.\n");
    expect(stdout).toContain("Minst 80 % ble funnet.");
    expect(stdout).not.toContain("--anyway");
  });
  it("says that there is none yet", async () => {
    expect((await runFake(["screen", "progress"], of({ progress: null }))).stdout).toBe(
      "There is no progress to show yet.\n",
    );
  });
});

describe("screen stop", () => {
  it("stops a stage, with or without the rule", async () => {
    const stop = async () => ({ eventId: "e1" });
    const ran = await runFake(["screen", "stop"], { stop });
    expect(callOf(ran, "stop")).toEqual([{ by: "kari", stage: "title-abstract", anyway: false }]);
    expect(ran.stdout).toBe("Screening of title and abstract is stopped. `evidens undo e1` takes it back.\n");
    const anyway = await runFake(
      ["screen", "--stage", "full-text", "stop", "--anyway", "--note", "No time", "--json"],
      { stop },
    );
    expect(callOf(anyway, "stop")).toEqual([
      { by: "kari", stage: "full-text", anyway: true, note: "No time" },
    ]);
    expect(JSON.parse(anyway.stdout)).toEqual({ eventId: "e1", stage: "full-text" });
  });
  it("passes a refusal on with its reasons", async () => {
    const stop = async () => {
      throw new EvidensError({
        code: "workbench/stop-refused",
        kind: "invalid",
        message: "Screening cannot be stopped",
        remedy: "See above.",
        problems: [{ code: "p", message: "The rule does not say stop.", field: "anyway" }],
      });
    };
    const { code, stderr } = await runFake(["screen", "stop"], { stop });
    expect(code).toBe(3);
    expect(stderr).toContain("The rule does not say stop.");
  });
});

describe("screen agreement", () => {
  const statistic = (id: string, estimate: number | null, low: number | null, high: number | null) => ({
    id,
    estimate,
    low,
    high,
    why: null,
  });
  const numbers = {
    n: 40,
    kept: [statistic("percent", 92.5, 80.1, 97.4), statistic("kappa", null, null, null)],
    detailed: [statistic("percent", 90, 77, 96), statistic("kappa", 0.712, 0.61, 0.82)],
  };
  const answer = {
    stage: "title-abstract",
    round: null,
    all: numbers,
    pairs: [],
    disagreements: {
      total: 1,
      items: [
        { report, votes: [{ reviewer: "ola", decision: "exclude", exclusionReason: "design", note: null }] },
      ],
    },
    sentence: { en: "Agreement was 92.5 %.", nb: "Enigheten var 92,5 %." },
    calibration: null,
    waiting: 2,
  };
  it("shows numbers with intervals, who disagreed, and the sentence", async () => {
    const ran = await runFake(["screen", "agreement"], { agreement: async () => answer });
    expect(ran.stdout).toContain("Agreement, %  92.5 (80.1 – 97.4)  90.0 (77.0 – 96.0)\n");
    expect(ran.stdout).toContain("Cohen's κ     –                   0.71 (0.61 – 0.82)\n");
    expect(ran.stdout).toContain("Judged differently: 1\n");
    expect(ran.stdout).toContain("    ola: exclude (design)\n");
    expect(ran.stdout).toContain("Reports on which votes are still to come: 2\n\nAgreement was 92.5 %.\n");
  });
  it("tells nothing of a round that is not done", async () => {
    const ran = await runFake(["screen", "agreement", "--round", "pilot-1"], {
      agreement: async () => ({ ...answer, all: null, round: "pilot-1", sentence: null }),
    });
    expect(callOf(ran, "agreement")).toEqual(["kari", "title-abstract", { round: "pilot-1" }]);
    expect(ran.stdout).toBe(
      "The round is not done; nothing is told before it is.\nReports on which votes are still to come: 2\n",
    );
  });
});

const order = { order: "import", model: "evidens", seed: 0, start: "words", relevant: ["r0"], stopping };
const sample = {
  sample: "audit-1",
  stage: "title-abstract",
  purpose: "audit",
  reports: ["r1"],
  population: 300,
  seed: 7,
  reviewers: [],
  by: "kari",
  at: "2026-02-03T04:05:06Z",
  eventId: "e1",
};
const state = { sample, read: [{ person: "ola", reports: 0 }], done: false };
const setup = async () => ({
  stage: "title-abstract",
  order,
  orderSet: null,
  allocation: { shares: [{ person: "kari", weight: 2 }], seed: 0 },
  samples: [state],
  calibration: { reports: 50, statistic: "kappa", threshold: 0.6 },
  stopped,
  models: ["evidens", "elas-u4"],
  rules: ["recall-test", "safe"],
  reviewers: ["kari", "ola"],
  required: 1,
  secondReviewerShare: 0.2,
});
const written = async () => ({ eventId: "e1" });

describe("screen setup, order and allocate", () => {
  it("shows all that is set and all that can be", async () => {
    const { stdout } = await runFake(["screen", "setup"], { setup });
    for (const line of [
      "Order: as imported",
      "Nobody has chosen an order",
      "Share that needs one vote more: 0.20",
      "Shares: kari=2",
      "Planned calibration: 50 reports, Cohen's κ at least 0.60",
      "audit-1  audit        1  300  ola 0    no",
      "Models: evidens, elas-u4",
      "`evidens undo e9` takes that back",
    ])
      expect(stdout).toContain(line);
  });
  it("changes only what is said of the order", async () => {
    const methods = { setup, setOrder: written, ...found };
    const plain = await runFake(["screen", "order", "ranked"], methods);
    expect(callOf(plain, "setOrder")).toEqual([
      { ...order, by: "kari", stage: "title-abstract", order: "ranked" },
    ]);
    const all = await runFake(
      "screen order random --model elas-u4 --seed 7 --start random --rule safe --target 0,9 --confidence .8 --relevant 10.1000/x --stage full-text".split(
        " ",
      ),
      methods,
    );
    expect(callOf(all, "setOrder")).toEqual([
      {
        by: "kari",
        stage: "full-text",
        order: "random",
        model: "elas-u4",
        seed: 7,
        start: "random",
        relevant: ["r1"],
        stopping: { rule: "safe", target: 0.9, confidence: 0.8 },
      },
    ]);
    const none = await runFake(["screen", "order", "ranked", "--relevant", ""], methods);
    expect(callOf(none, "setOrder")).toMatchObject([{ relevant: [] }]);
  });
  it("shares work out by weights, or to everyone", async () => {
    const ran = await runFake(["screen", "allocate", "kari=2,ola=1", "per=0.5"], { allocate: written });
    expect(callOf(ran, "allocate")).toEqual([
      {
        by: "kari",
        stage: "title-abstract",
        seed: 0,
        shares: [
          { person: "kari", weight: 2 },
          { person: "ola", weight: 1 },
          { person: "per", weight: 0.5 },
        ],
      },
    ]);
    const everyone = await runFake(["screen", "allocate", "--everyone"], { allocate: written });
    expect(callOf(everyone, "allocate")).toMatchObject([{ shares: [] }]);
  });
  it.each([
    [[]],
    [["kari"]],
    [["kari=0"]],
    [["kari=x"]],
    [["=1"]],
    [["kari=1e9"]],
    [["kari=1", "--everyone"]],
  ])("does not guess what %j means", async (args) => {
    expect((await runFake(["screen", "allocate", ...args], {})).code).toBe(2);
  });
});

describe("screen sample, samples and audit", () => {
  it("draws and says what was drawn", async () => {
    const ran = await runFake(
      ["screen", "sample", "audit", "--size", "1", "--seed", "7", "--readers", "kari, ola"],
      { drawSample: written, setup },
    );
    expect(callOf(ran, "drawSample")).toEqual([
      {
        by: "kari",
        stage: "title-abstract",
        purpose: "audit",
        size: 1,
        seed: 7,
        reviewers: ["kari", "ola"],
      },
    ]);
    expect(ran.stdout).toBe("Drawn: audit-1 (1 of 300, seed 7)\n");
  });
  const bound = { text: { en: "At most 12 were missed.", nb: "Høyst 12 ble oversett." } };
  it("lists samples and shows one with its bound", async () => {
    expect((await runFake(["screen", "samples"], { setup })).stdout).toContain("audit-1");
    const ran = await runFake(["screen", "samples", "audit-1"], {
      sample: async () => ({ state, items: [{ report, relevant: null }], bound }),
    });
    expect(ran.stdout).toContain("  no answer yet\n");
    expect(ran.stdout).toContain("Answer with: evidens screen audit audit-1 --report KEY");
    expect(ran.stdout).toContain("At most 12 were missed.\n");
    const round = { ...state, sample: { ...sample, purpose: "pilot" } };
    const sealed = await runFake(["screen", "samples", "pilot-1"], {
      sample: async () => ({ state: round, items: [], bound: null }),
    });
    expect(sealed.stdout).toContain("It shows its reports once all its readers are done.");
  });
  it("takes an answer and gives the bound", async () => {
    const ran = await runFake(
      ["screen", "audit", "audit-1", "--report", "10.1000/x", "--relevant", "no", "--note", "Rats"],
      { ...found, audit: written, sample: async () => ({ state, items: [], bound }) },
    );
    expect(callOf(ran, "audit")).toEqual([
      {
        by: "kari",
        stage: "title-abstract",
        sample: "audit-1",
        report: "r1",
        relevant: false,
        note: "Rats",
      },
    ]);
    expect(ran.stdout).toContain("At most 12 were missed.");
  });
});

describe("screen comment, label and discussion", () => {
  it("says, labels and takes labels off", async () => {
    const said = await runFake(["screen", "comment", " Same trial? ", "--report", "r1"], {
      ...found,
      comment: written,
    });
    expect(callOf(said, "comment")).toEqual([
      { by: "kari", reportId: "r1", stage: "title-abstract", text: "Same trial?" },
    ]);
    for (const [args, on] of [
      [[], true],
      [["--off"], false],
    ] as const) {
      const ran = await runFake(["screen", "label", "later", "--report", "r1", ...args], {
        ...found,
        label: written,
      });
      expect(callOf(ran, "label")).toEqual([
        { by: "kari", reportId: "r1", stage: "title-abstract", label: "later", on },
      ]);
    }
  });
  it("shows what was said, cleaned", async () => {
    const discussion = async () => ({
      comments: [
        {
          eventId: "e",
          by: "ola",
          at: "2026-02-03T04:05:06Z",
          stage: "full-text",
          text: "Same\ntrial\u001b[2J",
        },
      ],
      labels: [{ label: "later", on: true }],
      known: ["later"],
    });
    const { stdout } = await runFake(["screen", "discussion", "--report", "r1"], { ...found, discussion });
    expect(stdout).toContain("  2026-02-03 04:05 ola, full text: Same trial[2J\nLabels: later\n");
    const nothing = { ...found, discussion: async () => ({ comments: [], labels: [], known: [] }) };
    expect((await runFake(["screen", "discussion", "--report", "r1"], nothing)).stdout).toContain(
      "Nothing was said of it that you may see.",
    );
  });
});
