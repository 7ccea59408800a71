import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseProtocol } from "#review";
import { services } from "../../src/cli/services.ts";
import { pdfDocument } from "../support/pdf.ts";
import { type Ran, run, temporaryFolder } from "./run.ts";

const guide = readFileSync(new URL("../../docs/guide/screening.md", import.meta.url), "utf8");
const blocks = [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({
  kind,
  text: text!,
}));
const protocol = blocks.find(({ text }) => text.startsWith("# protocol\n"))!.text;
const lines = blocks.filter(({ kind }) => kind === "console").flatMap(({ text }) => text.trim().split("\n"));

/** Invented records, for counting only. */
const ris = Array.from({ length: 40 }, (_, at) => {
  const trial = at % 4 === 1;
  return [
    "TY  - JOUR",
    `ID  - ${trial ? "trial" : "smith"}${2000 + at}`,
    `TI  - ${trial ? `Invented randomised trial of sleep training, part ${at}` : `Invented note ${at} on gardens`}`,
    `AU  - Smith, Ann`,
    `PY  - ${2000 + (at % 20)}`,
    `DO  - 10.5555/${trial ? "trial" : "note"}.${at}`,
    `AB  - ${trial ? "Adults with insomnia were trained." : "Nothing about it."}`,
    "ER  - ",
    "",
  ].join("\n");
}).join("\n");

/** What a shell makes of a line: words, quotation marks, and a comment at the end. */
function words(line: string): string[] {
  return [...line.replace(/\s+#.*$/, "").matchAll(/"([^"]*)"|(\S+)/g)].map(
    ([, quoted, bare]) => quoted ?? bare!,
  );
}

describe("the guide to screening", () => {
  const home = temporaryFolder();
  let cwd = home;
  /** What earlier commands printed: the newest sample, and the first report of an audit sample. */
  let drawn = "";
  let sampled = "";
  /** What is pressed at each `evidens screen` of the guide. */
  const keys = ["ixmeuaq", "iixxxxq", "iixxxiq", "ixxq", "xixq"];
  beforeAll(() => {
    writeFileSync(join(home, "sleep.yaml"), protocol);
    writeFileSync(join(home, "hits.ris"), ris);
    mkdirSync(join(home, "pdfs"));
    const pdf = (text: string) => pdfDocument({ pages: [[text]] });
    writeFileSync(join(home, "pdfs", "trial5.pdf"), pdf("A report, doi:10.5555/trial.5"));
    writeFileSync(join(home, "pdfs", "scan.pdf"), pdf("Nothing"));
    const labelled = Array.from({ length: 60 }, (_, at) => {
      const relevant = at % 6 === 1;
      return `${at},Title ${at % 7} ${relevant ? "sleep" : "garden"},,${relevant ? 1 : 0}`;
    });
    writeFileSync(join(home, "labelled.csv"), ["id,title,abstract,label", ...labelled].join("\n"));
    const priors = [{ seed: 1, relevant: ["1"], irrelevant: ["0", "2"] }];
    writeFileSync(join(home, "priors.json"), JSON.stringify(priors));
  });

  /** What the two have done by the time conflicts are looked at: all but five read, one apart. */
  async function readOn(): Promise<void> {
    for (const by of ["kari", "ola"]) {
      const workbench = await services.openReview(join(cwd, "sleep.evidens"), { device: by });
      for (let at = 0; at < 35; at++) {
        const trial = at % 4 === 1;
        const key = trial ? `10.5555/trial.${at}` : `10.5555/note.${at}`;
        const [report] = await workbench.findReports(key);
        const decision = trial && !(at === 5 && by === "kari") ? "include" : "exclude";
        await workbench.vote({ by, stage: "title-abstract", report: report!.id, decision });
      }
      await workbench.close();
    }
  }

  async function runLine(line: string): Promise<Ran> {
    const args = words(line)
      .slice(1)
      .map((arg) => {
        if (/^(calibration|audit)-[0-9a-f]{12}$/.test(arg)) return drawn;
        return arg === "0a1b2c3d4e-2" ? sampled : arg;
      });
    if (line === "evidens screen --conflicts") await readOn();
    const plain = args
      .slice(1)
      .every((arg, at, all) => [arg, all[at - 1]].some((one) => /^--(as|review)$/.test(one ?? "")));
    const ran = await run(args, {
      cwd,
      // Two people have two machines.
      env: { EVIDENS_HOME: join(home, line.includes("--as ola") ? "ola" : "kari"), NO_COLOR: "1" },
      ...(args[0] === "screen" && plain ? { keys: keys.shift()! } : {}),
      ...(args[0] === "serve" ? { onStart: (stop: () => void) => setTimeout(stop, 10) } : {}),
      services: {
        startServer: async () => ({
          url: "http://127.0.0.1:4321/",
          address: "http://127.0.0.1:4321/",
          port: 4321,
          close: async () => undefined,
        }),
      },
    });
    drawn = /((?:calibration|audit)-[0-9a-f]{12})/.exec(ran.stdout)?.[1] ?? drawn;
    if (line.includes("samples audit")) sampled = /^(\w+-\d+) {2}/m.exec(ran.stdout)?.[1] ?? "";
    return ran;
  }

  it("has a protocol that is read without a problem", () => {
    expect(parseProtocol(protocol, "guide.yaml").problems).toEqual([]);
  });

  const outputs: Record<string, string> = {};
  it.each(lines)("%s", async (line) => {
    if (line.startsWith("cd ")) {
      cwd = resolve(cwd, line.slice(3));
      return;
    }
    expect(line).toMatch(/^evidens /);
    const { code, stdout, stderr } = await runLine(line);
    const wanted = Number(/# ends with (\d)/.exec(line)?.[1] ?? 0);
    // A server has something to say beside its address.
    const quiet = wanted === 0 && line !== "evidens serve";
    expect({ code, stderr: quiet ? stderr : "" }).toEqual({ code: wanted, stderr: "" });
    outputs[line] = stdout;
  });

  it("comes to what it says", () => {
    const said = (start: string) => Object.entries(outputs).find(([line]) => line.startsWith(start))![1];
    expect(said("evidens screen agreement --round")).toContain("Judged differently: 1");
    expect(said("evidens screen agreement --round")).toContain("0.6");
    expect(said("evidens merge")).toMatch(/Taken in: [1-9]\d* events/);
    expect(said("evidens screen --conflicts")).toContain("Conflict");
    expect(said("evidens screen audit")).toMatch(/\d/);
    expect(said("evidens fulltext ../pdfs #")).toContain("trial5.pdf: attached to");
    expect(said("evidens simulate ../labelled.csv --seeds")).toContain("Recall at stop");
  });

  it("leaves a review that is whole", async () => {
    const { stdout } = await runLine("evidens doctor");
    expect(stdout).toContain("is whole");
    expect(JSON.parse((await runLine("evidens rebuild --json")).stdout)).toMatchObject({ changed: [] });
  });
});
