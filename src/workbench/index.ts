export { starterProtocol } from "#review";
export type { ExportedFigure, FigureExportOptions, FigureFormat } from "./figure-export/export-figure.ts";
export { pickFigure } from "./figure-export/pick-figure.ts";
export type { ReviewFigure, ReviewFigureOptions } from "./figure-export/review-figures.ts";
export { configFolder } from "./io/device.ts";
export { keepHeapSmall } from "./io/heap.ts";
export { exampleFolder, packageRoot, programVersion } from "./io/package-files.ts";
export {
  buildFromRecipe,
  convertFile,
  createReview,
  dedupeFile,
  exportFigure,
  openReview,
  reviewFigures,
  saveFigure,
  simulateFiles,
} from "./on-demand.ts";
export type { ConvertInput } from "./plain-files/convert.ts";
export type { ConvertFormat } from "./plain-files/convert-formats.ts";
export { convertFormats } from "./plain-files/convert-formats.ts";
export type { DedupeFileInput, DedupeFileResult } from "./plain-files/dedupe.ts";
export type { ReadFileResult } from "./plain-files/read-export.ts";
export type { SimulateFilesResult, SimulateInput } from "./plain-files/simulate.ts";
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
