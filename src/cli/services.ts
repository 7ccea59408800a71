import open from "open";
import { startServer } from "#server";
import { createReview, openReview, packageRoot, programVersion, starterProtocol } from "#workbench";

/** What the commands call; tests put fakes in its place. */
export interface Services {
  readonly createReview: typeof createReview;
  readonly openReview: typeof openReview;
  readonly starterProtocol: (title: string) => string;
  readonly startServer: typeof startServer;
  readonly programVersion: () => string;
  /** Folder of the installed package. */
  readonly packageRoot: () => string;
  readonly openBrowser: (url: string) => Promise<unknown>;
}

export const services: Services = {
  createReview,
  openReview,
  starterProtocol,
  startServer,
  programVersion,
  packageRoot,
  openBrowser: (url) => open(url),
};
