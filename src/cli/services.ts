import type { startServer } from "#server";
import type {
  convertFile,
  createReview,
  dedupeFile,
  openReview,
  pickFigure,
  reviewFigures,
  saveFigure,
  simulateFiles,
} from "#workbench";

/** What the commands call; tests put fakes in its place. */
export interface Services {
  readonly createReview: typeof createReview;
  readonly openReview: typeof openReview;
  readonly convertFile: typeof convertFile;
  readonly dedupeFile: typeof dedupeFile;
  readonly simulateFiles: typeof simulateFiles;
  readonly reviewFigures: typeof reviewFigures;
  readonly pickFigure: (...given: Parameters<typeof pickFigure>) => Promise<ReturnType<typeof pickFigure>>;
  readonly saveFigure: typeof saveFigure;
  /** The models a simulation can use, the program's own first. */
  readonly simulationModels: () => Promise<readonly string[]>;
  readonly starterProtocol: (title: string) => Promise<string>;
  readonly startServer: typeof startServer;
  readonly programVersion: () => Promise<string>;
  /** Folder of the installed package. */
  readonly packageRoot: () => Promise<string>;
  readonly openBrowser: (url: string) => Promise<unknown>;
}

async function workbench(): Promise<typeof import("#workbench")> {
  const room = await import("#workbench");
  room.keepHeapSmall();
  return room;
}

/** The real ones. Rooms load when they are first needed, so that help and refusals come at once. */
export const services: Services = {
  createReview: async (...given) => (await workbench()).createReview(...given),
  openReview: async (...given) => (await workbench()).openReview(...given),
  convertFile: async (input) => (await workbench()).convertFile(input),
  dedupeFile: async (input) => (await workbench()).dedupeFile(input),
  simulateFiles: async (input) => (await workbench()).simulateFiles(input),
  reviewFigures: async (...given) => (await workbench()).reviewFigures(...given),
  pickFigure: async (...given) => (await workbench()).pickFigure(...given),
  saveFigure: async (...given) => (await workbench()).saveFigure(...given),
  simulationModels: async () => (await import("#workbench")).simulationModels(),
  starterProtocol: async (title) => (await import("#workbench")).starterProtocol(title),
  startServer: async (options) => (await import("#server")).startServer(options),
  programVersion: async () => (await import("#workbench")).programVersion(),
  packageRoot: async () => (await import("#workbench")).packageRoot(),
  openBrowser: async (url) => (await import("open")).default(url),
};
