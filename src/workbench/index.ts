export { starterProtocol } from "#review";
export { buildFromRecipe, exampleFolder } from "./example.ts";
export { configFolder } from "./io/device.ts";
export { keepHeapSmall } from "./io/heap.ts";
export { packageRoot, programVersion } from "./io/package-files.ts";
export { createReview, openReview } from "./open-review.ts";
export type { CheckResult, ExportFormat, OpenReviewOptions, Workbench } from "./workbench.ts";
