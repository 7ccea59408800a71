/// <reference path="./citeproc.d.ts" />
import CSL from "citeproc";
import { EvidensError, type Language } from "#kernel";
import type { Block, Cell, ReportDocument, Run, Runs } from "../document.ts";
import type { ReviewSnapshot } from "../snapshot.ts";
import { catalogue } from "../text/index.ts";
import type { CslAssets } from "./csl-assets.ts";
import { type CslItem, cslItem } from "./csl-item.ts";
import { markupRuns } from "./markup.ts";

type Engine = InstanceType<typeof CSL.Engine>;

/**
 * Gives every citation its text and lists the works cited, in APA 7 through citeproc.
 *
 * @throws {EvidensError} `report/citation-style` when style or locale cannot be read
 * Source: Citation Style Language 1.0.2. Checked: tests/report/references.test.ts.
 */
export function resolveCitations(
  document: ReportDocument,
  snapshot: ReviewSnapshot,
  csl: CslAssets,
): ReportDocument {
  const cited = new Set<string>();
  mapRuns(document, (run) => {
    if (run.kind === "cite") for (const id of run.ids) if (snapshot.reports.has(id)) cited.add(id);
    return run;
  });
  const engine = engineFor(itemsOf(snapshot, document.language), document.language, csl);
  engine.updateItems([...cited]);
  const clusters = new Map<string, string>();
  const clusterText = (ids: readonly string[], narrative: boolean): string => {
    const key = [narrative ? "n" : "", ...ids].join("\u001f");
    const known = clusters.get(key);
    if (known !== undefined) return known;
    const items = ids.filter((id) => cited.has(id)).map((id) => ({ id }));
    const made =
      items.length === 0
        ? ""
        : narrative
          ? inSentence(engine, items)
          : plain(engine.makeCitationCluster(items));
    clusters.set(key, made);
    return made;
  };
  const resolved = mapRuns(document, (run) =>
    run.kind === "cite" ? { ...run, text: clusterText(run.ids, run.narrative === true) } : run,
  );
  const made = cited.size === 0 ? false : engine.makeBibliography();
  const entries =
    made === false
      ? []
      : made[0].entry_ids.map((ids, at) => ({
          id: ids[0] ?? String(at),
          runs: markupRuns(made[1][at] ?? ""),
        }));
  return {
    ...resolved,
    blocks: resolved.blocks.map((block) => (block.kind === "references" ? { ...block, entries } : block)),
  };
}

/** Compiling a style costs a third of a report, so an engine is kept for each style and language. */
const engines = new WeakMap<
  CslAssets,
  Map<Language, { items: ReadonlyMap<string, CslItem>; readonly engine: Engine }>
>();

/** The works of a snapshot as citeproc wants them. */
function itemsOf(snapshot: ReviewSnapshot, language: Language): ReadonlyMap<string, CslItem> {
  const word = catalogue(language)["references.retracted"];
  const retracted = new Set(
    snapshot.statuses.filter((status) => status.status === "retracted").map((status) => status.report),
  );
  return new Map(
    [...snapshot.reports].map(([id, report]) => [
      id,
      cslItem(
        report,
        snapshot.recordFacts?.get(report.records[0] ?? id),
        retracted.has(id) ? word : undefined,
      ),
    ]),
  );
}

/** Compiles the citation style ahead of the first report, so that it costs no waiting then. */
export function prepareCitations(language: Language, csl: CslAssets): void {
  engineFor(new Map(), language, csl);
}

/** An engine that knows these works and nothing of earlier reports. */
function engineFor(items: ReadonlyMap<string, CslItem>, language: Language, csl: CslAssets): Engine {
  const known = engines.get(csl)?.get(language);
  if (known !== undefined) {
    known.items = items;
    known.engine.restoreProcessorState();
    return known.engine;
  }
  const made: { items: ReadonlyMap<string, CslItem>; engine?: Engine } = { items };
  try {
    const engine = new CSL.Engine(
      {
        retrieveLocale: (tag) => csl.locales[tag] ?? csl.locales["en-US"] ?? false,
        retrieveItem: (id) => made.items.get(id) ?? { id, type: "document", title: id },
      },
      csl.style,
      language === "nb" ? "nb-NO" : "en-GB",
      true,
    );
    const kept = Object.assign(made, { engine });
    engines.set(csl, new Map(engines.get(csl)).set(language, kept));
    return engine;
  } catch (cause) {
    throw new EvidensError({
      code: "report/citation-style",
      kind: "invalid",
      message: `The citation style or a locale could not be read: ${String(cause)}`,
      remedy: "Install Evidens again, so that assets/csl is whole.",
      cause,
    });
  }
}

function inSentence(engine: Engine, items: readonly { readonly id: string }[]): string {
  const authors = engine.makeCitationCluster(items.map((item) => ({ ...item, "author-only": true })));
  const years = engine.makeCitationCluster(items.map((item) => ({ ...item, "suppress-author": true })));
  return plain(`${authors} ${years}`);
}

function plain(markup: string): string {
  return markupRuns(markup)
    .map((run) => run.text)
    .join("");
}

/** The document with every run replaced. */
function mapRuns(document: ReportDocument, change: (run: Run) => Run): ReportDocument {
  const runs = (all: Runs): Runs => all.map(change);
  const cells = (all: readonly Cell[]): readonly Cell[] =>
    all.map((one) => ({ ...one, runs: runs(one.runs) }));
  const block = (one: Block): Block => {
    switch (one.kind) {
      case "heading":
      case "paragraph":
        return { ...one, runs: runs(one.runs) };
      case "list":
        return { ...one, items: one.items.map(runs) };
      case "alert":
        return { ...one, title: runs(one.title), runs: runs(one.runs) };
      case "table":
        return {
          ...one,
          caption: runs(one.caption),
          head: cells(one.head),
          rows: one.rows.map(cells),
          notes: one.notes.map(runs),
        };
      case "figure":
        return { ...one, caption: runs(one.caption), notes: one.notes.map(runs) };
      case "references":
      case "page-break":
        return one;
    }
  };
  return {
    ...document,
    title: runs(document.title),
    status: runs(document.status),
    blocks: document.blocks.map(block),
  };
}
