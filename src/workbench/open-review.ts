import { randomInt } from "node:crypto";
import { existsSync } from "node:fs";
import { EvidensError } from "#kernel";
import { parseProtocol } from "#review";
import {
  createReviewFile,
  createServerReview,
  openReviewFile,
  openServerReview,
  type ReviewStore,
} from "#store";
import { type Context, defaultPersonOf, personOf, projections, protocolOf } from "./context.ts";
import { openAccessClient } from "./full-text/open-access.ts";
import { deviceName } from "./io/device.ts";
import { programVersion } from "./io/package-files.ts";
import { loadSnapshot } from "./load-snapshot.ts";
import { noRanking } from "./ranking/ranking.ts";
import { learningRanking } from "./ranking/thread-ranking.ts";
import { agreementAt } from "./use-cases/agreement.ts";
import { analyses, analysis, runAnalyses } from "./use-cases/analyses.ts";
import { analysisMaterial } from "./use-cases/analysis-material.ts";
import { analysisNetwork } from "./use-cases/analysis-network.ts";
import { applyFile } from "./use-cases/apply-file.ts";
import { judgeAvailability } from "./use-cases/availability.ts";
import { check } from "./use-cases/check.ts";
import { comment, discussion, label } from "./use-cases/discussion.ts";
import { dedupe, duplicates, judge, judgeGroup, merged, separate } from "./use-cases/duplicates.ts";
import {
  appraisals,
  extract,
  extraction,
  mechanisms,
  statements,
  studyForm,
  themes,
} from "./use-cases/extraction.ts";
import { log, undo } from "./use-cases/log.ts";
import { overview } from "./use-cases/overview.ts";
import { badProtocol, setProtocol } from "./use-cases/protocol.ts";
import { amend, findReports, records, report } from "./use-cases/records.ts";
import { buildReports, renderReport, reports } from "./use-cases/reports.ts";
import { audit, draw, sample } from "./use-cases/sampling.ts";
import { adjudicate, conflicts, next, vote } from "./use-cases/screening.ts";
import { allocate, highlights, setHighlights, setOrder, setup } from "./use-cases/screening-setup.ts";
import { explain, progress, rankingSettled, stop } from "./use-cases/stop.ts";
import { defineArms, defineStudy } from "./use-cases/studies.ts";
import type { OpenReviewOptions, Workbench } from "./workbench.ts";

/** Use cases whose libraries take longer to load than a review to open; loaded when first called. */
const load = {
  exports: () => import("./use-cases/export.ts"),
  figures: () => import("./figure-export/export-figure.ts"),
  fullTexts: () => import("./use-cases/full-texts.ts"),
  imports: () => import("./use-cases/imports.ts"),
  participants: () => import("./use-cases/participants/index.ts"),
} as const;

/** A PostgreSQL address with the review's id behind `#`, as `postgres://user@host/base#review`. */
const SERVER = /^postgres(?:ql)?:\/\//;

function storeOptions(options: OpenReviewOptions) {
  return {
    device: options.device ?? deviceName(),
    clock: options.clock ?? { now: () => new Date().toISOString() },
    projections,
    programVersion: options.programVersion ?? programVersion(),
    ...(options.readOnly === undefined ? {} : { readOnly: options.readOnly }),
    ...(options.rng === undefined ? {} : { rng: options.rng }),
  };
}

/**
 * Begins a review in a new file, or in a PostgreSQL database.
 *
 * @param input.path a path ending in `.evidens`, or a `postgres://` address
 * @throws {EvidensError} when the file exists, cannot be written, or the protocol has problems (then nothing is left behind)
 */
export async function createReview(
  input: {
    path: string;
    title: string;
    by: string;
    reviewId?: string;
    protocolText?: string;
    protocolFile?: string;
  },
  options: OpenReviewOptions = {},
): Promise<Workbench> {
  const { path, title, by, reviewId } = input;
  if (input.protocolText !== undefined)
    requireGoodProtocol(input.protocolText, input.protocolFile ?? "protocol.yaml");
  const first = { title, by, ...(reviewId === undefined ? {} : { reviewId }) };
  const store = SERVER.test(path)
    ? await createServerReview(path, first, storeOptions(options))
    : await createReviewFile(path, first, storeOptions(options));
  const workbench = workbenchOf(store, SERVER.test(path) ? `${path}#${store.reviewId}` : path, options);
  if (input.protocolText !== undefined)
    await workbench.setProtocol({
      by,
      text: input.protocolText,
      file: input.protocolFile ?? "protocol.yaml",
    });
  return workbench;
}

/**
 * Opens a review.
 *
 * @param path an `.evidens` file, or a `postgres://` address with the review's id behind `#`
 * @throws {EvidensError} `workbench/no-review` when there is none; what the store says otherwise
 */
export async function openReview(path: string, options: OpenReviewOptions = {}): Promise<Workbench> {
  if (SERVER.test(path)) {
    const [url, reviewId] = path.split("#");
    return workbenchOf(await openServerReview(url!, reviewId ?? "", storeOptions(options)), path, options);
  }
  if (!existsSync(path)) {
    throw new EvidensError({
      code: "workbench/no-review",
      kind: "missing",
      message: `There is no review at ${path}.`,
      remedy: "Name an existing .evidens file, or begin one with `evidens init`.",
    });
  }
  return workbenchOf(await openReviewFile(path, storeOptions(options)), path, options);
}

function requireGoodProtocol(text: string, file: string): void {
  const { protocol, problems } = parseProtocol(text, file);
  if (protocol !== null && problems.length === 0) return;
  throw badProtocol(file, problems);
}

function workbenchOf(store: ReviewStore, path: string, options: OpenReviewOptions): Workbench {
  const context: Context = {
    store,
    clock: options.clock ?? { now: () => new Date().toISOString() },
    rng: options.rng ?? { next: () => randomInt(2 ** 32) / 2 ** 32 },
    programVersion: options.programVersion ?? programVersion(),
    readOnly: options.readOnly ?? false,
    ranking:
      options.learn === true
        ? learningRanking(store.read, {
            path,
            device: options.device ?? deviceName(),
            programVersion: options.programVersion ?? programVersion(),
          })
        : noRanking(),
    openAccess: options.openAccess === undefined ? null : openAccessClient(options.openAccess),
    running: { import: null },
  };
  /** After what may have changed any report, decision or order. */
  const changed = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written;
    context.ranking.changed();
    return result;
  };
  let closing: Promise<void> | undefined;
  return {
    reviewId: store.reviewId,
    location: store.location,
    readOnly: context.readOnly,
    openingProblems: store.openingProblems,
    session: async (person) => {
      const protocol = await protocolOf(store.read);
      return {
        programVersion: context.programVersion,
        review: { id: store.reviewId, title: protocol.protocol.shortTitle.en, location: store.location },
        shortTitle: protocol.protocol.shortTitle,
        person: personOf(protocol, person),
        people: protocol.protocol.people,
        readOnly: context.readOnly,
        problems: store.openingProblems,
      };
    },
    defaultPerson: async () => defaultPersonOf(await protocolOf(store.read)),
    overview: (person, language) => overview(context, person, language),
    protocol: () => protocolOf(store.read),
    records: (query) => records(context, query),
    report: (person, reportId) => report(context, person, reportId),
    findReports: (key) => findReports(context, key),
    imports: async () => (await load.imports()).imports(context),
    importProgress: async () => (await load.imports()).importProgress(context),
    previewFile: async (input) => (await load.imports()).previewFile(input),
    duplicates: (query) => duplicates(context, query),
    merged: (query) => merged(context, query),
    next: (person, stage, query) => next(context, person, stage, query),
    conflicts: (person, stage) => conflicts(context, person, stage),
    progress: (person, stage) => progress(context, person, stage),
    explain: (person, stage, reportId) => explain(context, person, stage, reportId),
    rankingSettled: (person, stage) => rankingSettled(context, person, stage),
    setup: (person, stage) => setup(context, person, stage),
    sample: (person, stage, sampleId) => sample(context, person, stage, sampleId),
    agreement: (person, stage, query) => agreementAt(context, person, stage, query),
    highlights: (person) => highlights(context, person),
    discussion: (person, reportId) => discussion(context, person, reportId),
    fullTexts: async (query) => (await load.fullTexts()).fullTexts(context, query),
    fullText: async (reportId) => (await load.fullTexts()).fullText(context, reportId),
    fullTextFile: async (reportId) => (await load.fullTexts()).fullTextFile(context, reportId),
    attachFullText: async (input) => (await load.fullTexts()).attachFullText(context, input),
    setRetrieval: async (input) => (await load.fullTexts()).setRetrieval(context, input),
    findOpenAccess: async (input) => (await load.fullTexts()).findOpenAccess(context, input),
    extraction: () => extraction(context),
    studyForm: (person, formId, studyId) => studyForm(context, person, formId, studyId),
    appraisals: () => appraisals(context),
    analyses: () => analyses(context),
    analysis: (analysisId) => analysis(context, analysisId),
    analysisMaterial: (analysisId, query) => analysisMaterial(context, analysisId, query),
    analysisNetwork: (analysisId, query) => analysisNetwork(context, analysisId, query),
    participants: async () => (await load.participants()).participants(context),
    participantData: async (dataSetId) => (await load.participants()).dataSet(context, dataSetId),
    participantChecks: async (dataSetId) => (await load.participants()).participantChecks(context, dataSetId),
    participantBaseline: async (dataSetId, plan) =>
      (await load.participants()).participantBaseline(context, dataSetId, plan),
    participantFlow: async (dataSetId, outcome) =>
      (await load.participants()).flowOfParticipants(context, dataSetId, outcome),
    participantTrajectories: async (dataSetId, plan) =>
      (await load.participants()).participantTrajectories(context, dataSetId, plan),
    participantOutcomes: async (dataSetId, plan) =>
      (await load.participants()).participantOutcomes(context, dataSetId, plan),
    readParticipantModel: async ({ text, file }) => (await load.participants()).modelFromYaml(text, file),
    fitParticipantModel: async (specification) =>
      (await load.participants()).fitModel(context, specification),
    poolParticipantTrials: async (specification) =>
      (await load.participants()).poolModel(context, specification),
    mechanisms: () => mechanisms(context),
    themes: () => themes(context),
    statements: () => statements(context),
    reports: () => reports(context),
    figurePdf: async (pages) =>
      (await load.figures()).exportFigure(pages[0] ?? "", "pdf", { pages, createdAt: context.clock.now() }),
    renderReport: (language, format) => renderReport(context, language, format),
    log: (person, query) => log(context, person, query),
    snapshot: () => loadSnapshot(context),
    check: (language) => check(context, language),
    setProtocol: (input) => changed(setProtocol(context, input)),
    importFile: (input) => changed(load.imports().then((room) => room.importFile(context, input))),
    dedupe: (input) => changed(dedupe(context, input)),
    judge: (input) => changed(judge(context, input)),
    judgeGroup: (input) => changed(judgeGroup(context, input)),
    separate: (input) => changed(separate(context, input)),
    amend: (input) => changed(amend(context, input)),
    prepareSearch: () => store.indexSearch(),
    vote: (input) => vote(context, input),
    adjudicate: (input) => adjudicate(context, input),
    setOrder: (input) => setOrder(context, input),
    allocate: (input) => allocate(context, input),
    drawSample: (input) => draw(context, input),
    audit: (input) => audit(context, input),
    stop: (input) => stop(context, input),
    setHighlights: (input) => setHighlights(context, input),
    comment: (input) => comment(context, input),
    label: (input) => label(context, input),
    undo: (input) => undo(context, input),
    defineStudy: (input) => defineStudy(context, input),
    judgeAvailability: (input) => judgeAvailability(context, input),
    defineArms: (input) => defineArms(context, input),
    extract: (input) => extract(context, input),
    applyFile: (input) => changed(applyFile(context, input)),
    runAnalyses: (input) => runAnalyses(context, input),
    keepParticipants: async (input) => (await load.participants()).keepData(context, input),
    describeParticipants: async (input) => (await load.participants()).describeData(context, input),
    joinParticipants: async (input) => (await load.participants()).joinData(context, input),
    defineInstrument: async (input) => (await load.participants()).defineInstrument(context, input),
    forgetParticipants: async (input) => (await load.participants()).forgetData(context, input),
    recordParticipantModel: async (input) => (await load.participants()).recordModel(context, input),
    buildReports: (input) => buildReports(context, input),
    merge: async ({ path }) => {
      const other = await openReviewFile(path, { ...storeOptions(options), readOnly: true });
      try {
        return await changed(store.mergeFrom(other));
      } finally {
        await other.close();
      }
    },
    rebuild: () => changed(store.rebuild()),
    verify: () => store.verify(),
    exportTo: async (input) => (await load.exports()).exportTo(context, input),
    close: () => {
      closing ??= context.ranking.close().then(() => store.close());
      return closing;
    },
  };
}
