import { beforeAll, describe, expect, test } from "vitest";
import {
  type Block,
  buildReport,
  type CslAssets,
  plainText,
  type ReportDocument,
  type ReviewSnapshot,
  type Runs,
  type TableBlock,
  toHtml,
} from "#report";
import { loadCslAssets } from "../../src/workbench/csl-assets.ts";
import { emptySnapshot, ordinarySnapshot, rebuiltSnapshot, stoppedSnapshot } from "../support/snapshot.ts";

let csl: CslAssets;
let document: ReportDocument;
let norwegian: ReportDocument;

beforeAll(async () => {
  csl = await loadCslAssets();
  document = buildReport(rebuiltSnapshot(), "en", csl);
  norwegian = buildReport(rebuiltSnapshot(), "nb", csl);
});

function runsOf(block: Block): readonly Runs[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return [block.runs];
    case "list":
      return block.items;
    case "alert":
      return [block.title, block.runs];
    case "table":
      return [
        block.caption,
        ...block.head.map((one) => one.runs),
        ...block.rows.flat().map((one) => one.runs),
        ...block.notes,
      ];
    case "figure":
      return [block.caption, ...block.notes];
    case "references":
      return block.entries.map((entry) => entry.runs);
    case "page-break":
      return [];
  }
}

function tableOf(made: ReportDocument, id: string): TableBlock {
  const found = made.blocks.find((block) => block.kind === "table" && block.id === id);
  if (found?.kind !== "table") throw new Error(`no table ${id}`);
  return found;
}

describe("retraction", () => {
  test("stands first in the report, at the head of its results, and with every table of its numbers", () => {
    const at = document.blocks.findIndex((block) => block.kind === "alert");
    expect(at).toBe(0);
    const heading = document.blocks.findIndex(
      (block) => block.kind === "heading" && block.id === "results-pooled",
    );
    expect(document.blocks[heading + 1]?.kind).toBe("alert");
    const table = tableOf(document, "table-pooled-pool");
    expect(plainText(table.caption)).toContain("(retracted)");
    expect(table.notes.map(plainText).join(" ")).toContain(
      "Pooler et al. (2018) was retracted on 10 August 2024.",
    );
    expect(tableOf(document, "table-included").notes.map(plainText).join(" ")).toContain("retracted");
  });

  test("is marked in the list of references", () => {
    const references = document.blocks.find((block) => block.kind === "references");
    const entries =
      references?.kind === "references" ? references.entries.map((entry) => plainText(entry.runs)) : [];
    expect(entries).toContain(
      "Pooler, A. B., Coauthor, C., & Third, D. (2018). A simulated report by Pooler [Retracted]. Journal of Simulated Results, 1(2), 3–4. https://doi.org/10.1000/r1",
    );
    expect(entries.filter((entry) => entry.includes("[Retracted]"))).toHaveLength(1);
  });
});

describe("numbers", () => {
  test("in sentences of results come only as number runs", () => {
    const wrong = document.blocks
      .filter((block) => block.kind === "paragraph")
      .flatMap((block) => runsOf(block).flat())
      .filter((run) => run.kind === "text" && run.lang === undefined)
      .map((run) => run.text.replace(/95\u00a0%|RoB 2 \(2019-08-22\)/g, ""))
      .filter((text) => /\d/.test(text));
    // The words of a cited statement are the source's own.
    expect(wrong).toEqual(["The pooled difference was -22.0"]);
  });

  test("that were extracted lead to a row of the index that exists", () => {
    const ids = new Set(
      document.blocks
        .flatMap((block) => (block.kind === "table" ? block.rows.flat() : []))
        .map((one) => one.id),
    );
    const anchors = document.blocks
      .flatMap((block) => runsOf(block).flat())
      .flatMap((run) =>
        run.kind === "number" && run.source.from === "extracted" ? [run.source.anchor] : [],
      );
    expect(anchors.length).toBeGreaterThan(10);
    expect(anchors.filter((anchor) => !ids.has(anchor))).toEqual([]);
  });

  test("that were not verified carry their mark, explained under the table", () => {
    const table = tableOf(document, "table-data-a1");
    const cells = table.rows.flat().map((one) => plainText(one.runs));
    expect(cells.filter((content) => content.endsWith("†"))).toHaveLength(2);
    expect(table.notes.map(plainText).join(" ")).toContain("† Not verified");
  });

  test("keep the decimal sign of the language", () => {
    const text = norwegian.blocks.flatMap(runsOf).map(plainText).join("\n");
    expect(text).toContain("−0,72");
    expect(text).toContain("[−1,10; −0,34]");
    expect(text).toContain("p\u00a0=\u00a00,16");
  });
});

describe("languages", () => {
  test("English texts without a translation carry their language in the Norwegian report", () => {
    const runs = norwegian.blocks.flatMap(runsOf).flat();
    for (const content of ["English statement of an unknown kind", "English only"]) {
      const run = runs.find((one) => one.text === content);
      expect(run).toMatchObject({ lang: "en" });
    }
    expect(runs.find((one) => one.text === "Virker det?")).toEqual({ kind: "text", text: "Virker det?" });
  });

  test("a Norwegian twin stands in the Norwegian report, the English text in the English one", () => {
    const base = rebuiltSnapshot();
    const { protocol } = base.protocol;
    const twins: ReviewSnapshot = {
      ...base,
      studies: base.studies.map((study) => ({
        ...study,
        characteristics: { country: "Sweden", registry: "NCT1" },
        characteristicsNb: { country: "Sverige" },
      })),
      values: base.values.map((doc) => ({
        ...doc,
        entries: doc.entries.map((entry) => ({
          ...entry,
          place: "English place",
          placeNb: "Norsk sted",
          note: "English note",
          noteNb: "Norsk merknad",
        })),
      })),
      statements: base.statements.map((one) => ({
        ...one,
        kind: "inconsistency",
        source: "English source",
        sourceNb: "Norsk kilde",
      })),
      evidenceLevels: base.evidenceLevels.map((one) => ({
        ...one,
        why: "English reason",
        whyNb: "Norsk grunn",
      })),
      appraisals: base.appraisals.map((one) => ({
        ...one,
        source: "English judges",
        sourceNb: "Norske dommere",
        overall: { ...one.overall, support: "English support", supportNb: "Norsk støtte" },
      })),
      reportedCounts: base.reportedCounts.map((one) => ({
        ...one,
        source: "English thesis",
        sourceNb: "Norsk oppgave",
      })),
      protocol: {
        ...base.protocol,
        protocol: {
          ...protocol,
          authors: ["English author"],
          authorsNb: ["Norsk forfatter"],
          people: protocol.people.map((one) => ({ ...one, name: "English person", nameNb: "Norsk person" })),
          sources: protocol.sources.map((one) => ({
            ...one,
            name: "English base",
            nameNb: "Norsk base",
            limits: "English limits",
            limitsNb: "Norske grenser",
          })),
        },
      },
    };
    const [en, nb] = (["en", "nb"] as const).map((language) => toHtml(buildReport(twins, language, csl)));
    for (const [english, norwegian] of [
      ["Sweden", "Sverige"],
      ["English place", "Norsk sted"],
      ["English note", "Norsk merknad"],
      ["English source", "Norsk kilde"],
      ["English reason", "Norsk grunn"],
      ["English judges", "Norske dommere"],
      ["English support", "Norsk støtte"],
      ["English thesis", "Norsk oppgave"],
      ["English author", "Norsk forfatter"],
      ["English person", "Norsk person"],
      ["English base", "Norsk base"],
      ["English limits", "Norske grenser"],
    ] as const) {
      expect(en).toContain(english);
      expect(en).not.toContain(norwegian);
      expect(nb).toContain(norwegian);
      expect(nb).not.toContain(english);
    }
    expect(nb).not.toContain('<span lang="en">NCT1');
  });

  test("counts below ten are words in sentences, with a capital where they begin one", () => {
    const texts = [document, norwegian].map((made) => made.blocks.flatMap(runsOf).map(plainText).join("\n"));
    expect(texts[0]).toContain(
      "At full text, two independent reviewers had to vote before a decision stood.",
    );
    expect(texts[0]).toMatch(/Two sources were searched as set out in the protocol\./);
    expect(texts[1]).toContain("I fulltekst måtte to uavhengige personer stemme før en avgjørelse gjaldt.");
    const alone = rebuiltSnapshot();
    const { protocol } = alone.protocol;
    const one = {
      ...alone,
      protocol: {
        ...alone.protocol,
        protocol: { ...protocol, stages: protocol.stages.map((stage) => ({ ...stage, reviewers: 1 })) },
      },
    };
    const said = (language: "en" | "nb") =>
      buildReport(one, language, csl).blocks.flatMap(runsOf).map(plainText).join("\n");
    expect(said("en")).toContain("At full text, one reviewer decided.");
    expect(said("nb")).toContain("I fulltekst avgjorde én person alene.");
  });

  test("both have the same blocks", () => {
    expect(norwegian.blocks.map((block) => block.kind)).toEqual(document.blocks.map((block) => block.kind));
  });
});

test("tables and figures are numbered in order without a gap", () => {
  for (const kind of ["table", "figure"] as const) {
    const numbers = document.blocks.flatMap((block) => (block.kind === kind ? [block.number] : []));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  }
});

test("statements of an unknown kind are shown, not dropped", () => {
  expect(document.blocks.flatMap(runsOf).map(plainText).join("\n")).toContain(
    "English statement of an unknown kind (Somebody, 1999).",
  );
});

test("sections without data are left out", () => {
  const ids = buildReport(emptySnapshot(), "en", csl).blocks.flatMap((block) =>
    block.kind === "heading" ? [block.id] : [],
  );
  expect(ids).not.toContain("results-pooled");
  expect(ids).not.toContain("results-themes");
  expect(ids).toContain("limitations");
});

test("the same review gives the same document", () => {
  expect(JSON.stringify(buildReport(ordinarySnapshot(), "en", csl))).toBe(
    JSON.stringify(buildReport(ordinarySnapshot(), "en", csl)),
  );
});

test("an earlier report in the same process leaves no trace in a later one", () => {
  const before = JSON.stringify(buildReport(rebuiltSnapshot(), "en", csl).blocks.map((block) => block.kind));
  const fresh = buildReport(ordinarySnapshot(), "en", { ...csl });
  buildReport(rebuiltSnapshot(), "en", csl);
  expect(buildReport(ordinarySnapshot(), "en", csl)).toEqual(fresh);
  expect(JSON.stringify(buildReport(rebuiltSnapshot(), "en", csl).blocks.map((block) => block.kind))).toBe(
    before,
  );
});

test("a broken citation style is an error with a remedy", () => {
  expect(() => buildReport(rebuiltSnapshot(), "en", { ...csl, style: "<style" })).toThrow(/citation style/);
});

describe("how reports were selected", () => {
  const selection = (snapshot: ReviewSnapshot, language: "en" | "nb"): string => {
    const { blocks } = buildReport(snapshot, language, csl);
    const start = blocks.findIndex((block) => block.kind === "heading" && block.id === "selection");
    const end = blocks.findIndex((block, at) => at > start && block.kind === "heading");
    return blocks
      .slice(start + 1, end)
      .flatMap(runsOf)
      .map(plainText)
      .join(" ");
  };

  test("says who voted and nothing more where nothing more was done", () => {
    expect(selection(ordinarySnapshot(), "en")).not.toMatch(/stopped|learned|vote more/);
  });

  test("says calibration, agreement, settlement, order, stop and audit, and that the rule did not support it", () => {
    const told = selection(stoppedSnapshot(), "en");
    for (const part of [
      "Simulated calibration sentence.",
      "Simulated agreement sentence.",
      "Of the conflicts at title and abstract, one was settled by consensus and four by a third person.",
      "the order was learned from the reviewers’ decisions (model “evidens”, Evidens 0.1.0)",
      "was stopped on 2 January 2026, when 41 of 142 reports were decided and 14 of them kept",
      "The stopping rule was the hypergeometric test of recall over the order of screening, with a target recall of 95\u00a0% and a confidence of 90\u00a0%.",
      "The test gave p\u00a0=\u00a0.31.",
      "The rule did not support stopping; it was decided nevertheless.",
      "The reason given was: Simulated budget spent.",
      "At title and abstract: Simulated audit sentence.",
    ])
      expect(told).toContain(part);
    const norsk = selection(stoppedSnapshot(), "nb");
    for (const part of [
      "Simulert kalibreringssetning.",
      "Av konfliktene ved tittel og sammendrag ble én avgjort ved enighet og fire av en tredje person.",
      "ble stanset 2. januar 2026, da 41 av 142 rapporter var avgjort",
      "Regelen ga ikke grunnlag for å stanse",
    ])
      expect(norsk).toContain(part);
  });

  test("says so when the rule supported stopping, and names a rule this program does not know by its id", () => {
    const base = stoppedSnapshot();
    const [one] = base.screening!;
    const stopped = { ...one!.stopped!, supported: true, rule: "later-rule", values: {} };
    const told = selection({ ...base, screening: [{ ...one!, stopped }] }, "en");
    expect(told).toContain("The stopping rule was later-rule");
    expect(told).toContain("The rule supported stopping.");
    expect(told).not.toContain("The test gave");
  });

  test("says which share had to have one vote more", () => {
    const base = ordinarySnapshot();
    const { protocol } = base.protocol;
    const stages = [{ stage: "title-abstract" as const, reviewers: 1, secondReviewerShare: 0.125 }];
    const partial = { ...base, protocol: { ...base.protocol, protocol: { ...protocol, stages } } };
    const told = selection(partial, "en");
    expect(told).toContain(
      "A random 12.5\u00a0% of the reports at title and abstract had to have one vote more.",
    );
    expect(told).toContain("Differing votes were settled");
    expect(selection(partial, "nb")).toContain("utvalg på 12,5\u00a0% av rapportene");
  });

  test("gives the same bytes twice", () => {
    expect(JSON.stringify(buildReport(stoppedSnapshot(), "nb", csl))).toBe(
      JSON.stringify(buildReport(stoppedSnapshot(), "nb", csl)),
    );
  });
});
