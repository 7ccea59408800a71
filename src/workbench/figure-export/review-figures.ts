import { type ForestLayoutName, forestFigure, type PlotWidth } from "#figures";
import { EvidensError, type Language } from "#kernel";
import { analysisFigureId, analysisForest, buildReport, plainText, type ReviewSnapshot } from "#report";
import { loadCslAssets } from "../csl-assets.ts";
import type { Workbench } from "../workbench.ts";

/** A figure of the report, drawn for paper. */
export interface ReviewFigure {
  readonly id: string;
  /** As numbered in the report. */
  readonly number: number;
  readonly caption: string;
  readonly svg: string;
  /** Moment of the newest event, ISO 8601. */
  readonly asOf: string;
}

export interface ReviewFigureOptions {
  readonly language: Language;
  /** For the forest plot of an analysis: how RevMan or metafor would set it, instead of as the report shows it. */
  readonly layout?: ForestLayoutName | undefined;
  /** With `layout`: the width it is set for. */
  readonly width?: PlotWidth | undefined;
}

type Source = Pick<Workbench, "snapshot">;

/** The figures of the report as it stands, in its order. */
export async function reviewFigures(
  workbench: Source,
  { language, layout, width }: ReviewFigureOptions,
): Promise<readonly ReviewFigure[]> {
  const snapshot = await workbench.snapshot();
  const forests = new Map(
    snapshot.analyses.map(({ set }) => [analysisFigureId(set.analysis.id), set.analysis.id]),
  );
  const document = buildReport(snapshot, language, await loadCslAssets());
  return document.blocks.flatMap((block) => {
    if (block.kind !== "figure") return [];
    const analysis = forests.get(block.id);
    const again = layout !== undefined && analysis !== undefined;
    return [
      {
        id: block.id.replace(/^figure-/, ""),
        number: block.number,
        caption: plainText(block.caption),
        asOf: snapshot.asOf,
        svg: again ? drawn(snapshot, analysis, language, layout, width) : block.printSvg,
      },
    ];
  });
}

function drawn(
  snapshot: ReviewSnapshot,
  analysis: string,
  language: Language,
  layout: ForestLayoutName,
  width: PlotWidth | undefined,
): string {
  const figure = analysisForest(snapshot, analysis, language, layout);
  return forestFigure(figure, { layout, palette: "print", width: width ?? "page" });
}

/**
 * One figure by its id or its number in the report.
 *
 * @throws EvidensError `workbench/no-such-figure`
 */
export function pickFigure(figures: readonly ReviewFigure[], name: string): ReviewFigure {
  const found = figures.find((one) => one.id === name || String(one.number) === name);
  if (found !== undefined) return found;
  throw new EvidensError({
    code: "workbench/no-such-figure",
    kind: "missing",
    message: `The report has no figure "${name}".`,
    remedy:
      figures.length === 0
        ? "Import, screen and analyse first: figures come from what the review holds."
        : `Name one of: ${figures.map(({ id, number }) => `${number} (${id})`).join(", ")}.`,
  });
}
