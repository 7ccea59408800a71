export { analysisFigureId, analysisForest } from "./analysis-forest.ts";
export { buildReport } from "./build-report.ts";
export type {
  Block,
  Cell,
  FigureBlock,
  NumberSource,
  ReportDocument,
  Run,
  Runs,
  TableBlock,
} from "./document.ts";
export { plainText } from "./document.ts";
export type { DocxOptions } from "./docx/to-docx.ts";
export { toDocx } from "./docx/to-docx.ts";
export type { FlowNumbers } from "./flow/check-flow.ts";
export { checkFlow } from "./flow/check-flow.ts";
export { flowModel } from "./flow/flow-model.ts";
export type { FlowMembers } from "./flow/members.ts";
export { flowMembers } from "./flow/members.ts";
export type { FontFace } from "./html/fonts.ts";
export type { HtmlOptions } from "./html/to-html.ts";
export { toHtml } from "./html/to-html.ts";
export type { CslAssets } from "./references/csl-assets.ts";
export type { CslItem } from "./references/csl-item.ts";
export { cslItem } from "./references/csl-item.ts";
export { prepareCitations } from "./references/resolve.ts";
export type {
  AnalysisEffect,
  AnalysisOutcome,
  AnalysisPart,
  FlowFacts,
  JointTest,
  PooledNumbers,
  RegressionNumbers,
  ResultAvailability,
  ResultKnown,
  ReviewSnapshot,
  SensitivityNumbers,
  StageScreening,
  SubgroupNumbers,
} from "./snapshot.ts";
