import { type ForestLayoutName, forestFigure, forestPages, type PlotWidth } from "#figures";
import type { Language } from "#kernel";
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
  /** The same page by page: several where a forest plot is higher than a page. */
  readonly pages: readonly string[];
  /** Moment of the newest event, ISO 8601. */
  readonly asOf: string;
}

export interface ReviewFigureOptions {
  readonly language: Language;
  /** For the forest plot of an analysis: as RevMan or metafor would set it; default `revman`, as in the report. */
  readonly layout?: ForestLayoutName | undefined;
  /** For the forest plot of an analysis: the width it is set for; default `page`. */
  readonly width?: PlotWidth | undefined;
}

type Source = Pick<Workbench, "snapshot">;

/** The figures of the report as it stands, in its order. */
export async function reviewFigures(
  workbench: Source,
  options: ReviewFigureOptions,
): Promise<readonly ReviewFigure[]> {
  const snapshot = await workbench.snapshot();
  const forests = new Map(
    snapshot.analyses.map(({ set }) => [analysisFigureId(set.analysis.id), set.analysis.id]),
  );
  const document = buildReport(snapshot, options.language, await loadCslAssets());
  return document.blocks.flatMap((block) => {
    if (block.kind !== "figure") return [];
    const analysis = forests.get(block.id);
    const parts = block.parts.map(({ printSvg }) => printSvg);
    return [
      {
        id: block.id.replace(/^figure-/, ""),
        number: block.number,
        caption: plainText(block.caption),
        asOf: snapshot.asOf,
        ...(analysis === undefined
          ? { svg: parts[0] ?? "", pages: parts }
          : drawn(snapshot, analysis, options)),
      },
    ];
  });
}

function drawn(
  snapshot: ReviewSnapshot,
  analysis: string,
  { language, layout = "revman", width = "page" }: ReviewFigureOptions,
): Pick<ReviewFigure, "svg" | "pages"> {
  const figure = analysisForest(snapshot, analysis, language, layout);
  const options = { layout, palette: "print", width } as const;
  return { svg: forestFigure(figure, options), pages: forestPages(figure, options).map(({ svg }) => svg) };
}
