export { formatP } from "#kernel";
export type { BaujatModel, BaujatStudy } from "./baujat-plot.ts";
export { baujatPlot, describeBaujat } from "./baujat-plot.ts";
export type { BubbleLinePoint, BubbleModel, BubbleStudy } from "./bubble-plot.ts";
export { bubblePlot, describeBubble } from "./bubble-plot.ts";
export type { FigureOptions } from "./flow-diagram.ts";
export { describeFlow, flowDiagram } from "./flow-diagram.ts";
export type { FlowBox, FlowCount, FlowLine, FlowModel } from "./flow-model.ts";
export { woffSubset } from "./font/woff-subset.ts";
export { forestColumns } from "./forest/forest-columns.ts";
export { describeForestFigure } from "./forest/forest-description.ts";
export type { ForestFigureOptions, ForestPage, ForestPagesOptions } from "./forest/forest-figure.ts";
export { forestFigure, forestLeftOut, forestPages, forestSheet } from "./forest/forest-figure.ts";
export type {
  ChiSquare,
  ForestArm,
  ForestColumn,
  ForestFigure,
  ForestGroup,
  ForestLayoutName,
  ForestStatistics,
  ForestStudy,
  ForestSummary,
} from "./forest/forest-figure-model.ts";
export type { FunnelModel, FunnelStudy } from "./funnel-plot.ts";
export { describeFunnel, funnelPlot } from "./funnel-plot.ts";
export type { GoshModel } from "./gosh-plot.ts";
export { describeGosh, goshPlot } from "./gosh-plot.ts";
export type { LabbeModel, LabbeStudy } from "./labbe-plot.ts";
export { describeLabbe, labbePlot } from "./labbe-plot.ts";
export type { NetworkGraphEdge, NetworkGraphModel, NetworkGraphNode } from "./network-graph.ts";
export { describeNetwork, networkGraph } from "./network-graph.ts";
export type { NumberFormat } from "./number.ts";
export { formatInterval, formatNumber, formatPercent } from "./number.ts";
export type { PaletteName } from "./palette.ts";
export type { ParticipantFlowModel } from "./participant-flow.ts";
export { describeParticipantFlow, participantFlowDiagram } from "./participant-flow.ts";
export type { PlotOptions, PlotWidth } from "./plot-area.ts";
export type { QuantileModel } from "./quantile-plot.ts";
export { quantilePlot } from "./quantile-plot.ts";
export type { RadialModel } from "./radial-plot.ts";
export { describeRadial, radialPlot } from "./radial-plot.ts";
export type { RecallCurveModel, RecallMarker, RecallSeries } from "./recall-curve.ts";
export { describeRecall, recallCurve } from "./recall-curve.ts";
export type { SensitivityForestModel, SensitivityRow } from "./sensitivity-forest.ts";
export {
  cumulativeForest,
  cumulativeSheet,
  describeCumulative,
  describeLeaveOneOut,
  leaveOneOutForest,
  leaveOneOutSheet,
} from "./sensitivity-forest.ts";
export type { FigureSheet, SheetPart } from "./sheet.ts";
export { sheetFont } from "./sheet.ts";
export { escapeXml, replaceForbidden } from "./svg.ts";
export type {
  Light,
  LightLevel,
  TrafficLightDomain,
  TrafficLightOptions,
  TrafficLightRow,
} from "./traffic-light.ts";
export { trafficLight } from "./traffic-light.ts";
export type { TrajectoryArm, TrajectoryLine, TrajectoryMean, TrajectoryModel } from "./trajectory-plot.ts";
export { describeTrajectory, trajectoryModel, trajectoryPlot } from "./trajectory-plot.ts";
