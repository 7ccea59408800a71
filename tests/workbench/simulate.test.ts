import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type SimulateFilesResult, type SimulateInput, simulateFiles, simulationModels } from "#workbench";
import { builtWorkbench } from "../support/built-workbench.ts";

/** Invented records: the relevant ones share words, some of the others share a few of them. */
function labelled(records: number, every: number): string {
  const topics = ["sleep", "garden", "engine", "music", "harbour"];
  const rows = Array.from({ length: records }, (_, at) => {
    const relevant = at % every === 3;
    const topic = relevant ? "insomnia therapy trial" : `${topics[at % 5]} ${topics[(at * 7) % 5]} report`;
    return `${at},${topic} number${at % 11},"Invented abstract about ${topic}, part ${at % 13}.",${relevant ? 1 : 0}`;
  });
  return ["id,title,abstract,label", ...rows].join("\n");
}

const folder = mkdtempSync(join(tmpdir(), "evidens-simulate-"));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const paths = [file("alfa.csv", labelled(120, 10)), file("bravo.csv", labelled(60, 12))];
const withoutTimes = ({ runs, sets, written: _, ...rest }: SimulateFilesResult): object => ({
  ...rest,
  runs: runs.map(({ cpuSeconds: _cpu, ...run }) => run),
  sets: sets.map(({ cpuSeconds: _cpu, ...set }) => set),
});
const recallTest = { rule: "recall-test", target: 0.95, confidence: 0.95 };

describe("a simulation", () => {
  it("reads every set from every start until the last relevant record", async () => {
    const progress: string[] = [];
    const { runs, sets, mean, model } = await simulateFiles({
      paths,
      seeds: [1, 2, 3],
      onProgress: (done, of) => progress.push(`${done}/${of}`),
    });
    expect(model).toBe(simulationModels()[0]);
    expect(runs.map(({ set, seed }) => `${set} ${seed}`)).toEqual(
      ["alfa", "bravo"].flatMap((name) => [1, 2, 3].map((seed) => `${name} ${seed}`)),
    );
    expect(progress).toEqual(["1/6", "2/6", "3/6", "4/6", "5/6", "6/6"]);
    for (const run of runs) {
      // One relevant record was known; the others were found, one after the other.
      expect(run.found).toHaveLength(run.relevant - 1);
      expect(run.found.every((at, i) => at > (run.found[i - 1] ?? 0) && at <= run.records - 2)).toBe(true);
      expect(run.metrics.loss).toBeGreaterThanOrEqual(0);
      expect(run.metrics.loss).toBeLessThan(0.5);
      expect(run.cpuSeconds).toBeGreaterThan(0);
    }
    expect(sets).toMatchObject([
      { name: "alfa", records: 120, relevant: 12, runs: 3, stop: null },
      { name: "bravo", records: 60, relevant: 5, runs: 3 },
    ]);
    expect(mean.metrics.loss).toBeCloseTo((sets[0]!.metrics.loss + sets[1]!.metrics.loss) / 2, 12);
  });

  it("gives the loss of its own order", async () => {
    // Definition of the reference, from the places of the finds: known records removed, the rest padded.
    const { runs } = await simulateFiles({ paths: [paths[0]!] });
    const { found, metrics, records, relevant } = runs[0]!;
    const [n, k] = [records - 2, relevant - 1];
    const area = found.reduce((sum, at) => sum + (n - at + 1), 0);
    expect(metrics.loss).toBeCloseTo((k * (n - (k - 1) / 2) - area) / (k * (n - k)), 12);
  });

  it("says where a rule stops", async () => {
    const stop = { rule: "consecutive-irrelevant", target: 0.95, confidence: 0.95 };
    const long = file("long.csv", labelled(600, 40));
    const { runs, sets } = await simulateFiles({ paths: [long], stop });
    const [run] = runs;
    // A hundred irrelevant records in a row after the last one that was found.
    const known = 2;
    const gaps = [0, ...run!.found].map((at, i, all) => (all[i + 1] ?? 598) - at);
    const at = [0, ...run!.found][gaps.findIndex((gap) => gap > 100)]!;
    expect(run!.stop).toMatchObject({ rule: stop.rule, stopped: true, read: known + at + 100 });
    expect(run!.stop!.saved).toBeCloseTo(1 - run!.stop!.read / 600, 12);
    expect(sets[0]!.stop).toMatchObject({ recall: run!.stop!.recall, lowest: run!.stop!.recall });
    // So few that the rule cannot judge before the end.
    const short = await simulateFiles({ paths: [paths[1]!], stop: { ...recallTest, rule: "knee" } });
    expect(short.runs[0]!.stop).toMatchObject({ stopped: false, read: 60, found: 5, recall: 1, saved: 0 });
  });

  it("begins with given records", async () => {
    const priors = file(
      "priors.json",
      JSON.stringify({
        alfa: [{ seed: 4, relevant: ["3", "13"], irrelevant10: ["0", "1", "2"] }],
        bravo: [{ seed: 9, relevant: ["3"], irrelevant10: ["0", "1", "2"] }],
      }),
    );
    const { runs } = await simulateFiles({ paths, priors, irrelevant: 2 });
    expect(runs.map(({ seed, start, found }) => [seed, start.irrelevant, found.length])).toEqual([
      [4, ["0", "1"], 10],
      [9, ["0", "1"], 4],
    ]);
  });
});

describe("the files of a simulation", () => {
  const out = join(folder, "out");
  const input: SimulateInput = { paths, seeds: [1, 2], stop: recallTest, out, language: "nb" };
  const read = (): Record<string, string> =>
    Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")]));
  it("hold curves and numbers, the same bytes each time, and are not replaced unasked", async () => {
    const { written } = await simulateFiles(input);
    const files = read();
    expect(Object.keys(files).sort()).toEqual([
      "curves.csv",
      "metrics.csv",
      "metrics.json",
      "recall-alfa.svg",
      "recall-bravo.svg",
      "recall.svg",
    ]);
    expect(written).toHaveLength(6);
    expect(files["metrics.csv"]!.split("\n")[0]).toBe(
      "set,model,seed,records,relevant,known_relevant,known_irrelevant,loss,wss95,wss100,rrf10,atd,ndcg,stop_stopped,stop_read,stop_found,stop_recall,stop_saved",
    );
    expect(files["metrics.csv"]!.trim().split("\n")).toHaveLength(5);
    expect(files["curves.csv"]!.trim().split("\n")).toHaveLength(1 + 2 * (11 + 4));
    expect(JSON.stringify(files)).not.toContain("cpuSeconds");
    expect(files["recall-alfa.svg"]).toContain("Gjenfinning: alfa");
    expect(files["recall.svg"]).toContain(">bravo</text>");
    await expect(simulateFiles(input)).rejects.toMatchObject({
      code: "workbench/simulation-exists",
      kind: "conflict",
    });
    await simulateFiles({ ...input, force: true });
    expect(read()).toEqual(files);
  });
  it("hold nothing that a spreadsheet runs", async () => {
    const evil = join(folder, "evil");
    await simulateFiles({ paths: [file("=cmd.csv", labelled(60, 12))], out: evil });
    expect(readFileSync(join(evil, "metrics.csv"), "utf8")).toMatch(/\n"'=cmd",/);
  });
});

describe("what is wrong with the input", () => {
  const refused = async (input: Partial<SimulateInput>) => {
    const out = join(folder, "never");
    const failure = await simulateFiles({ paths, out, ...input }).catch((error: unknown) => error);
    expect(existsSync(out)).toBe(false);
    return failure;
  };
  it("is told for all files at once, and nothing is simulated", async () => {
    const bad = [file("c.csv", "id,title,label\n1,a,1\n2,b,x\n"), file("d.csv", "title\na\n")];
    expect(await refused({ paths: [...paths, ...bad, paths[0]!] })).toMatchObject({
      code: "workbench/simulate-input",
      kind: "invalid",
      problems: [
        { file: "c.csv", line: 3, field: "label" },
        { file: "d.csv", line: 1, field: "id" },
        { file: "d.csv", line: 1, field: "label" },
        { file: "alfa.csv", message: 'a set "alfa" was named before' },
      ],
    });
  });
  it("may be a model, a rule or a level that there is not", async () => {
    expect(await refused({ model: "constructor" })).toMatchObject({ code: "workbench/unknown-choice" });
    expect(await refused({ stop: { ...recallTest, rule: "toString" } })).toMatchObject({
      remedy: expect.stringContaining("recall-test"),
    });
    expect(await refused({ stop: { ...recallTest, confidence: 1 } })).toMatchObject({ kind: "invalid" });
    expect(await refused({ priors: join(folder, "none.json") })).toMatchObject({ kind: "missing" });
  });
});

it("comes to the same in one process and in several", async () => {
  const { simulateFiles: compiled } = await builtWorkbench<{ simulateFiles: typeof simulateFiles }>(
    "plain-files/simulate",
  );
  const seeds = [1, 2, 3];
  const [inPlace, one, three] = [
    await simulateFiles({ paths, seeds, stop: recallTest }),
    await compiled({ paths, seeds, stop: recallTest, jobs: 1 }),
    await compiled({ paths, seeds, stop: recallTest, jobs: 3 }),
  ];
  expect(withoutTimes(one)).toEqual(withoutTimes(inPlace));
  expect(withoutTimes(three)).toEqual(withoutTimes(inPlace));
}, 60_000);
