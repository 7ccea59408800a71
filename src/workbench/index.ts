export type { CheckResult, ExportFormat, OpenReviewOptions, Workbench } from "./workbench.ts";
