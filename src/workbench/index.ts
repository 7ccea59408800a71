export { starterProtocol } from "#review";
export { buildFromRecipe, exampleFolder } from "./example.ts";
export type { ExportedFigure, FigureExportOptions, FigureFormat } from "./figure-export/export-figure.ts";
export { exportFigure, saveFigure } from "./figure-export/export-figure.ts";
export type { ReviewFigure, ReviewFigureOptions } from "./figure-export/review-figures.ts";
export { pickFigure, reviewFigures } from "./figure-export/review-figures.ts";
export { configFolder } from "./io/device.ts";
export { keepHeapSmall } from "./io/heap.ts";
export { packageRoot, programVersion } from "./io/package-files.ts";
export { createReview, openReview } from "./open-review.ts";
export type { ConvertFormat, ConvertInput } from "./plain-files/convert.ts";
export { convertFile, convertFormats } from "./plain-files/convert.ts";
export type { DedupeFileInput, DedupeFileResult } from "./plain-files/dedupe.ts";
export { dedupeFile } from "./plain-files/dedupe.ts";
export type { ReadFileResult } from "./plain-files/read-export.ts";
export type { SimulateFilesResult, SimulateInput } from "./plain-files/simulate.ts";
export { simulateFiles } from "./plain-files/simulate.ts";
export type {
  Metrics,
  SimulatedRun,
  SimulatedSet,
  SimulateResult,
  StopMeans,
} from "./plain-files/simulate-result.ts";
export type { RunStop, StopChoice } from "./plain-files/simulate-run.ts";
export { simulationModels } from "./plain-files/simulate-run.ts";
export type { CheckResult, ExportFormat, OpenReviewOptions, Workbench } from "./workbench.ts";
